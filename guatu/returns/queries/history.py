"""Rounds with who returned and who did not, and what became of files."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from guatu.kit.clock import CHINA
from guatu.org.models import User
from guatu.returns.choices import FileStatus
from guatu.returns.models import ReturnFile, ReturnParcel, ReturnRound, ReturnSheet


@dataclass(frozen=True, slots=True)
class Standing:
    """The sheet of a unit and the file that came back for it, the entered one first."""

    sheet: ReturnSheet
    file: ReturnFile | None

    @property
    def is_returned(self) -> bool:
        return self.file is not None and self.file.status == FileStatus.ENTERED

    @property
    def is_waiting(self) -> bool:
        return self.file is not None and self.file.status == FileStatus.READ

    @property
    def is_missing(self) -> bool:
        return not (self.is_returned or self.is_waiting)

    @property
    def is_late(self) -> bool:
        """It came back after the day by which it was asked for."""
        due: date = self.sheet.round.due_on
        return self.is_returned and self.came_on is not None and self.came_on > due

    @property
    def came_on(self) -> date | None:
        return self.file.brought_at.astimezone(CHINA).date() if self.file else None


def standings(user: User, row: ReturnRound) -> list[Standing]:
    """Of all units that this person may see, in the order of the tree; two queries."""
    sheets = ReturnSheet.objects.visible_to(user).current().filter(round=row)
    files: dict[UUID, list[ReturnFile]] = defaultdict(list)
    came = ReturnFile.objects.filter(sheet__round=row).select_related("sheet")
    for file in came.exclude(status=FileStatus.REFUSED).order_by("brought_at", "id"):
        if file.sheet is not None:
            files[file.sheet.unit_id].append(file)
    listed = sheets.select_related("unit", "round").defer("rows").order_by("unit__path")
    return [Standing(sheet, _best(files.get(sheet.unit_id, ()))) for sheet in listed]


def rounds_of(user: User) -> QuerySet[ReturnRound]:
    """Newest first, each with ``units`` and ``returned`` counted."""
    current = Q(sheets__is_current=True)
    if not user.access.sees_all:
        current &= Q(sheets__unit_id__in=user.access.unit_ids)
    entered = Q(sheets__files__status=FileStatus.ENTERED)
    mine = Q() if user.access.sees_all else Q(sheets__unit_id__in=user.access.unit_ids)
    return (
        ReturnRound.objects.visible_to(user)
        .select_related("sent_by")
        .annotate(
            units=Count("sheets__unit", filter=current, distinct=True),
            returned=Count("sheets__unit", filter=entered & mine, distinct=True),
        )
        .order_by("-sent_at", "-id")
    )


def parcels_of(user: User) -> QuerySet[ReturnParcel]:
    """Newest first, each with ``came`` and ``entered`` counted."""
    return (
        ReturnParcel.objects.visible_to(user)
        .select_related("brought_by")
        .annotate(
            came=Count("files"),
            entered=Count("files", filter=Q(files__status=FileStatus.ENTERED)),
            waits=Count("files", filter=Q(files__status=FileStatus.READ)),
        )
        .order_by("-brought_at", "-id")
    )


def _best(files: Sequence[ReturnFile]) -> ReturnFile | None:
    """The entered one, else the one that waits, else the last."""
    for status in (FileStatus.ENTERED, FileStatus.READ):
        found = [file for file in files if file.status == status]
        if found:
            return found[-1]
    return files[-1] if files else None
