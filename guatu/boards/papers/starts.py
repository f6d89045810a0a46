"""Facts of the briefing of a concentrated start (集中开工简报): the figures as announced there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from uuid import UUID

from guatu.boards.papers.words import PROJECT, START, money, of_rows, plain
from guatu.boards.starts import read_event
from guatu.domain.papers.facts import Facts, Listing, Named
from guatu.domain.papers.numerals import day_words
from guatu.domain.starts import Slice, Sum
from guatu.org.models import User
from guatu.starts.models import StartEvent, StartProject


def starts_facts(user: User, event: StartEvent, today: date) -> Facts:
    reading = read_event(user, event, today)
    figures, rules = reading.figures, reading.rules
    rows = [one.row for one in reading.projects]
    ids = [row.project_id for row in rows]
    above = [row.project_id for row in rows if _reaches(row.total_investment, rules.line)]
    own = [event.pk]
    return Facts(
        {
            "活动": of_rows(event.title, START, own),
            "日期": of_rows(day_words(event.day), START, own),
            "年份": plain(event.day.year),
            "主会场": of_rows(event.site, START, own),
            "个数": of_rows(figures.number, PROJECT, ids),
            "总投资": of_rows(_sum_words(figures.total), PROJECT, ids),
            "年度投资": of_rows(_sum_words(figures.year), PROJECT, ids),
            "规模线": plain(money(rules.line)),
            "线上个数": of_rows(figures.above, PROJECT, above),
        },
        {
            "类别": _slices("类别", figures.kinds, [(row.kind, row) for row in rows]),
            "产业": _slices("产业", figures.industries, [(row.industry, row) for row in rows]),
            "效益": list(_gains(figures.sales, figures.tax, figures.jobs, ids)),
            "分会场": [{"会场": plain(site)} for site in event.branches],
            "项目": [_project_row(row) for row in rows],
        },
        {"开工项目清单": _table(rows)},
    )


def _slices(
    name: str, slices: Sequence[Slice], rows: Sequence[tuple[str, StartProject]]
) -> list[Named]:
    """Without a name nothing is told of a slice."""
    return [
        {
            name: plain(one.name),
            "个数": of_rows(one.number, PROJECT, ids),
            "总投资": of_rows(_sum_words(one.total), PROJECT, ids),
        }
        for one in slices
        if one.name
        for ids in [[row.project_id for said, row in rows if said == one.name]]
    ]


def _gains(sales: Sum, tax: Sum, jobs: Sum, ids: Sequence[UUID]) -> Iterator[Named]:
    """What nobody announced is left out, never told as 0."""
    said = (
        ("年新增销售收入", sales, money(sales.value)),
        ("利税", tax, money(tax.value)),
        ("就业", jobs, f"{jobs.value:f}人"),
    )
    for name, found, words in said:
        if found.known:
            yield {"名称": plain(name), "数额": of_rows(words + _of_how_many(found), PROJECT, ids)}


def _project_row(row: StartProject) -> Named:
    own = [row.project_id]
    return {
        "项目": of_rows(row.project.name, PROJECT, own),
        "总投资": of_rows(_amount(row.total_investment), PROJECT, own),
        "类别": plain("、".join(part for part in (row.kind, row.industry) if part)),
    }


def _table(rows: Sequence[StartProject]) -> Listing:
    return Listing(
        "开工项目清单",
        ("序号", "项目", "开工地点", "类别", "总投资", "当年投资"),
        (9, 36, 22, 13, 14, 14),
        [
            (
                plain(row.serial), of_rows(row.project.name, PROJECT, [row.project_id]),
                plain(row.site or "—"), plain(row.kind),
                of_rows(_amount(row.total_investment), PROJECT, [row.project_id]),
                of_rows(_amount(row.year_investment), PROJECT, [row.project_id]),
            )
            for row in rows
        ],
    )  # fmt: skip


def _sum_words(found: Sum) -> str:
    return money(found.value) + _of_how_many(found) if found.known else "未公布"


def _of_how_many(found: Sum) -> str:
    """（5个项目合计）where not all of them announced it."""
    return "" if found.is_whole else f"（{found.known}个项目合计）"


def _amount(wan: Decimal | None) -> str:
    return "—" if wan is None else money(wan)


def _reaches(total: Decimal | None, line: Decimal) -> bool:
    return total is not None and total >= line
