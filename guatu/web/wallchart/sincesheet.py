"""What a printed chart no longer says, for a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.http import HttpResponse
from django.utils.translation import gettext as _

from guatu.boards.wallchart.facts import ChartRow
from guatu.boards.wallchart.since import Changed, Flag, Moved, Since
from guatu.projects.choices import LightColour
from guatu.web.shared.requests import Request
from guatu.web.shared.spreadsheets import Cell, asked_file

WIDTHS = (32, 18, 12, 10, 10, 44, 44)


def since_file(request: Request, printed: datetime, found: Since) -> HttpResponse:
    titles = [
        _("项目"), _("牵头单位"), _("变化"), _("挂图上的灯"), _("现在的灯"), _("插旗"),
        _("日期移动"),
    ]  # fmt: skip
    name = _("挂图打印后的变化") + printed.strftime("-%Y%m%d-%H%M")
    return asked_file(request, name, "since", titles, _rows(found), widths=WIDTHS)


def _rows(found: Since) -> Iterator[list[Cell]]:
    for one in found.changed:
        yield _changed(one)
    for row in found.new:
        yield [row.name, row.unit, _("新上图"), "", _light(row), "", ""]
    for row in found.gone:
        yield [row.name, row.unit, _("不再在图上"), _light(row), "", "", ""]


def _changed(one: Changed) -> list[Cell]:
    before = str(LightColour(one.before).label) if one.before else _light(one.row)
    return [
        one.row.name,
        one.row.unit,
        _("有变"),
        before,
        _light(one.row),
        "\n".join(map(_flag, one.flags)),
        "\n".join(map(_move, one.moved)),
    ]


def _light(row: ChartRow) -> str:
    return str(LightColour(row.light).label)


def _flag(flag: Flag) -> str:
    said = {"name": flag.name, "day": flag.day.isoformat()}
    if flag.state == "done":
        return _("红旗：%(name)s，%(day)s 完成") % said
    return _("黑旗：%(name)s，应于 %(day)s 完成") % said


def _move(move: Moved) -> str:
    return f"{move.name or _('竣工')}　{move.before} → {move.after}"
