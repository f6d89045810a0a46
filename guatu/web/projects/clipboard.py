"""Rows of the list as a spreadsheet takes them from the clipboard: figures as figures."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from guatu.projects.queries.listing import ListRow
from guatu.web.projects.columns import Column
from guatu.web.projects.sheets import cells, titles
from guatu.web.shared.clipboard import block_of

LIMIT = 5_000


def copied(rows: Sequence[ListRow], columns: Sequence[Column], *, chosen: bool) -> dict[str, str]:
    """``text`` (tab separated), ``html`` (a table) and ``said``, what is told when it is done."""
    kept = rows[:LIMIT]
    block = block_of(titles(columns), list(cells(kept, columns)))
    return {**block, "said": _said(len(kept), len(rows) > LIMIT, chosen)}


def _said(count: int, more: bool, chosen: bool) -> str:
    words = {"n": f"{count:,}", "limit": f"{LIMIT:,}"}
    if more:
        return _("已复制前 %(n)s 行；一次最多复制 %(limit)s 行，更多请导出。") % words
    if chosen:
        return _("已复制所选 %(n)s 行，可在 Excel 中粘贴。") % words
    return _("已复制全部 %(n)s 行，可在 Excel 中粘贴。") % words
