"""The pages, measured as they are rendered: the PDF by typst, the .docx by LibreOffice."""

from __future__ import annotations

import ctypes
import io
import subprocess
import zipfile
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import docx
import pypdfium2
import pytest

from guatu.domain.papers.document import Document, Paragraph, Piece, Table
from guatu.domain.papers.sheet import MM_PER_POINT
from guatu.papers.writing.docx import docx_of
from guatu.papers.writing.pdf import pages_of, pdf_of
from tests.office import office

HAN = "天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏"
BODY = Paragraph(0, body=(Piece(HAN * 12),))
TABLE = Table(
    "滞后事项清单",
    ("序号", "编号", "事项"),
    (8, 24, 60),
    [[Piece(str(n)), Piece(f"〔2021〕{n}号", "滞后"), Piece("示例事项" * 4)] for n in range(1, 6)],
)
LONG_TABLE = Table(
    "滞后事项清单",
    ("序号", "事项"),
    (9, 20),
    [[Piece(str(n)), Piece(f"行首{'示例事项' * (n * 7 % 31)}行尾")] for n in range(1, 91)],
)
PAPER = Document(
    mark="示例市总指挥部办公室文件",
    number="示总指办通〔2021〕8号",
    title="关于示例事项的通报",
    addressee="各责任单位：",
    blocks=(
        BODY,
        Paragraph(1, (Piece("一、"), Piece("总体情况"))),
        Paragraph(
            2, (Piece("（一）"), Piece("堃喆㎡𬭎。")), (Piece("累计交办"), Piece("14", "件数"))
        ),
        *([BODY] * 5),
    ),
    annexes=(TABLE, LONG_TABLE),
    sender="示例市总指挥部办公室",
    day=date(2021, 3, 15),
    copied_to="市委办公室。",
    printed_by="示例市总指挥部办公室",
)
SHORT = Document(
    mark="示例会议纪要", number="2021年第1期", title="短", addressee="",
    blocks=(Paragraph(0, body=(Piece(HAN * 3),)),),
    annexes=(), sender="", day=None, copied_to="", printed_by="",
)  # fmt: skip
LISTED = replace(
    SHORT,
    blocks=(
        Paragraph(1, (Piece("一、"), Piece("逾期事项"))),
        *(Paragraph(3, (Piece(f"{n}.示例事项应于3月1日前办结。"),)) for n in range(1, 31)),
    ),
)


@dataclass(frozen=True, slots=True)
class Glyph:
    """Edges in millimetres from the left and the top of the page."""

    text: str
    left: float
    right: float
    top: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Page:
    """``drawn``: what stands on it besides text; ``red``: how far down something red reaches."""

    width: float
    height: float
    glyphs: list[Glyph]
    rules: list[tuple[float, float, float, float]]
    drawn: set[str]
    red: float

    def line_of(self, text: str) -> list[Glyph]:
        """The glyphs of the first place where these characters stand in a row."""
        said = "".join(glyph.text for glyph in self.glyphs)
        at = said.index(text)
        return self.glyphs[at : at + len(text)]


def read(raw: bytes) -> list[Page]:
    return [_page(page) for page in pypdfium2.PdfDocument(raw)]


def _page(page: pypdfium2.PdfPage) -> Page:
    width, height = page.get_size()
    text = page.get_textpage()
    glyphs = []
    for n in range(text.count_chars()):
        said = chr(pypdfium2.raw.FPDFText_GetUnicode(text.raw, n))
        if said.strip():
            left, bottom, right, top = text.get_charbox(n, loose=True)
            glyphs.append(
                Glyph(said, left * MM_PER_POINT, right * MM_PER_POINT,
                      (height - top) * MM_PER_POINT, (height - bottom) * MM_PER_POINT)
            )  # fmt: skip
    rules = []
    for drawn in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_PATH]):
        left, bottom, right, top = drawn.get_bounds()
        rules.append(
            (left * MM_PER_POINT, (height - top) * MM_PER_POINT,
             right * MM_PER_POINT, (height - bottom) * MM_PER_POINT)
        )  # fmt: skip
    objects = list(page.get_objects(max_depth=8))
    red = [height - one.get_bounds()[1] for one in objects if _is_red(one)]
    return Page(
        width * MM_PER_POINT, height * MM_PER_POINT, glyphs, rules,
        {_kind(one) for one in objects}, max(red, default=0) * MM_PER_POINT,
    )  # fmt: skip


