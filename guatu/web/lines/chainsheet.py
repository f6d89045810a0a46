"""The chain of a line as a table for a spreadsheet: one row for each way through it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from guatu.lines.models import ScoreItem
from guatu.org.models import Post
from guatu.projects.queries.chain import Band, LineChain, ProjectCell, Strand
from guatu.web.shared.spreadsheets import Cell

TITLES: tuple[str | Promise, ...] = (
    _("目标"), _("目标值"), _("计量单位"), _("完成值"), _("目标状态"),
    _("项目"), _("灯"), _("项目状态"), _("责任岗位"), _("责任单位"),
    _("考核事项"), _("分值"), _("计分办法"),
)  # fmt: skip


def sheet_rows(chain: LineChain) -> Iterator[list[Cell]]:
    """A target with two projects of one post and two score items makes two rows.

    Projects and score items of a post stand side by side in order; what has no counterpart
    leaves its cells empty, so that no score item is counted twice when the column is summed.
    """
    for band in (*chain.bands, *([chain.loose] if chain.loose else [])):
        for strand in band.strands:
            yield from _strand(band, strand)


def _strand(band: Band, strand: Strand) -> Iterator[list[Cell]]:
    for n in range(max(len(strand.projects), len(strand.items), 1)):
        yield [
            *_target(band),
            *_project(strand.projects, n),
            *_post(strand.post),
            *_item(strand.items, n),
        ]


def _target(band: Band) -> list[Cell]:
    if band.target is None:
        return ["", "", "", "", ""]
    target = band.target.target
    value: Cell = target.words if target.value is None else target.value
    return [target.name, value, target.unit, target.actual, str(band.target.standing.label)]


def _project(cells: Sequence[ProjectCell], n: int) -> list[Cell]:
    if n >= len(cells):
        return ["", "", ""]
    project = cells[n].project
    return [project.name, str(project.get_light_display()), str(cells[n].standing.label)]


def _post(post: Post | None) -> list[Cell]:
    return [post.holder_label, post.unit.label] if post else ["", ""]


def _item(items: Sequence[ScoreItem], n: int) -> list[Cell]:
    return [items[n].name, items[n].points, items[n].words] if n < len(items) else ["", "", ""]
