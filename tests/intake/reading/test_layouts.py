"""Layouts as offices draw them; each file holds the sheets and what must be understood of them.

``=== name; merged areas; hidden`` begins a sheet. After ``--- projects`` every line is a project:
row, name, and what else the file says of it. ``--- other rows`` are headings, totals, parts and
notes; ``--- declared`` count and total; ``--- problems`` row, column and code.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.intake.reading.office import Drawn, Understood, understood, xls, xlsx

FILES = sorted((Path(__file__).parent / "layouts").glob("*.txt"))
_FORMATS = {"xlsx": xlsx, "xls": xls, "et": xls}


@dataclass(frozen=True)
class Layout:
    sheets: tuple[Drawn, ...]
    kind: str
    projects: str
    other: str
    declared: str
    problems: str


def layout_of(text: str) -> Layout:
    head, *sections = text.split("\n--- ")
    kind, *drawings = head.split("=== ")
    found = dict(section.partition("\n")[::2] for section in sections)
    return Layout(
        tuple(_drawn(drawing) for drawing in drawings),
        kind.strip() or "xlsx",
        *(
            found.get(name, "").strip()
            for name in ("projects", "other rows", "declared", "problems")
        ),
    )


def _drawn(text: str) -> Drawn:
    line, _, drawing = text.partition("\n")
    name, merged, hidden = (part.strip() for part in (line + ";;").split(";")[:3])
    return Drawn(drawing, merged, name or "Sheet1", hidden == "hidden")


def raw_of(layout: Layout) -> bytes:
    if layout.kind.startswith("csv"):
        rows = [row.split("|") for row in layout.sheets[0].drawing.strip("\n").split("\n")]
        lines = "\r\n".join(",".join(cell.strip() for cell in row) for row in rows)
        return lines.encode(layout.kind.partition(" ")[2] or "utf-8-sig")
    return _FORMATS[layout.kind](*layout.sheets)


def read(layout: Layout) -> Understood:
    return understood(raw_of(layout), filename=f"台账.{layout.kind.split()[0]}")


def projects_in_words(read: Understood) -> str:
    return "\n".join(_project(project) for project in read.json["projects"])


def _project(project: dict[str, Any]) -> str:
    named = {key: value for key, value in project.items() if value is not None}
    sheet = f"{named.pop('sheet')}!" if "sheet" in named else ""
    row, name = named.pop("row"), named.pop("name", "（无名）")
    return " | ".join([f"{sheet}{row}", name, *(f"{key}={value}" for key, value in named.items())])


def other_rows_in_words(read: Understood) -> str:
    others = [row for row in read.reading.rows if row.kind.value not in ("project", "part")]
    return "\n".join(f"{row.row} {row.kind.value}" for row in others)


def declared_in_words(read: Understood) -> str:
    declared = read.json["declared"]
    return f"{declared['count']} | {declared['total_investment_wan']}"


def problems_in_words(read: Understood) -> str:
    return "\n".join(" | ".join(map(str, fault)) for fault in read.faults)


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_layout_is_understood(path: Path) -> None:
    layout = layout_of(path.read_text(encoding="utf-8"))
    found = read(layout)
    assert projects_in_words(found) == layout.projects
    assert other_rows_in_words(found) == layout.other
    assert declared_in_words(found) == layout.declared
    assert problems_in_words(found) == layout.problems


def test_there_are_enough_layouts() -> None:
    assert len(FILES) >= 25
