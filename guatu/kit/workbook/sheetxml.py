"""What must be known of a worksheet's XML and the parser does not tell.

Each pattern stops at the next ``<`` or ``>``, so that a crafted part cannot make it slow.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from xml.etree import ElementTree

from guatu.kit.workbook.formats import PERCENT_FORMATS, shows_percent
from guatu.kit.workbook.limits import Limits
from guatu.kit.workbook.refusals import RefusalCode, refused

_C = rb"<(?:\w{1,10}:)?c\b"
_REFERENCE = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')
_FAR_CELL = re.compile(
    _C + rb'[^<>]*?\br="(?:([A-Z]{2,3})(\d{1,7})|([A-Z])(\d{5,7}))"[^<>]*>\s*<(?:\w{1,10}:)?[vif]'
)
_ERROR_CELL = re.compile(rb"(" + _C + rb'[^<>]*?\bt=")e("[^<>]*>)')
_ERROR_TEXT = re.compile(rb"<(?:\w{1,10}:)?v>([^<>]{1,20})<")
_UNCALCULATED = re.compile(
    _C + rb"([^<>]*)>\s*<(?:\w{1,10}:)?f\b[^<>]*(?:/>|>[^<]*</(?:\w{1,10}:)?f>)\s*"
    rb"(?:<(?:\w{1,10}:)?v\s*/>\s*|<(?:\w{1,10}:)?v>\s*</(?:\w{1,10}:)?v>\s*)?</"
)
_ZERO = re.compile(
    _C + rb"([^<>]*)>\s*<(?:\w{1,10}:)?f\b[^<>]*>[^<]*</(?:\w{1,10}:)?f>\s*"
    rb"<(?:\w{1,10}:)?v>0</(?:\w{1,10}:)?v>\s*</"
)
_CELL = re.compile(_C + rb"([^<>]*)>")
_STYLE = re.compile(rb'\bs="(\d{1,6})"')
_USUAL_PERCENT = re.compile(rb'\bnumFmtId="(?:9|10)"')
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_RELATION = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"


@dataclass(frozen=True, slots=True)
class SheetFacts:
    """``xml`` is the part with its error cells turned into text cells."""

    xml: bytes
    errors: tuple[tuple[int, int, str], ...]
    uncalculated: tuple[tuple[int, int], ...]


def facts_of(sheet: str, xml: bytes, limits: Limits, *, waits: bool = False) -> SheetFacts:
    """The errors and formulas of one worksheet; refuses one that reaches too far out.

    ``waits`` tells a workbook that was never calculated: there a formula that came to 0 has none.
    """
    _refuse_far_cells(sheet, xml, limits)
    errors = tuple(_errors(xml)) if b't="e"' in xml else ()
    return SheetFacts(
        xml=_ERROR_CELL.sub(rb"\1str\2", xml) if errors else xml,
        errors=errors,
        uncalculated=tuple(_uncalculated(xml, waits)) if b"f>" in xml or b"<f" in xml else (),
    )


def sheet_parts(parts: Mapping[str, bytes]) -> dict[str, str]:
    """Sheet name -> name of its part, in the order of the workbook."""
    book = _tree(parts.get("xl/workbook.xml", b""))
    relations = _tree(parts.get("xl/_rels/workbook.xml.rels", b""))
    targets = {item.get("Id", ""): _resolved(item.get("Target", "")) for item in relations}
    found = {}
    for element in book.iter():
        if element.tag.rpartition("}")[2] == "sheet":
            key = element.get(_RELATION) or element.get(_STRICT_RELATION) or ""
            found[element.get("name", "")] = targets.get(key, "")
    return found


def percent_styles(parts: Mapping[str, bytes]) -> frozenset[int]:
    """The styles of cells, by their number, that show a number as a percentage."""
    raw = parts.get("xl/styles.xml", b"")
    if b"%" not in raw and not _USUAL_PERCENT.search(raw):
        return frozenset()
    formats, cells = {str(code) for code in PERCENT_FORMATS}, list[str]()
    for group in _tree(raw):
        kind = group.tag.rpartition("}")[2]
        if kind == "numFmts":
            own = ((one.get("numFmtId", ""), one.get("formatCode", "")) for one in group)
            formats |= {key for key, code in own if shows_percent(code)}
        elif kind == "cellXfs":
            cells = [one.get("numFmtId", "") for one in group]
    return frozenset(place for place, key in enumerate(cells) if key in formats)


def cells_of_styles(xml: bytes, styles: Collection[int]) -> Iterator[tuple[int, int]]:
    """Where in a worksheet cells of these styles are."""
    for cell in _CELL.finditer(xml):
        style = _STYLE.search(cell[1])
        if style and int(style[1]) in styles and (place := _position(cell[1])):
            yield place


def counts_from_1904(parts: Mapping[str, bytes]) -> bool:
    """Whether day numbers count from 1904-01-01, the calendar of old Macintosh files."""
    head = parts.get("xl/workbook.xml", b"")
    return re.search(rb'\bdate1904="(?:1|true|on)"', head) is not None


def waits_for_calculation(parts: Mapping[str, bytes]) -> bool:
    """Whether a program wrote the workbook and left the formulas to whoever opens it."""
    head = parts.get("xl/workbook.xml", b"")
    return re.search(rb'\bfullCalcOnLoad="(?:1|true|on)"', head) is not None


def _refuse_far_cells(sheet: str, xml: bytes, limits: Limits) -> None:
    for found in _FAR_CELL.finditer(xml):
        column = _column(found[1] or found[3])
        row = int(found[2] or found[4])
        if column > limits.columns:
            _refuse(RefusalCode.TOO_MANY_COLUMNS, sheet, column, limits.columns)
        if row > limits.rows:
            _refuse(RefusalCode.TOO_MANY_ROWS, sheet, row, limits.rows)


def _refuse(code: RefusalCode, sheet: str, count: int, limit: int) -> None:
    raise refused(code, sheet=sheet, count=count, limit=limit)


def _errors(xml: bytes) -> list[tuple[int, int, str]]:
    found = []
    for cell in _ERROR_CELL.finditer(xml):
        place = _position(cell[0])
        text = _ERROR_TEXT.search(xml, cell.end(), cell.end() + 20_000)
        if place and text:
            found.append((*place, text[1].decode("ascii", "replace")))
    return found


def _uncalculated(xml: bytes, waits: bool) -> list[tuple[int, int]]:
    """An empty text result (``t="str"``) is a result; no result at all is not."""
    cells = [cell[1] for cell in _UNCALCULATED.finditer(xml)]
    cells += [cell[1] for cell in _ZERO.finditer(xml)] if waits else []
    places = (_position(attributes) for attributes in cells if b't="str"' not in attributes)
    return [place for place in places if place]


def _tree(xml: bytes) -> ElementTree.Element:
    """Refuses what is no XML, as a part that is not there."""
    try:
        # parts with a DTD or an entity were refused when the archive was unpacked
        return ElementTree.fromstring(xml)  # noqa: S314
    except ElementTree.ParseError as error:
        raise refused(RefusalCode.CORRUPTED) from error


def _position(attributes: bytes) -> tuple[int, int] | None:
    found = _REFERENCE.search(attributes)
    return (int(found[2]) - 1, _column(found[1]) - 1) if found else None


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _resolved(target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"
