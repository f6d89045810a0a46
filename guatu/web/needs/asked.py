"""What the address of a list of needs asks for, and the chips that take it back."""

from __future__ import annotations

from uuid import UUID

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guatu.lines.models import WorkLine
from guatu.org.models import Unit, User
from guatu.projects.elements import element_of, elements, is_element
from guatu.projects.queries.needs import NeedFilter, Owed, Show, suppliers_named
from guatu.web.shared.asking import plain_words, row_id, whole_number
from guatu.web.shared.narrowing import Chip, Field, Segment, changed

SHOW_WORDS: dict[Show, str | Promise] = {
    Show.OPEN: gettext_lazy("未落实"),
    Show.LATE: gettext_lazy("逾期"),
    Show.UNPROMISED: gettext_lazy("待承诺"),
    Show.TOO_LATE: gettext_lazy("承诺晚于需要"),
    Show.MONTH: gettext_lazy("本月应落实"),
    Show.BLOCKED: gettext_lazy("有卡点堵点"),
    Show.DELIVERED: gettext_lazy("已落实"),
    Show.ALL: gettext_lazy("全部"),
}


def filter_of(values: QueryDict, year: int) -> NeedFilter:
    """``?show=late&supplier=…&element=land&line=…&q=轴承``; what makes no sense is not there."""
    show, element = values.get("show", ""), values.get("element", "")
    return NeedFilter(
        year=year,
        show=Show(show) if show in list(Show) else Show.OPEN,
        supplier=row_id(values.get("supplier", "")),
        element=element if is_element(element) else "",
        line=row_id(values.get("line", "")),
        words=plain_words(values.get("q", "")),
    )


def page_number(values: QueryDict) -> int:
    return whole_number(values.get("page", "")) or 1


def segments(values: QueryDict, wanted: NeedFilter, owed: Owed) -> list[Segment]:
    """The kinds of needs with how many there are of each."""
    counts = {
        Show.OPEN: owed.open, Show.LATE: owed.late, Show.UNPROMISED: owed.unpromised,
        Show.TOO_LATE: owed.too_late, Show.MONTH: owed.month, Show.BLOCKED: owed.blocked,
        Show.DELIVERED: owed.delivered, Show.ALL: owed.needs,
    }  # fmt: skip
    return [
        Segment(
            f"{SHOW_WORDS[show]} {counts[show]}", changed(values, show=show), wanted.show == show
        )
        for show in Show
    ]


def filter_fields(user: User, wanted: NeedFilter) -> list[Field]:
    units = [(str(unit.pk), unit.label) for unit in suppliers_named(user, wanted.year)]
    kinds = [(one.code, _(one.name)) for one in elements()]
    lines = [(str(row.pk), row.title) for row in _lines(user, wanted.year)]
    return [
        Field("supplier", _("保障单位"), str(wanted.supplier or ""), units),
        Field("element", _("要素"), wanted.element, kinds),
        Field("line", _("工作线"), str(wanted.line or ""), lines),
    ]


def chips(user: User, values: QueryDict, wanted: NeedFilter) -> list[Chip]:
    found = {
        "supplier": _named(Unit.objects.visible_to(user), wanted.supplier, _("保障单位")),
        "element": _(element_of(wanted.element).name) if wanted.element else "",
        "line": _named(WorkLine.objects.visible_to(user), wanted.line, _("工作线")),
        "q": _("含“%(words)s”") % {"words": wanted.words} if wanted.words else "",
    }
    return [Chip(label, changed(values, **{n: ""})) for n, label in found.items() if label]


def _lines(user: User, year: int) -> list[WorkLine]:
    return list(WorkLine.objects.visible_to(user).of_year(year).order_by("number"))


def _named(rows: object, pk: UUID | None, kind: str) -> str:
    if pk is None:
        return ""
    row = rows.filter(pk=pk).first()  # type: ignore[attr-defined]
    return str(getattr(row, "label", row)) if row else kind
