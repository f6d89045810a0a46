"""Reasons as kept with a light, told as of today: days overdue count on without a judgement."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from guatu.domain.lights import CalendarWorkdays, Workdays
from guatu.domain.words import Sentence
from guatu.workdays.queries import calendar_in_force


@dataclass
class AsOf:
    """Reads the calendar only when a reason holds a figure that moves."""

    today: date

    def told(self, stored: Mapping[str, Any]) -> Mapping[str, Any]:
        """The stored sentence with its moving figures counted on."""
        if not stored or not stored.get("moving"):
            return stored
        return Sentence.from_json(stored).on(self.today, self._workdays).as_json()

    @cached_property
    def _workdays(self) -> Workdays:
        return CalendarWorkdays(calendar_in_force())
