"""What the address of the list asks for, and what of it can be pressed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guatu.dispatches.choices import Colour, DispatchStatus, Source
from guatu.dispatches.queries.listing import ORDERS, DispatchFilter, Show, statuses_in
from guatu.domain.limits import Limits
from guatu.org.models import Unit, User
from guatu.projects.models import Project
from guatu.web.shared.asking import row_id, whole_number
from guatu.web.shared.narrowing import Chip, Field, Segment, changed

SHOW_WORDS: dict[Show, str | Promise] = {
    Show.RECEIVE: gettext_lazy("待我签收"),
    Show.REPLY: gettext_lazy("待我反馈"),
    Show.REVIEW: gettext_lazy("待我复核"),
    Show.DECIDE: gettext_lazy("待我审批转办"),
    Show.DELIVER: gettext_lazy("等我单位提供"),
    Show.OPEN: gettext_lazy("在办"),
    Show.LATE: gettext_lazy("逾期"),
    Show.WAITING: gettext_lazy("挂起等待"),
    Show.REOPENED: gettext_lazy("重新打开"),
    Show.DRAFTS: gettext_lazy("拟稿"),
    Show.CLOSED: gettext_lazy("已办完"),
    Show.ALL: gettext_lazy("全部"),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """A filter, an order and a page number from 1."""

    wanted: DispatchFilter
    order: str
    descending: bool
    page: int


def asked_for(values: QueryDict) -> Asked:
    """``?show=late&unit=…&colour=red&sort=-number``; what makes no sense is not there.

    A status that the chosen part of the list cannot hold is looked for among all.
    """
    status = _one_of(values.get("status", ""), DispatchStatus.values)
    show = Show(_one_of(values.get("show", ""), list(Show)) or Show.OPEN)
    wanted = DispatchFilter(
        show=Show.ALL if status and status not in statuses_in(show) else show,
        status=status,
        unit=row_id(values.get("unit", "")),
        source=_one_of(values.get("source", ""), Source.values),
        urgency=values.get("urgency", "").replace("\0", "")[:40],
        project=row_id(values.get("project", "")),
        colour=_one_of(values.get("colour", ""), Colour.values),
    )
    sort = values.get("sort", "")
    key = sort.removeprefix("-")
    if key not in ORDERS:
        sort, key = ("-issued", "issued") if wanted.show == Show.CLOSED else ("due", "due")
    page = whole_number(values.get("page", "")) or 1
    return Asked(wanted, key, sort.startswith("-"), page)


def segments(values: QueryDict, wanted: DispatchFilter, shown: dict[Show, int]) -> list[Segment]:
    """Parts of the list with their numbers; what never waits for this person is left out."""
    told = [
        show
        for show in Show
        if shown[show] or show == wanted.show or show in (Show.OPEN, Show.LATE, Show.ALL)
    ]
    return [
        Segment(
            f"{SHOW_WORDS[show]} {shown[show]}",
            changed(values, show=show, status=""),
            wanted.show == show,
        )
        for show in told
    ]


def filter_fields(user: User, wanted: DispatchFilter, limits: Limits) -> list[Field]:
    units = Unit.objects.visible_to(user).filter(closed_on__isnull=True)
    classes = [(one.code, _(one.name)) for one in limits.classes]
    return [
        Field("status", _("状态"), wanted.status, _choices(DispatchStatus)),
        Field("unit", _("承办单位"), str(wanted.unit or ""), [(str(u.pk), u.label) for u in units]),
        Field("source", _("来源"), wanted.source, _choices(Source)),
        Field(
            "urgency",
            _("紧急程度"),
            wanted.urgency,
            classes,
        ),
        Field("colour", _("催办"), wanted.colour, [c for c in _choices(Colour) if c[0]]),
    ]


def chips(
    user: User, values: QueryDict, wanted: DispatchFilter, fields: Sequence[Field]
) -> list[Chip]:
    """One for each field that narrows, and one for a project that a link named."""
    told = {
        field.name: f"{field.label}：{dict(field.choices).get(field.value, field.value)}"
        for field in fields
        if field.value
    }
    if wanted.project:
        name = Project.objects.visible_to(user).filter(pk=wanted.project).values_list("name")
        told["project"] = next((row[0] for row in name), _("项目"))
    return [Chip(label, changed(values, **{name: ""})) for name, label in told.items()]


def _choices(kind: type[DispatchStatus] | type[Source] | type[Colour]) -> list[tuple[str, str]]:
    return [(value, str(label)) for value, label in kind.choices]


def _one_of(text: str, known: Sequence[str]) -> str:
    return text if text in known else ""
