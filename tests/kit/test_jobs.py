"""Background jobs: at once in tests, in the data folder's queue otherwise."""

from __future__ import annotations

from pathlib import Path

from huey import Huey, SqliteHuey

from guatu.kit import jobs


def test_in_tests_a_job_is_done_inside_the_call() -> None:
    done: list[int] = []

    @jobs.HUEY.task()
    def note(number: int) -> None:
        done.append(number)

    note(7)
    assert done == [7]


def test_an_installation_queues_jobs_in_its_data_folder(settings: object, tmp_path: Path) -> None:
    settings.JOBS_IMMEDIATE = False
    settings.JOBS_FILE = tmp_path / "jobs.sqlite3"
    queue: Huey = jobs._build()
    done: list[int] = []

    @queue.task()
    def note(number: int) -> None:
        done.append(number)

    note(7)
    assert isinstance(queue, SqliteHuey)
    assert (tmp_path / "jobs.sqlite3").exists()
    assert done == []
    task = queue.dequeue()
    assert task is not None
    queue.execute(task)
    assert done == [7]


def test_what_was_queued_survives_a_restart(settings: object, tmp_path: Path) -> None:
    settings.JOBS_IMMEDIATE = False
    settings.JOBS_FILE = tmp_path / "jobs.sqlite3"
    before, after = jobs._build(), jobs._build()
    before.task(name="note")(lambda: None)()
    assert len(after.storage.enqueued_items()) == 1
