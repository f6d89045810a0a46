"""Choices say what the table of the core says."""

from __future__ import annotations

from guatu.datechanges.choices import ChangeLevel, ChangeStatus
from guatu.domain.datechanges import STATUS_WORDS, Level, Status


def test_the_choices_are_those_of_the_table() -> None:
    assert {str(one) for one in Status} == set(ChangeStatus.values)
    assert {str(one) for one in Level} == set(ChangeLevel.values)
    for status in Status:
        assert str(ChangeStatus(status.value).label) == STATUS_WORDS[status]