def _kind(drawn: pypdfium2.PdfObject) -> str:
    """ "text", "line" for rules and frames, else what it is."""
    if drawn.type == pypdfium2.raw.FPDF_PAGEOBJ_TEXT:
        return "text"
    if drawn.type == pypdfium2.raw.FPDF_PAGEOBJ_FORM:
        return "group"
    if drawn.type != pypdfium2.raw.FPDF_PAGEOBJ_PATH:
        return "picture"
    segments = [
        pypdfium2.raw.FPDFPathSegment_GetType(pypdfium2.raw.FPDFPath_GetPathSegment(drawn.raw, n))
        for n in range(pypdfium2.raw.FPDFPath_CountSegments(drawn.raw))
    ]
    return "curve" if pypdfium2.raw.FPDF_SEGMENT_BEZIERTO in segments else "line"


def _is_red(drawn: pypdfium2.PdfObject) -> bool:
    """In what it is filled or drawn with; text is filled."""
    asked = [pypdfium2.raw.FPDFPageObj_GetFillColor]
    if drawn.type != pypdfium2.raw.FPDF_PAGEOBJ_TEXT:
        asked.append(pypdfium2.raw.FPDFPageObj_GetStrokeColor)
    parts = [ctypes.c_uint() for _ in range(4)]
    for get in asked:
        if get(drawn.raw, *map(ctypes.byref, parts)):
            red, green, blue, _ = (part.value for part in parts)
            if red > 150 and max(green, blue) < 90:
                return True
    return False


def body_lines(page: Page) -> list[list[Glyph]]:
    """Lines of Chinese text, by the middle of their glyphs, without the page number."""
    middles = Counter(
        round((g.top + g.bottom) / 2) for g in page.glyphs if g.text in HAN and g.top < 262
    )
    tops = sorted(middles)
    rows = [top for n, top in enumerate(tops) if n == 0 or top - tops[n - 1] > 3]
    return [
        [g for g in page.glyphs if g.text in HAN and abs((g.top + g.bottom) / 2 - row) < 3]
        for row in rows
    ]


@pytest.fixture(scope="module")
def by_typst() -> list[Page]:
    return read(pdf_of(PAPER))


@pytest.fixture(scope="module")
def converted(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Page]]:
    """The .docx files through one start of LibreOffice, with a profile of its own."""
    program = office()
    folder = tmp_path_factory.mktemp("papers")
    files = []
    for name, document in (("paper", PAPER), ("short", SHORT), ("listed", LISTED)):
        files.append(folder / f"{name}.docx")
        files[-1].write_bytes(docx_of(document, lambda source: f"http://127.0.0.1/{source}"))
    subprocess.run(
        [program, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless",
         "--convert-to", "pdf", "--outdir", str(folder), *map(str, files)],
        check=True, capture_output=True, timeout=240,
    )  # fmt: skip
    return {one.stem: read(Path(one).with_suffix(".pdf").read_bytes()) for one in files}


@pytest.fixture(params=["typst", "word"])
def pages(
    request: pytest.FixtureRequest, by_typst: list[Page], converted: dict[str, list[Page]]
) -> list[Page]:
    return by_typst if request.param == "typst" else converted["paper"]


def test_a4_with_a_type_area_of_156_by_225_mm(pages: list[Page]) -> None:
    for page in pages:
        assert (round(page.width), round(page.height)) == (210, 297)
        inside = [g for g in page.glyphs if g.top < 263]
        assert min(g.left for g in inside) > 27.5
        assert max(g.right for g in inside) < 184.8
    full = body_lines(pages[1])
    assert abs(min(line[0].left for line in full) - 28) < 0.5
    assert abs(max(line[-1].right for line in full) - 184) < 0.6
    height = full[-1][0].bottom - full[0][0].top
    assert 218 < height <= 226


def test_a_full_page_has_22_lines_of_28_characters(pages: list[Page]) -> None:
    full = body_lines(pages[2])
    assert len(full) == 22
    assert max(len(line) for line in full) == 28


