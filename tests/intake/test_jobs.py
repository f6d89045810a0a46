from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from guatu.domain.words import Sentence
from guatu.intake import actions, jobs, queries
from guatu.intake.actions import entering, undoing
from guatu.intake.choices import IntakeStatus
from guatu.intake.models import Intake
from guatu.intake.reading import Choice, Field
from guatu.intake.telling import forget, teller, told
from guatu.kit.refusals import Refusal
from guatu.projects.models import Project
from tests.city import NOW, TODAY, City
from tests.intake.ledgers import BEARINGS, PIPES, ledger

pytestmark = pytest.mark.django_db


@pytest.fixture(params=["at once", "as a job"])
def how(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Tests run jobs at once, so both ways end the same."""
    if request.param == "as a job":
        monkeypatch.setattr(jobs, "AT_ONCE", 0)
    return str(request.param)


def brought(city: City) -> Intake:
    return jobs.upload(
        city.tenant, "台账.xlsx", ledger(BEARINGS, PIPES), as_of=TODAY, line=city.industry_line,
        by=city.office, now=NOW,
    )  # fmt: skip


def test_a_ledger_comes_in_is_corrected_and_entered(city: City, how: str) -> None:
    intake = brought(city)
    assert intake.status == IntakeStatus.READ
    shape = queries.header(intake).tables[0].shape
    jobs.map_columns(
        intake, shape, {4: Choice(Field.YEAR_PLAN, Decimal("0.1"))},
        seen=intake.version, by=city.office, now=NOW,
    )  # fmt: skip
    jobs.choose(
        intake, as_of=TODAY, year=2021, line=city.housing_line, seen=intake.version,
        by=city.office, now=NOW,
    )  # fmt: skip
    intake = jobs.enter(intake, seen=intake.version, by=city.office, now=NOW)
    assert (intake.status, queries.progress_of(intake)) == (IntakeStatus.ENTERED, None)
    plans = set(Project.objects.values_list("year_plan", "line__title"))
    assert plans == {(Decimal(1200), "城建提升"), (Decimal(900), "城建提升")}


def test_entering_twice_as_a_job_is_once(city: City, how: str) -> None:
    intake = brought(city)
    seen = intake.version
    jobs.enter(intake, seen=seen, by=city.office, now=NOW)
    jobs.enter(intake, seen=seen, by=city.office, now=NOW)
    assert Project.objects.count() == 2


def test_a_refusal_inside_a_job_stands_in_the_ledger(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "AT_ONCE", 0)
    intake = brought(city)

    def refuse(*args: Any, **how: Any) -> Any:
        raise Refusal(Sentence("不行"))

    monkeypatch.setattr(entering, "create_projects", refuse)
    intake = jobs.enter(intake, seen=intake.version, by=city.office, now=NOW)
    assert intake.status == IntakeStatus.READ
    assert str(queries.header(intake).refusal) == "不行"


def test_progress_is_told_while_it_is_under_way(city: City) -> None:
    intake = brought(city)
    actions.begin_entering(intake, seen=intake.version, by=city.office, now=NOW)
    teller(intake.pk)(30, 60, "入账")
    progress = queries.progress_of(intake)
    assert progress is not None
    assert (progress.percent, progress.words) == (50, "入账")
    assert told(intake.pk) == progress
    forget(intake.pk)
    assert told(intake.pk) is None


def test_entering_tells_how_far_it_is(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(entering, "CHUNK", 1)
    heard: list[int] = []
    intake = brought(city)
    actions.enter(
        intake, seen=intake.version, by=city.office, now=NOW,
        tell=lambda done, whole, stage: heard.append(100 * done // whole),
    )  # fmt: skip
    assert heard == sorted(heard)
    assert heard[0] < 10
    assert 40 < heard[-2] <= heard[-1] < 100


def test_what_a_stop_cut_off_is_taken_up_again(city: City) -> None:
    reading, entering_ = brought(city), brought(city)
    Intake.objects.filter(pk=reading.pk).update(status=IntakeStatus.READING)
    actions.begin_entering(entering_, seen=entering_.version, by=city.office, now=NOW)
    jobs.resume(NOW)
    reading.refresh_from_db()
    entering_.refresh_from_db()
    assert reading.status == IntakeStatus.READ
    assert entering_.status == IntakeStatus.READ
    assert "请再入账一次" in str(queries.header(entering_).refusal)
    jobs.enter(entering_, seen=entering_.version, by=city.office, now=NOW)
    assert Project.objects.count() == 2


def test_a_ledger_is_undone(city: City, how: str) -> None:
    intake = brought(city)
    intake = jobs.enter(intake, seen=intake.version, by=city.office, now=NOW)
    intake = jobs.undo(intake, by=city.office, now=NOW)
    assert (intake.status, queries.progress_of(intake)) == (IntakeStatus.UNDONE, None)
    assert Project.objects.listed().count() == 0


def test_undoing_tells_how_far_it_is(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(undoing, "CHUNK", 1)
    heard: list[int] = []
    intake = brought(city)
    intake = jobs.enter(intake, seen=intake.version, by=city.office, now=NOW)
    actions.undo(
        intake, by=city.office, now=NOW,
        tell=lambda done, whole, stage: heard.append(100 * done // whole),
    )  # fmt: skip
    assert heard == sorted(heard)
    assert heard[0] < 10 < 30 < heard[-1] < 100


def test_an_undoing_that_fails_changes_nothing(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "AT_ONCE", 0)
    intake = brought(city)
    intake = jobs.enter(intake, seen=intake.version, by=city.office, now=NOW)

    def refuse(*args: Any, **how: Any) -> Any:
        raise Refusal(Sentence("不行"))

    monkeypatch.setattr(undoing, "change_projects", refuse)
    monkeypatch.setattr(undoing, "restore_projects", refuse)
    intake = jobs.undo(intake, by=city.office, now=NOW)
    assert intake.status == IntakeStatus.ENTERED
    assert str(queries.header(intake).refusal) == "不行"
    assert Project.objects.listed().count() == 2


def test_an_undoing_that_a_stop_cut_off_can_be_done_again(city: City) -> None:
    intake = brought(city)
    intake = jobs.enter(intake, seen=intake.version, by=city.office, now=NOW)
    actions.begin_undoing(intake, by=city.office)
    jobs.resume(NOW)
    intake.refresh_from_db()
    assert intake.status == IntakeStatus.ENTERED
    assert "请再撤销一次" in str(queries.header(intake).refusal)
    assert jobs.undo(intake, by=city.office, now=NOW).status == IntakeStatus.UNDONE
