"""Forms of quarter targets: whole tables at once, an indicator, the target of the year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.forms import BoundField
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from guatu.boards.quarters import CellReading, QuarterReading
from guatu.lines.actions.quarters import Cell, Typed
from guatu.lines.choices import QuarterSource
from guatu.lines.models import QuarterIndicator, QuarterTarget
from guatu.web.lines.forms import FigureField
from guatu.web.shared.fields import DayField, PickField

Shown = Mapping[Cell, Decimal | None]


@dataclass(frozen=True, slots=True)
class Place:
    """A cell of the table: its field, or None where nothing is typed in."""

    cell: CellReading
    field: BoundField | None
    was: BoundField | None


class TableForm(forms.Form):
    """A field for each cell, and what the page showed in it."""

    def __init__(self, sent: QueryDict | None, *, shown: Shown, **options: Any) -> None:
        super().__init__(sent, **options)
        self.shown = shown
        for cell, value in shown.items():
            name = name_of(cell)
            self.fields[name] = FigureField(initial=value)
            self.fields[f"was_{name}"] = FigureField(initial=value)
            self.fields[f"was_{name}"].widget = forms.HiddenInput()

    def typed(self) -> dict[Cell, Typed]:
        given = self.cleaned_data
        return {
            cell: Typed(given[f"was_{name}"], given[name])
            for cell in self.shown
            for name in [name_of(cell)]
        }

    def place(self, cell: CellReading) -> Place:
        """Of one cell of the page."""
        key = Cell(cell.indicator.pk, cell.line.pk if cell.line else None)
        if key not in self.shown:
            return Place(cell, None, None)
        name = name_of(key)
        return Place(cell, self[name], self[f"was_{name}"])

    def table(self, read: QuarterReading) -> list[tuple[str, list[Place]]]:
        """The lines with their places; rows in which nothing is typed are left out."""
        rows = [(one.line.title, [self.place(cell) for cell in one.cells]) for one in read.lines]
        rows.append((str(_("全市")), [self.place(cell) for cell in read.city]))
        return [(title, places) for title, places in rows if any(one.field for one in places)]


class ReportForm(TableForm):
    """``day`` is the day that the figures are of."""

    day = DayField(label=_("截至"), help_text=_("本季度第一天起累计到这一天的数。"))

    def __init__(self, sent: QueryDict | None, *, shown: Shown, day: date) -> None:
        super().__init__(sent, shown=shown, initial={"day": day})


class IndicatorForm(forms.Form):
    serial = forms.IntegerField(label=_("序号"), min_value=1, max_value=999, required=False)
    name = forms.CharField(label=_("指标"), max_length=40)
    unit = forms.CharField(label=_("计量单位"), max_length=20, help_text=_("如“亿元”“个”“%”。"))
    source = forms.ChoiceField(
        label=_("完成数从哪里来"),
        choices=QuarterSource.choices,
        help_text=_("系统里有的就由系统统计，不再要单位填报。"),
    )
    adds_up = forms.BooleanField(
        label=_("各线相加得全市"),
        required=False,
        initial=True,
        help_text=_("增幅、比例一类不能相加的不要勾选。"),
    )
    yellow = FigureField(label=_("黄灯（落后百分点）"), initial=Decimal(10))
    red = FigureField(label=_("红灯（落后超过百分点）"), initial=Decimal(30))

    def __init__(self, *args: Any, row: QuarterIndicator | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["yellow"].required = self.fields["red"].required = True
        if row is not None:
            self.initial = {name: getattr(row, name) for name in self.fields}

    def values(self) -> dict[str, Any]:
        """Without a number it comes last, or stays where it is."""
        given = dict(self.cleaned_data)
        if given["serial"] is None:
            del given["serial"]
        return given


class TieForm(forms.Form):
    """Only targets of the same line and in the same unit can be tied."""

    part_of = PickField(
        label=_("所属年度目标"),
        empty_label=_("不挂年度目标"),
        help_text=_("一季度会直接用年度目标已报的完成值，不用再报一次。"),
    )

    def __init__(self, *args: Any, row: QuarterTarget, **options: Any) -> None:
        super().__init__(*args, **options)
        targets = self.fields["part_of"]
        assert isinstance(targets, forms.ModelChoiceField)
        if row.line is not None:
            own = row.line.targets.filter(unit=row.indicator.unit, at_most=False)
            targets.queryset = own
        self.initial["part_of"] = row.part_of_id


def name_of(cell: Cell) -> str:
    return f"v_{cell.indicator.hex}_{cell.line.hex if cell.line else 'city'}"
