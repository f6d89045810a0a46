"""How a person has the list before him: which view, which columns in what order.

The address says most: ``cols=light.unit.total`` the columns, ``view=`` the saved view that one
began with. Where it says nothing the columns are those chosen last in this session.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import QueryDict
from django.urls import reverse

from guatu.org.models import User
from guatu.projects.models import SavedView
from guatu.web.projects.columns import (
    STANDARD,
    STANDARD_OF_FILES,
    Column,
    columns_of,
    extras_of,
    known,
)
from guatu.web.shared.asking import row_id
from guatu.web.shared.requests import Request

#: ``?view=all`` is the whole list for who has a default view.
WHOLE = "view=all"
COLUMNS_CHOSEN = "project_columns"
DEFAULT_VIEW = "project_default_view"
#: What the address of a list holds besides the view itself.
_NOT_KEPT = ("view", "cols", "page", "as_of", "id", "all", "as")


@dataclass(frozen=True, slots=True)
class Arrangement:
    """``chosen`` is empty while nobody has chosen columns; ``past``: some are not known of it."""

    chosen: tuple[str, ...]
    view: SavedView | None
    past: bool
    query: str

    @property
    def columns(self) -> list[Column]:
        return self._known(self.chosen or STANDARD)

    @property
    def of_files(self) -> list[Column]:
        return self._known(self.chosen or STANDARD_OF_FILES)

    @property
    def extras(self) -> list[str]:
        return extras_of(self.columns)

    @property
    def left_out(self) -> list[Column]:
        """What was chosen but is not known of the past."""
        shown = self.columns
        return [one for one in columns_of(self.chosen) if one not in shown]

    @property
    def is_changed(self) -> bool:
        """Whether the list shows something else than the view it began with."""
        view = self.view
        return view is not None and (view.query, known(view.columns)) != (self.query, self.chosen)

    def _known(self, codes: Sequence[str]) -> list[Column]:
        return [one for one in columns_of(codes) if one.past or not self.past]


def arrangement(request: Request) -> Arrangement:
    """One query where the address names a view, else none."""
    view = _view(request.user, request.GET.get("view", ""))
    chosen = known(request.GET.get("cols", "").split("."))
    if not chosen and "cols" not in request.GET:
        chosen = known(view.columns if view else request.session.get(COLUMNS_CHOSEN, ()))
    return Arrangement(chosen, view, request.as_of is not None, kept_query(request.GET))


def kept_query(asked: QueryDict) -> str:
    """Filter and order as a view keeps them."""
    values = asked.copy()
    for name in _NOT_KEPT:
        values.pop(name, None)
    for name in [name for name in values if not values[name]]:
        del values[name]
    return values.urlencode()


def address_of(view: SavedView) -> str:
    begin = f"{view.query}&" if view.query else ""
    return f"{reverse('project-list')}?{begin}view={view.pk}"


def default_address(request: Request) -> str:
    """Where the bare address of the list leads; empty for the list itself. Asked once a session."""
    if DEFAULT_VIEW not in request.session:
        remember_default(request)
    view = _view(request.user, request.session[DEFAULT_VIEW])
    return address_of(view) if view else ""


def remember_default(request: Request) -> None:
    own = SavedView.objects.visible_to(request.user).filter(user=request.user, is_default=True)
    pk = own.values_list("pk", flat=True).first()
    request.session[DEFAULT_VIEW] = str(pk) if pk else ""


def arranged_query(request: Request) -> str:
    """The address of the list with all it says, for pages that lead back to it."""
    values = request.GET.copy()
    for name in ("page", "id", "all", "as"):
        values.pop(name, None)
    return values.urlencode()


def _view(user: User, text: str) -> SavedView | None:
    pk = row_id(text)
    return SavedView.objects.visible_to(user).filter(pk=pk).first() if pk else None
