"""What a few typed characters may mean: projects, units and work lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from guatu.kit.pinyin import pinyin_of
from guatu.lines.models import WorkLine
from guatu.lines.queries import lines_of
from guatu.org.models import Unit, User
from guatu.org.queries import units_named
from guatu.projects.models import Project
from guatu.projects.queries.filters import ListFilter, in_order, matching

AT_ONCE = 6
ON_A_PAGE = 50


@dataclass(frozen=True, slots=True)
class Hit:
    """``light`` only for projects."""

    kind: str
    name: str
    note: str
    url: str
    light: str = ""


def hits(user: User, words: str, year: int, *, each: int) -> list[Hit]:
    """At most ``each`` of every kind; lines first, since there are few and they hold the rest."""
    return [
        *_lines(user, words, year, each),
        *_projects(user, words, year, each),
        *_units(user, words, each),
    ]


def _lines(user: User, words: str, year: int, each: int) -> list[Hit]:
    found = [line for line in lines_of(user, year) if _answers(line, words)]
    return [
        Hit(_("工作线"), line.title, _leader(line), reverse("line-detail", args=[line.pk]))
        for line in found[:each]
    ]


def _projects(user: User, words: str, year: int, each: int) -> Iterator[Hit]:
    rows = matching(user, ListFilter(year, words=words)).select_related("lead_unit")
    for project in in_order(rows, "number", descending=False)[:each]:
        yield Hit(
            _("项目"),
            project.name,
            _numbered(project),
            reverse("project-detail", args=[project.pk]),
            project.light,
        )


def _units(user: User, words: str, each: int) -> Iterator[Hit]:
    rows: Iterable[Unit] = units_named(user.tenant_id, words)[:each]
    for unit in rows:
        note = unit.short_name if unit.closed_on is None else _closed(unit.closed_on)
        yield Hit(_("单位"), unit.name, note, reverse("unit-detail", args=[unit.pk]))


def _answers(line: WorkLine, words: str) -> bool:
    """By title, pinyin, initials or number, as projects are found."""
    latin = words.lower().replace(" ", "")
    spelt = pinyin_of(line.title)
    named = words in line.title or (words.isdecimal() and int(words) == line.number)
    return named or (latin.isascii() and (latin in spelt.full or latin in spelt.initials))


def _leader(line: WorkLine) -> str:
    return line.lead_unit.label if line.lead_unit else ""


def _numbered(project: Project) -> str:
    unit = project.lead_unit.label if project.lead_unit else ""
    return f"{project.number} · {unit}" if unit else str(project.number)


def _closed(day: date) -> str:
    return _("%(day)s 撤销") % {"day": day.isoformat()}
