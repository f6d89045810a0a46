"""Ledgers for the pages: small workbooks made here, and files that are none."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from guatu.intake.models import Intake

LEDGERS = Path(__file__).resolve().parents[2] / "data" / "ledgers"
HEADERS = ("序号", "项目名称", "总投资（万元）", "年度计划投资（万元）", "计划开工时间", "牵头单位")
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"

Row = Sequence[str | int | float]


def book(*rows: Row, headers: Row = HEADERS, title: str = "示例市重点项目台账") -> bytes:
    """A workbook with a title in row 1, the headers in row 2, and ``rows`` from row 3 on."""
    raw = io.BytesIO()
    with xlsxwriter.Workbook(raw, {"in_memory": True}) as made:
        sheet = made.add_worksheet("台账")
        sheet.write(0, 0, title)
        for number, row in enumerate((headers, *rows), start=1):
            sheet.write_row(number, 0, row)
    return raw.getvalue()


def plain_rows(count: int) -> list[Row]:
    return [
        (n, f"示例{n}号建设项目", 10000 + n, 3000, "2021-03-01", "示例工信局")
        for n in range(1, count + 1)
    ]


def bomb() -> bytes:
    """A workbook of a few kilobytes that unpacks to a hundred million zeros."""
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 100_000_000)
    return raw.getvalue()


def send(browser: Client, raw: bytes, name: str = "示例台账.xlsx", **more: Any) -> HttpResponse:
    """Upload through the page; the answer as it comes."""
    given = {"file": SimpleUploadedFile(name, raw), "as_of": "2021-03-01", **more}
    answer: HttpResponse = browser.post(reverse("intake-upload"), given)
    return answer


def sent(browser: Client, raw: bytes, name: str = "示例台账.xlsx", **more: Any) -> Intake:
    """Upload through the page; the ledger that came of it, read."""
    answer = send(browser, raw, name, **more)
    assert answer.status_code == 302, answer.content.decode()[:2000]
    intake = Intake.objects.order_by("-uploaded_at", "-id")[0]
    assert intake.status == "read", intake.refusal
    return intake


def address(page: str, intake: Intake, *more: Any) -> str:
    return reverse(f"intake-{page}", args=[intake.pk, *more])
