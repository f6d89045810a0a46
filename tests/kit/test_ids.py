"""Identifiers: version 7, rising, never twice."""

from __future__ import annotations

import threading
import time
from uuid import RFC_4122, UUID

from guatu.kit.ids import uuid7


def test_it_is_a_version_7_uuid_of_the_rfc() -> None:
    made = uuid7()
    assert made.version == 7
    assert made.variant == RFC_4122


def test_it_begins_with_the_time_in_milliseconds() -> None:
    before = time.time_ns() // 1_000_000
    stamp = uuid7().int >> 80
    assert before <= stamp <= time.time_ns() // 1_000_000 + 1_000


def test_each_is_greater_than_the_one_before() -> None:
    made = [uuid7() for _ in range(20_000)]
    assert made == sorted(made)
    assert len(set(made)) == len(made)


def test_threads_never_get_the_same() -> None:
    made: list[UUID] = []

    def work() -> None:
        made.extend([uuid7() for _ in range(2_000)])

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(made)) == 8_000
