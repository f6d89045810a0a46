"""All files of a parcel entered, one transaction a file: a file that is refused stops no other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from guatu.domain.words import N_, Sentence, say
from guatu.kit.refusals import Refusal, StateChanged
from guatu.org.access import Forbidden
from guatu.org.models import User
from guatu.returns.actions.entering import enter
from guatu.returns.choices import FileStatus
from guatu.returns.models import ReturnFile, ReturnFileQuerySet, ReturnParcel

Tell = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class Entered:
    """Files that were entered, and those that were not with the reason."""

    entered: Sequence[ReturnFile]
    refused: Sequence[tuple[ReturnFile, Sentence]]


def waiting(row: ReturnParcel, *, only_good: bool) -> ReturnFileQuerySet:
    """Files that can still be entered; ``only_good``: in which nothing was refused."""
    found = ReturnFile.objects.filter(parcel=row, status=FileStatus.READ)
    return found.filter(refused=0) if only_good else found


def enter_all(
    row: ReturnParcel, *, only_good: bool, by: User, now: datetime, tell: Tell | None = None
) -> Entered:
    """Enter what waits, as ``entering.enter`` does with each file."""
    done: list[ReturnFile] = []
    refused: list[tuple[ReturnFile, Sentence]] = []
    files = list(waiting(row, only_good=only_good).select_related("tenant", "sheet__unit"))
    for place, file in enumerate(files, start=1):
        try:
            done.append(enter(file, by=by, now=now))
        except (Refusal, Forbidden) as refusal:
            refused.append((file, refusal.sentence))
        if tell is not None:
            tell(place, len(files), file.unit_label)
    return Entered(done, refused)


def claim(row: ReturnParcel) -> None:
    """For a job that enters it; raises ``StateChanged`` while another does."""
    if not ReturnParcel.objects.filter(pk=row.pk, entering=False).update(entering=True):
        raise StateChanged(say(N_("这一批正在入账，请等它做完。")))


def let_go(rows: QuerySet[ReturnParcel]) -> None:
    rows.filter(entering=True).update(entering=False)