def test_the_head_stands_35_mm_down_in_red_with_a_rule_4_mm_below_the_number(
    pages: list[Page],
) -> None:
    first = pages[0]
    mark = first.line_of("示例市总指挥部办公室文件")
    assert abs((mark[0].left + mark[-1].right) / 2 - 106) < 1
    number = first.line_of("示总指办通〔2021〕8号")
    assert abs((number[0].left + number[-1].right) / 2 - 106) < 1
    top = min(g.top for g in mark)
    assert 68 < top < 76
    [rule] = {round(r[1], 1) for r in first.rules if r[2] - r[0] > 150 and r[1] < 130}
    bottom = max(g.bottom for g in number)
    assert 1.5 < rule - bottom < 6


def test_page_numbers_stand_outside_odd_right_even_left(pages: list[Page]) -> None:
    for n, page in enumerate(pages, start=1):
        folio = [g for g in page.glyphs if g.top > 262]
        assert "".join(g.text for g in folio) == f"—{n}—"
        if n % 2:
            assert abs(184 - folio[-1].right - 5) < 1.2
        else:
            assert abs(folio[0].left - 28 - 5) < 1.2
        middle = (folio[0].top + folio[0].bottom) / 2
        assert 269 < middle < 275


def test_the_date_keeps_four_characters_from_the_right(pages: list[Page]) -> None:
    page = next(p for p in pages if "年3月15日" in "".join(g.text for g in p.glyphs))
    day = page.line_of("2021年3月15日")
    assert abs(184 - day[-1].right - 4 * 5.57) < 1.5
    sender = page.line_of("示例市总指挥部办公室")
    assert sender[0].bottom < day[0].bottom
    assert 184 - sender[-1].right > 2 * 5.5


def test_the_imprint_stands_at_the_foot_of_the_last_page_between_rules(pages: list[Page]) -> None:
    last = pages[-1]
    printed = last.line_of("2021年3月15日印发")
    assert 250 < printed[0].top < 263
    assert last.line_of("抄送：市委办公室。")[0].top < printed[0].top
    foot = {round(r[1]) for r in last.rules if r[2] - r[0] > 60 and 235 < r[1] < 266}
    assert len(foot) == 3


def test_each_annex_begins_a_page_and_is_named_below_the_text(pages: list[Page]) -> None:
    texts = ["".join(g.text for g in page.glyphs) for page in pages]
    [first] = [n for n, text in enumerate(texts) if text.startswith("附件1")]
    assert texts[first + 1].startswith("附件2")
    assert any("附件：1．滞后事项清单2．滞后事项清单" in text for text in texts[:first])


def test_nothing_is_drawn_for_a_seal(pages: list[Page]) -> None:
    assert set().union(*(page.drawn for page in pages)) <= {"text", "line", "group"}
    assert 100 < pages[0].red < 130, "the red head and its rule, and nothing red below"
    assert [page.red for page in pages[1:]] == [0] * (len(pages) - 1)
    signed = next(p for p in pages if "年3月15日" in "".join(g.text for g in p.glyphs))
    top = signed.line_of("示例市总指挥部办公室")[0].top
    assert not [r for r in signed.rules if abs(r[1] - top) < 40]


def test_no_picture_is_in_the_word_file() -> None:
    names = zipfile.ZipFile(io.BytesIO(docx_of(PAPER))).namelist()
    assert [name for name in names if "media" in name or "embeddings" in name] == []


def test_rare_characters_are_there_with_ink_of_their_own(pages: list[Page]) -> None:
    text = "".join(g.text for page in pages for g in page.glyphs)
    halves = text.encode("utf-16-le", "surrogatepass")  # how a PDF reader tells 𬭎
    assert "堃喆㎡𬭎" in halves.decode("utf-16-le")


def test_each_rare_character_is_drawn_and_no_two_look_alike() -> None:
    """A blank box would look the same for each of them."""
    looks = {one: _look(one) for one in "堃喆㎡𬭎"}
    assert all(0.03 < sum(look) / len(look) < 0.7 for look in looks.values())
    assert len(set(looks.values())) == len(looks)


