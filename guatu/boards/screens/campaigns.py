"""The last concentrated start, and how the quarter's targets stand."""

from __future__ import annotations

from guatu.boards.quarters import CellReading, read_quarter
from guatu.boards.screens.facts import Asked, StartsFacts, TargetLine, TargetsFacts
from guatu.boards.starts import latest_reading
from guatu.domain.periods import Quarter

#: Units of money: what stands in them is not shown where no amounts may be.
MONEY = {"亿元", "万元", "元"}


def starts_of(asked: Asked) -> StartsFacts:
    """The last event that was held, with the figures of its briefing."""
    read = latest_reading(asked.viewer, asked.today)
    if read is None:
        return StartsFacts()
    names = [one.project.name for one in read.projects]
    event = read.event
    return StartsFacts(
        title=event.title,
        day=event.day,
        site=event.site,
        figures=read.figures,
        started=read.started,
        projects=names[: asked.rows],
        more=max(0, len(names) - asked.rows),
    )


def targets_of(asked: Asked) -> TargetsFacts:
    """The city's indicators, then as many lines behind pace as there is room for."""
    quarter = Quarter.of(asked.today)
    read = read_quarter(asked.viewer, quarter, asked.today, asked.now)
    city = [_target(cell, asked) for cell in read.city if not cell.is_empty]
    behind = [_target(cell, asked) for cell in read.behind]
    room = max(0, asked.rows - len(city))
    return TargetsFacts(
        quarter=quarter.label,
        expected=read.expected,
        days_left=read.days_left,
        city=city[: asked.rows],
        behind=behind[:room],
        more=len(behind) - len(behind[:room]),
        done=read.done,
        of=len(read.cells),
    )


def _target(cell: CellReading, asked: Asked) -> TargetLine:
    shown = asked.shows_money or cell.indicator.unit not in MONEY
    return TargetLine(
        name=cell.indicator.name,
        unit=cell.indicator.unit,
        line=cell.line.title if cell.line else "",
        light=cell.standing.light.value,
        target=cell.target if shown else None,
        done=cell.done if shown else None,
        percent=cell.standing.percent,
        words=cell.words,
    )
