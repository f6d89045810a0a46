"""Boards for wall screens: their pages, what stands on these, and the addresses that open them."""

from __future__ import annotations

from datetime import date
from typing import ClassVar
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guatu.kit.models import Row, TenantRow
from guatu.org.models import User
from guatu.screens.choices import PageLayout, PanelKind


class BoardQuerySet(models.QuerySet["Board"]):
    def visible_to(self, user: User) -> BoardQuerySet:
        """Who sees all projects sees what is made of all projects."""
        access = user.access
        return self.filter(tenant_id=access.tenant_id) if access.sees_all else self.none()

    def in_use(self) -> BoardQuerySet:
        return self.filter(removed_at__isnull=True)


class Board(TenantRow):
    """A board (展板): pages that a screen shows in turn.

    ``shows_money`` and ``shows_reasons`` are the classes of data that may stand on it; percentages
    and lights always may. ``version`` grows with every change of the board or of its pages.
    """

    name = models.CharField(_("展板名称"), max_length=40)
    shows_money = models.BooleanField(_("显示投资金额"), default=True)
    shows_reasons = models.BooleanField(_("显示亮灯原因"), default=True)
    made_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = BoardQuerySet.as_manager()

    class Meta:
        ordering = ("made_at", "id")
        constraints = (
            models.UniqueConstraint(
                fields=["tenant", "name"],
                condition=Q(removed_at__isnull=True),
                name="board_name_once_per_tenant",
            ),
        )

    def __str__(self) -> str:
        return self.name


class BoardPage(Row):
    """A page of a board, shown for ``seconds``; ``place`` puts the pages in order."""

    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="pages")
    place = models.PositiveSmallIntegerField()
    title = models.CharField(_("页标题"), max_length=40)
    layout = models.CharField(
        _("版式"), max_length=8, choices=PageLayout.choices, default=PageLayout.ONE
    )
    seconds = models.PositiveSmallIntegerField(_("停留秒数"), default=20)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("place", "id")
        indexes = (models.Index(fields=["board", "place"], name="board_page_in_order"),)

    def __str__(self) -> str:
        return self.title


class BoardPanel(Row):
    """What stands in place ``slot`` (from 1) of a page; ``line`` and ``post`` only where its kind
    asks for one. ``rows`` is how many at most, None as many as there is room for."""

    page = models.ForeignKey(BoardPage, on_delete=models.CASCADE, related_name="panels")
    slot = models.PositiveSmallIntegerField()
    kind = models.CharField(_("内容"), max_length=12, choices=PanelKind.choices)
    line = models.ForeignKey(
        "lines.WorkLine", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    post = models.ForeignKey("org.Post", on_delete=models.SET_NULL, null=True, related_name="+")
    rows = models.PositiveSmallIntegerField(_("最多几行"), null=True)

    class Meta:
        ordering = ("slot", "id")
        constraints = (
            models.UniqueConstraint(fields=["page", "slot"], name="board_panel_once_per_slot"),
        )

    def __str__(self) -> str:
        return str(self.get_kind_display())


class BoardAddress(Row):
    """An address that opens a board for reading without log-in.

    Of its token only the SHA-256 is kept. ``note`` says which screen hangs where, ``seen_at`` when
    a screen last asked; ``ends_on`` is the last day on which it opens.
    """

    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="addresses")
    note = models.CharField(_("挂在哪里"), max_length=60)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField()
    made_by_name = models.CharField(max_length=100)
    ends_on = models.DateField(_("有效期至"), null=True, blank=True)
    revoked_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["made_at", "id"]
        constraints = (
            models.UniqueConstraint(
                fields=["board", "note"],
                condition=Q(revoked_at__isnull=True),
                name="board_address_once_per_place",
            ),
        )

    def __str__(self) -> str:
        return self.note

    @property
    def tenant_id(self) -> UUID:
        own: UUID = self.board.tenant_id
        return own

    def has_ended(self, today: date) -> bool:
        return self.ends_on is not None and today > self.ends_on

    def opens(self, today: date) -> bool:
        """Whether it still shows the board; one that was taken away shows none."""
        closed = self.revoked_at is not None or self.board.removed_at is not None
        return not closed and not self.has_ended(today)