@pytest.mark.parametrize("one", ["\U00020021", "\U00031350", "\ue123"])
def test_a_character_that_no_font_has_is_marked(one: str) -> None:
    """Rare, newer than the Unicode of Python, of somebody's own."""
    assert _look(one) == _look("〓")


def _look(one: str) -> tuple[bool, ...]:
    """Where there is ink in the square of the only character of a line."""
    paper = replace(SHORT, blocks=(Paragraph(0, body=(Piece(f"天{one}"),)),))
    page = pypdfium2.PdfDocument(pdf_of(paper))[0]
    text = page.get_textpage()
    said = [text.get_text_range(n, 1) for n in range(text.count_chars())]
    left, bottom, right, top = text.get_charbox(said.index("天"), loose=True)
    image = page.render(scale=3, grayscale=True).to_pil()
    height = page.get_height()
    box = (right * 3, (height - top) * 3, (2 * right - left) * 3, (height - bottom) * 3)
    return tuple(ink < 128 for ink in image.crop(tuple(map(round, box))).tobytes())


def test_a_heading_never_stands_alone_at_the_foot_of_a_page() -> None:
    """Wherever the page ends."""
    plain = Paragraph(0, body=(Piece("天地玄黄"),))
    heading = Paragraph(1, (Piece("一、"), Piece("总体情况")))
    for before in range(6, 14):
        paper = replace(SHORT, blocks=(*[plain] * before, heading, plain, plain))
        lines = ["".join(g.text for g in page.glyphs) for page in read(pdf_of(paper))]
        assert not any(text.split("—")[0].endswith("总体情况") for text in lines)


def test_items_of_a_numbered_list_begin_below_their_heading(
    converted: dict[str, list[Page]],
) -> None:
    """They are headings of one rank: kept together they would leave half a page white."""
    for pages in (read(pdf_of(LISTED)), converted["listed"]):
        first = "".join(glyph.text for glyph in pages[0].glyphs)
        assert "一、逾期事项1.示例事项" in first
        assert "5.示例事项" in first


def test_figures_of_a_table_end_below_each_other(pages: list[Page]) -> None:
    """Words begin below each other."""
    glyphs = [glyph for page in pages for glyph in page.glyphs]
    text = "".join(glyph.text for glyph in glyphs)
    nine, ten = text.index("9行首"), text.index("10行首")
    assert glyphs[nine].right == pytest.approx(glyphs[ten + 1].right, abs=0.2)
    assert glyphs[nine + 1].left == pytest.approx(glyphs[ten + 2].left, abs=0.2)


def test_a_row_of_a_table_is_never_cut_by_the_end_of_a_page(pages: list[Page]) -> None:
    """Rows of one line to six: wherever a page ends, it ends with a whole one."""
    for page in pages:
        text = "".join(g.text for g in page.glyphs)
        assert text.count("行首") == text.count("行尾")


def test_pages_are_counted_as_they_come_out(by_typst: list[Page]) -> None:
    assert pages_of(PAPER) == len(by_typst)


def test_a_paper_without_annex_signature_or_imprint(converted: dict[str, list[Page]]) -> None:
    assert len(converted["short"]) == 1
    text = "".join(g.text for g in converted["short"][0].glyphs)
    assert "印发" not in text


def test_word_names_the_faces_of_the_standard_for_chinese() -> None:
    file = docx.Document(io.BytesIO(docx_of(PAPER)))
    key = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}eastAsia"
    xml = file.element.body
    faces = Counter(
        fonts.get(key)
        for fonts in xml.iter(
            "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}rFonts"
        )
    )
    assert {"仿宋_GB2312", "方正小标宋简体", "黑体", "楷体_GB2312"} <= set(faces)


def test_a_figure_leads_to_its_records_in_both_files() -> None:
    made = docx_of(PAPER, lambda source: f"http://127.0.0.1/{source}")
    file = docx.Document(io.BytesIO(made))
    targets = {one.target_ref for one in file.part.rels.values() if one.is_external}
    assert "http://127.0.0.1/件数" in targets
    assert b"http://127.0.0.1/" in pdf_of(PAPER, lambda _source: "http://127.0.0.1/x")
