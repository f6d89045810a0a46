"""How lists are narrowed: segments above them, selects in the filter, chips that take it back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _


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


def changed(values: QueryDict, **changes: str) -> str:
    """The query with some values changed, empty ones and the page dropped."""
    copy = values.copy()
    copy.pop("page", None)
    for name, value in changes.items():
        copy[name] = value
    for name in [name for name in copy if not copy[name]]:
        del copy[name]
    return f"?{copy.urlencode()}"


def chips_of(values: QueryDict, fields: Sequence[Field], words: str) -> list[Chip]:
    """A chip for each select that narrows, and for the ``words`` that were typed (``q``)."""
    chosen = [
        Chip(field.chosen or field.label, changed(values, **{field.name: ""}))
        for field in fields
        if field.value
    ]
    if words:
        chosen.append(Chip(_("含“%(words)s”") % {"words": words}, changed(values, q="")))
    return chosen
