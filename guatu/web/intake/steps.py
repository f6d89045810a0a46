"""Where a ledger stands among the five steps, and what comes next for the person."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from guatu.intake import queries
from guatu.intake.choices import IntakeStatus

Words = str | Promise


@dataclass(frozen=True, slots=True)
class Step:
    """``url`` is empty where one cannot go back to it."""

    label: Words
    url: str = ""


@dataclass(frozen=True, slots=True)
class NextAct:
    label: Words
    url: str


UPLOADING, COLUMNS, ROWS, DIFFERENCE, ENTERING = range(1, 6)
WORKING = frozenset(queries.UNDER_WAY)
_LABELS = (_("上传"), _("认列"), _("核对"), _("差异"), _("入账"))
_PAGES = ("", "intake-columns", "intake-rows", "intake-difference", "intake-entering")
_NEXT: dict[str, Words] = {
    IntakeStatus.UPLOADED: _("看进度"),
    IntakeStatus.READING: _("看进度"),
    IntakeStatus.READ: _("继续核对"),
    IntakeStatus.ENTERING: _("看进度"),
    IntakeStatus.ENTERED: _("看结果"),
    IntakeStatus.UNDOING: _("看进度"),
    IntakeStatus.UNDONE: _("看记录"),
    IntakeStatus.REFUSED: _("看原因"),
    IntakeStatus.DROPPED: _("看记录"),
}


def steps(pk: UUID | None = None) -> list[Step]:
    """The five steps; links for a ledger that is being checked."""
    if pk is None:
        return [Step(label) for label in _LABELS]
    return [
        Step(label, reverse(page, args=[pk]) if page else "")
        for label, page in zip(_LABELS, _PAGES, strict=True)
    ]


def is_open(status: str) -> bool:
    """Somebody or something still works on it."""
    return status == IntakeStatus.READ or status in WORKING


def next_act(pk: UUID, status: str) -> NextAct:
    return NextAct(_NEXT[status], reverse("intake-detail", args=[pk]))
