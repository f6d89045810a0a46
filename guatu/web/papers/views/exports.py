"""The list of papers as a file, as filtered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guatu.papers.models import Paper
from guatu.web.papers.finding import asked_papers
from guatu.web.shared.requests import Request
from guatu.web.shared.spreadsheets import Cell, asked_file

EXPORT_LIMIT = 20_000
WIDTHS = (48, 26, 12, 18, 17, 14, 12, 12)


@login_required
@require_safe
def paper_export(request: Request) -> HttpResponse:
    """The newest first, as the list shows them."""
    titles = [
        _("标题"), _("编号"), _("文种"), _("工作线"), _("数据截至"), _("起草"), _("状态"),
        _("成文日期"),
    ]  # fmt: skip
    name = _("公文") + request.now.strftime("-%Y%m%d-%H%M")
    rows = _cells(asked_papers(request)[:EXPORT_LIMIT])
    return asked_file(request, name, "papers", titles, rows, widths=WIDTHS)


def _cells(rows: Iterable[Paper]) -> Iterator[list[Cell]]:
    for row in rows:
        yield [
            row.title,
            row.number_words,
            str(row.get_kind_display()),
            str(row.line or ""),
            row.data_at,
            row.written_by.name,
            str(row.get_status_display()),
            row.issued_on,
        ]
