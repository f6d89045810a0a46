"""Word's XML for what a paper needs; lengths in points unless a name says otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from guatu.domain.papers.sheet import (
    A4,
    MM_PER_POINT,
    SIZE_BODY,
    SIZE_SMALL,
    SIZE_TABLE,
    Face,
)

TWIPS = 20
#: Word adds this to the width of each character, in 1/20 point: 16 pt less the pitch of 28 a line.
_TIGHTER = int((A4.character_pitch - SIZE_BODY) * TWIPS) - 1
#: One below the exact pitch: rounded up, the 22nd line would go to the next page.
_LINE_TWIPS = int(A4.line_pitch * TWIPS)


#: What Word leaves at each side of a cell; a table would begin so far outside the type area.
_CELL_TWIPS = 108
#: What the schema wants behind the rules and tabs of a paragraph.
_BEHIND_TABS = (
    "w:overflowPunct", "w:autoSpaceDE", "w:autoSpaceDN", "w:snapToGrid", "w:spacing", "w:ind",
    "w:jc",
)  # fmt: skip


#: English Metric Units of a point.
EMU = 12700
_WORD = "http://schemas.openxmlformats.org"
_BOX = (
    f'<w:r xmlns:w="{_WORD}/wordprocessingml/2006/main"'
    f' xmlns:wp="{_WORD}/drawingml/2006/wordprocessingDrawing"'
    f' xmlns:a="{_WORD}/drawingml/2006/main"'
    f' xmlns:mc="{_WORD}/markup-compatibility/2006"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">'
    '<mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>'
    '<wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="2"'
    ' behindDoc="0" locked="0" layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>'
    '<wp:positionH relativeFrom="margin"><wp:align>left</wp:align></wp:positionH>'
    '<wp:positionV relativeFrom="margin"><wp:align>bottom</wp:align></wp:positionV>'
    '<wp:extent cx="{width}" cy="{height}"/><wp:wrapTopAndBottom/>'
    '<wp:docPr id="9001" name="imprint"/><a:graphic>'
    '<a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">'
    '<wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/>'
    '<a:ext cx="{width}" cy="{height}"/></a:xfrm>'
    '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/><a:ln><a:noFill/></a:ln>'
    "</wps:spPr><wps:txbx><w:txbxContent/></wps:txbx>"
    '<wps:bodyPr lIns="0" tIns="0" rIns="0" bIns="0" anchor="b"/></wps:wsp>'
    "</a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice></mc:AlternateContent></w:r>"
)


@dataclass(frozen=True, slots=True)
class Run:
    text: str
    face: Face = Face.BODY
    size: float = SIZE_BODY
    colour: str = ""
    href: str = ""


def prepare(title: str, author: str) -> Any:
    """An empty file with the page of the standard."""
    # Imported here: 0.2 s and 15 MB that only who writes a file should pay.
    from docx import Document
    from docx.shared import Mm, Pt

    file = Document()
    section = file.sections[0]
    section.page_width, section.page_height = Mm(A4.width), Mm(A4.height)
    section.top_margin, section.bottom_margin = Mm(A4.top), Mm(A4.bottom)
    section.left_margin, section.right_margin = Mm(A4.left), Mm(A4.right)
    folio_height = SIZE_SMALL * MM_PER_POINT
    section.footer_distance = Mm(A4.bottom - A4.folio_below_area - folio_height)
    section.header_distance = Mm(A4.top / 2)
    grid = _child(section._sectPr, "w:docGrid")
    _set(grid, type="lines", linePitch=_LINE_TWIPS)
    normal = file.styles["Normal"]
    normal.font.size = Pt(SIZE_BODY)
    _fonts(normal.element.get_or_add_rPr(), Face.BODY)
    normal.paragraph_format.space_before = normal.paragraph_format.space_after = Pt(0)
    file.core_properties.title, file.core_properties.author = title, author
    return file


def paragraph(
    file: Any,
    runs: Sequence[Run],
    *,
    align: str = "both",
    first: float = 0,
    left: float = 0,
    right: float = 0,
    before: float = 0,
    line: float = 0,
    grid: bool = True,
    keep: bool = False,
    new_page: bool = False,
) -> Any:
    """Indents in characters; ``line`` is the exact height of its lines, one of the grid if 0."""
    made = file.add_paragraph()
    properties = made._p.get_or_add_pPr()
    if keep:
        _child(properties, "w:keepNext")
    if new_page:
        _child(properties, "w:pageBreakBefore")
    _set(_child(properties, "w:widowControl"), val=0)
    _set(_child(properties, "w:overflowPunct"), val=0)
    _set(_child(properties, "w:autoSpaceDE"), val=0)
    _set(_child(properties, "w:autoSpaceDN"), val=0)
    if not grid:
        _set(_child(properties, "w:snapToGrid"), val=0)
    exact = _twips(line) if line else _LINE_TWIPS
    _set(
        _child(properties, "w:spacing"), before=_twips(before), after=0, line=exact,
        lineRule="exact",
    )  # fmt: skip
    pitch = A4.character_pitch
    _set(
        _child(properties, "w:ind"), left=_twips(left * pitch), right=_twips(right * pitch),
        firstLine=_twips(first * pitch),
    )  # fmt: skip
    _set(_child(properties, "w:jc"), val=align)
    for run in runs:
        _add_run(made, run)
    return made


def centred(file: Any, run: Run) -> Any:
    return paragraph(file, [run], align="center", line=A4.line_pitch * 1.2, grid=False)


def bottom_rule(made: Any, thick_mm: float, below_mm: float, colour: str) -> None:
    """A rule over the width of the type area, so far below the paragraph."""
    properties = made._p.get_or_add_pPr()
    borders = _element("w:pBdr")
    _set(
        _child(borders, "w:bottom"), val="single", sz=round(thick_mm / MM_PER_POINT * 8),
        space=round(below_mm / MM_PER_POINT), color=colour,
    )  # fmt: skip
    properties.insert_element_before(borders, "w:tabs", *_BEHIND_TABS)


def table(
    file: Any,
    heads: Sequence[Run],
    rows: Sequence[Sequence[Run]],
    widths: Sequence[float],
    sides: Sequence[str],
) -> None:
    """Thin rules; the heads come again on each page."""
    made = file.add_table(rows=0, cols=len(heads))
    made.autofit = False
    _all_borders(made, A4.rule_thin)
    whole = A4.area_width / MM_PER_POINT
    shares = [whole * width / sum(widths) for width in widths]
    _columns(made, shares)
    _set(_child(made._tbl.tblPr, "w:tblInd"), w=_CELL_TWIPS, type="dxa")
    for n, cells in enumerate((heads, *rows)):
        row = made.add_row()
        row_properties = row._tr.get_or_add_trPr()
        _child(row_properties, "w:cantSplit")
        if n == 0:
            _child(row_properties, "w:tblHeader")
        aligned = sides if n else ["center"] * len(heads)
        for cell, run, width, align in zip(row.cells, cells, shares, aligned, strict=True):
            _fill(cell, run, width, align=align)


def end_lines(file: Any, rows: Sequence[tuple[str, str]]) -> None:
    """版记: a box at the foot of the type area of the last page, rules 0.35, 0.25 and 0.35 mm.

    A box of drawing, since LibreOffice lets neither a table nor a frame of full width stand at the
    foot. The character at each side is a blank and a tab: rules would follow an indent.
    """
    from docx.oxml import parse_xml

    width, line = A4.area_width / MM_PER_POINT, SIZE_SMALL * 1.6
    lines = [_end_line(file, n, row, len(rows), width, line) for n, row in enumerate(rows)]
    box = parse_xml(
        _BOX.format(width=round(width * EMU), height=round((len(rows) * line + 4) * EMU))
    )
    content = next(box.iter(_name("w:txbxContent")))
    for made in lines:
        content.append(made._p)
    paragraph(file, [], line=1, grid=False)._p.append(box)


def _end_line(
    file: Any, n: int, row: tuple[str, str], count: int, width: float, line: float
) -> Any:
    left, right = row
    text = f"\u3000{left}\t{right}" if right else f"\u3000{left}"
    made = paragraph(file, [Run(text, Face.BODY, SIZE_SMALL)], align="left", line=line, grid=False)
    sides = {"top": A4.rule_thin if n else A4.rule_thick}
    if n == count - 1:
        sides["bottom"] = A4.rule_thick
    _rules(made._p.pPr, sides)
    tabs = _element("w:tabs")
    _set(_child(tabs, "w:tab"), val="right", pos=_twips(width - SIZE_SMALL))
    made._p.pPr.insert_element_before(tabs, *_BEHIND_TABS)
    return made


def _rules(properties: Any, sides: dict[str, float]) -> None:
    borders = _element("w:pBdr")
    for side, thick_mm in sides.items():
        size = round(thick_mm / MM_PER_POINT * 8)
        _set(_child(borders, f"w:{side}"), val="single", sz=size, space=0, color="000000")
    properties.insert_element_before(borders, "w:tabs", *_BEHIND_TABS)


def folio(file: Any) -> None:
    """— 1 — at the right of odd pages and at the left of even ones, a character from the edge."""
    file.settings.odd_and_even_pages_header_footer = True
    section = file.sections[0]
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        footer.is_linked_to_previous = False
        made = footer.paragraphs[0]
        properties = made._p.get_or_add_pPr()
        _set(_child(properties, "w:snapToGrid"), val=0)
        _set(
            _child(properties, "w:spacing"), before=0, after=0, line=_twips(SIZE_SMALL),
            lineRule="exact",
        )  # fmt: skip
        _set(_child(properties, "w:ind"), **{side: _twips(SIZE_SMALL)})
        _set(_child(properties, "w:jc"), val=side)
        _add_run(made, Run("— ", Face.FOLIO, SIZE_SMALL))
        field = _element("w:fldSimple")
        _set(field, instr=" PAGE ")
        made._p.append(field)
        field.append(_run_element(Run("1", Face.FOLIO, SIZE_SMALL)))
        _add_run(made, Run(" —", Face.FOLIO, SIZE_SMALL))


def _fill(cell: Any, run: Run, width: float, *, align: str) -> None:
    from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
    from docx.shared import Pt

    cell.width = Pt(width)
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    made = cell.paragraphs[0]
    properties = made._p.get_or_add_pPr()
    _set(_child(properties, "w:snapToGrid"), val=0)
    _set(
        _child(properties, "w:spacing"), before=_twips(2), after=_twips(2),
        line=_twips(SIZE_TABLE * 1.4), lineRule="exact",
    )  # fmt: skip
    _set(_child(properties, "w:jc"), val=align)
    _add_run(made, run)


def _columns(made: Any, widths: Sequence[float]) -> None:
    for column, width in zip(made._tbl.tblGrid.gridCol_lst, widths, strict=True):
        _set(column, w=_twips(width))


def _all_borders(made: Any, thick_mm: float) -> None:
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    _borders(made, dict.fromkeys(sides, thick_mm))


def _borders(made: Any, sides: dict[str, float]) -> None:
    borders = _element("w:tblBorders")
    for side, thick_mm in sides.items():
        size = round(thick_mm / MM_PER_POINT * 8)
        _set(_child(borders, f"w:{side}"), val="single", sz=size, space=0, color="000000")
    properties = made._tbl.tblPr
    look = properties.find(_name("w:tblLook"))
    if look is None:
        properties.append(borders)
    else:
        look.addprevious(borders)


def _add_run(made: Any, run: Run) -> None:
    element = _run_element(run)
    if run.href:
        from docx.opc.constants import RELATIONSHIP_TYPE

        link = _element("w:hyperlink")
        # Not by relate_to, which looks through all links of the file for each new one.
        links = made.part.rels
        target = f"link{len(links)}"
        links.add_relationship(RELATIONSHIP_TYPE.HYPERLINK, run.href, target, is_external=True)
        link.set(_name("r:id"), target)
        link.append(element)
        element = link
    made._p.append(element)


def _run_element(run: Run) -> Any:
    element = _element("w:r")
    properties = _child(element, "w:rPr")
    _fonts(properties, run.face)
    if run.colour:
        _set(_child(properties, "w:color"), val=run.colour)
    if run.size == SIZE_BODY:
        _set(_child(properties, "w:spacing"), val=_TIGHTER)
    _set(_child(properties, "w:sz"), val=round(run.size * 2))
    _set(_child(properties, "w:szCs"), val=round(run.size * 2))
    _set(_child(properties, "w:lang"), val="zh-CN", eastAsia="zh-CN")
    for n, part in enumerate(run.text.split("\t")):
        if n:
            element.append(_element("w:tab"))
        text = _element("w:t")
        text.text = part
        text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        element.append(text)
    return element


def _fonts(properties: Any, face: Face) -> None:
    """Named for each script: Chinese punctuation would otherwise fall back to a Latin face."""
    fonts = _element("w:rFonts")
    _set(fonts, ascii=face, hAnsi=face, eastAsia=face, cs=face, hint="eastAsia")
    old = properties.find(_name("w:rFonts"))
    if old is not None:
        properties.remove(old)
    properties.insert(0, fonts)


def _twips(points: float) -> int:
    return round(points * TWIPS)


def _element(tag: str) -> Any:
    from docx.oxml import OxmlElement

    return OxmlElement(tag)


def _child(parent: Any, tag: str) -> Any:
    found = parent.find(_name(tag))
    if found is None:
        found = _element(tag)
        parent.append(found)
    return found


def _set(element: Any, **values: object) -> None:
    for name, value in values.items():
        element.set(_name(f"w:{name}"), str(value))


def _name(tag: str) -> str:
    from docx.oxml.ns import qn

    name: str = qn(tag)
    return name
