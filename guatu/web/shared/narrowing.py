"""How lists are narrowed: segments above them, selects in the filter, chips that take it back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a list that one click shows."""

    label: str | Promise
    url: str
    active: bool


@dataclass(frozen=True, slots=True)
class Chip:
    """What narrows a list, and the address without it."""

    label: str
    remove_url: str


@dataclass(frozen=True, slots=True)
class Field:
    """A select of the filter; ``value`` is the chosen one."""

    name: str
    label: str
    value: str
    choices: Sequence[tuple[str, str]]

    @property
    def chosen(self) -> str:
        return next((label for value, label in self.choices if value == self.value), "")
