"""The examples of docs/algorithms/papers.md, read from the page and run."""

from __future__ import annotations

from decimal import Decimal

import pytest

from guatu.boards.papers.words import money
from guatu.domain.papers.document import Paragraph
from guatu.domain.papers.facts import Facts, Figure
from guatu.domain.papers.filling import fill
from guatu.domain.papers.numerals import document_number
from guatu.domain.papers.sheet import A4
from tests.domain.lights.documents import rows_of

PAGE = "papers.md"
FACTS = Facts(
    {"件数": Figure("14"), "要求": Figure("第一行\n第二行")},
    {
        "滞后": [
            {"单位": Figure("示例工信局"), "编号": Figure("3号")},
            {"单位": Figure("示例住建局"), "编号": Figure("8号")},
        ],
        "无人": [],
    },
)


@pytest.mark.parametrize("row", rows_of(PAGE, "comes out as"), ids=lambda row: row["text"])
def test_a_text_is_filled_as_the_page_says(row: dict[str, str]) -> None:
    text = row["text"].strip("`").replace(" / ", "\n")
    blocks = fill(text, FACTS).blocks
    said = ["".join(p.text for p in one.pieces) for one in blocks if isinstance(one, Paragraph)]
    assert " / ".join(said) == row["comes out as"].replace("–", "")


def test_amounts_are_said_as_the_page_says() -> None:
    [row] = rows_of(PAGE, "amount in 万元")
    for amount, words in row.items():
        if amount != "amount in 万元":
            assert money(Decimal(amount)) == words


@pytest.mark.parametrize("row", rows_of(PAGE, "code"), ids=lambda row: row["as"])
def test_numbers_are_written_as_the_page_says(row: dict[str, str]) -> None:
    assert document_number(row["code"], int(row["year"]), int(row["number"])) == row["as"]


def test_the_measures_of_the_page_are_those_of_the_sheet() -> None:
    said = {row["what"]: row["measure"] for row in rows_of(PAGE, "measure")}
    assert said["page"] == f"{A4.width} × {A4.height} mm"
    assert said["type area"].startswith(
        f"{A4.area_width} × {A4.area_height} mm, {A4.top} mm below the top edge, {A4.left} mm"
    )
    pitches = f"pitch {A4.line_pitch:.2f} pt and {A4.character_pitch:.2f} pt"
    assert said["lines"] == f"{A4.lines} of {A4.characters} characters, {pitches}"
    assert said["red mark"].startswith(f"{A4.mark_below_top} mm")
    assert said["red rule"].startswith(f"{A4.rule_below_number} mm")
