"""PDFs: characters as themselves, fonts inside, nothing of this machine."""

from __future__ import annotations

from pathlib import Path
from struct import pack

import pypdfium2
import pytest
from pytest_django import Settings

from guatu.kit.typesetting import compile
from tests.kit.test_glyphs import face

SOURCE = """
#set text(font: ("Noto Sans SC", "Noto Serif SC"))
#sys.inputs.words
"""


def text_of(pdf: bytes) -> str:
    return str(pypdfium2.PdfDocument(pdf)[0].get_textpage().get_text_bounded()).strip()


@pytest.mark.parametrize("words", ["陈堃", "李喆", "1200 ㎡", "铬𬭎", "①—“引号”…〇"])
def test_rare_characters_are_printed_as_themselves(words: str) -> None:
    assert text_of(compile(SOURCE, {"words": words})) == words


def test_what_no_font_has_is_seen_as_missing_and_is_no_blank_box() -> None:
    assert text_of(compile(SOURCE, {"words": "示例𠀀项目"})) == "示例〓项目"


def test_a_drawing_is_treated_like_text() -> None:
    drawing = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="200" height="40">'
        '<text y="20" font-family="Noto Sans SC" font-size="16">示例𠀀堃</text></svg>'
    )
    pdf = compile('#image("a.svg")', images={"a.svg": drawing.encode()})
    assert text_of(pdf) == "示例〓堃"


def test_the_fonts_are_in_the_file() -> None:
    pdf = compile(SOURCE, {"words": "示例"})
    assert b"NotoSansSC" in pdf
    assert b"/FontFile3" in pdf


def test_the_same_input_gives_the_same_text_twice() -> None:
    first, second = (compile(SOURCE, {"words": "示例"}) for _ in range(2))
    assert text_of(first) == text_of(second)


def test_characters_of_the_citys_own_fonts_are_not_replaced(
    tmp_path: Path, settings: Settings
) -> None:
    groups = pack(">HHIII", 12, 0, 0, 0, 1) + pack(">III", 0x20000, 0x20000, 1)
    (tmp_path / "own.ttf").write_bytes(face(groups))
    settings.FONTS_DIR = str(tmp_path)
    assert "〓" not in text_of(compile(SOURCE, {"words": "示例𠀀项目"}))


@pytest.mark.parametrize("folder", ["", "no/such/folder"])
def test_without_fonts_of_its_own_a_city_prints_with_the_packaged_ones(
    folder: str, settings: Settings
) -> None:
    settings.FONTS_DIR = folder
    assert text_of(compile(SOURCE, {"words": "示例"})) == "示例"
