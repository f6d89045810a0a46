"""QR codes: drawn here, read back by a reader."""

from __future__ import annotations

import pypdfium2
import pytest
import zxingcpp

from guatu.kit.qr import QUIET, qr_code
from guatu.kit.typesetting import compile

TEXTS = [
    "HTTPS://GUATU.EXAMPLE.GOV.CN/P/AGRBOMGNUVYABOLA5YTAWQ4USA",
    "https://guatu.example/wallchart/since/?since=20210315T090000&year=2021",
    "示例重点项目",
]


@pytest.mark.parametrize("text", TEXTS)
def test_what_is_printed_is_read(text: str) -> None:
    page = '#set page(width: 40mm, height: 40mm, margin: 0mm)\n#image("a.svg", width: 40mm)'
    pdf = compile(page, images={"a.svg": qr_code(text).svg().encode()})
    seen = pypdfium2.PdfDocument(pdf)[0].render(scale=6).to_pil().convert("L")
    assert [code.text for code in zxingcpp.read_barcodes(seen)] == [text]


def test_there_is_white_around_it() -> None:
    code = qr_code(TEXTS[0])
    whole = code.side + 2 * QUIET
    assert f'viewBox="-4 -4 {whole} {whole}"' in code.svg()


def test_capitals_take_less_room() -> None:
    assert qr_code(TEXTS[0]).side < qr_code(TEXTS[0].lower()).side
