"""Identifiers: version 7, rising, never twice."""

from __future__ import annotations

import re
import threading
import time
from uuid import RFC_4122, UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guatu.kit.ids import from_short_form, short_form, uuid7


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


@given(st.uuids())
def test_a_short_form_has_26_capitals_and_figures_and_leads_back(pk: UUID) -> None:
    short = short_form(pk)
    assert len(short) == 26
    assert short.isalnum()
    assert short == short.upper()
    assert from_short_form(short) == pk


@pytest.mark.parametrize(
    "text", ["A", "A" * 25, "A" * 27, "a" * 26, "1" * 26, "示" * 26, "A=" * 13]
)
def test_what_is_no_short_form_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=re.escape(text)):
        from_short_form(text)
