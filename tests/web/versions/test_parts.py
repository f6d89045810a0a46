"""Parts of a package as people type or paste them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from guatu.web.versions.parts import NotAPart, read_parts, written


@pytest.mark.parametrize(
    ("line", "name", "total", "plan"),
    [
        ("路基工程 3200 800", "路基工程", 3200, 800),
        ("路基工程\t3,200.5\t800", "路基工程", "3200.5", 800),
        ("路基工程，3200，800", "路基工程", 3200, 800),
        ("路基工程,3200,800", "路基工程", 3200, 800),
        ("路基工程 ３２００", "路基工程", 3200, None),
        ("一标段 路基 1,200,000", "一标段 路基", 1_200_000, None),
        ("2号桥", "2号桥", None, None),
    ],
)
def test_a_line_is_a_part(line, name, total, plan):
    assert read_parts(f"\n{line}\n\n") == [
        {
            "name": name,
            "total_investment": None if total is None else Decimal(total),
            "year_plan": None if plan is None else Decimal(plan),
        }
    ]


@pytest.mark.parametrize("line", ["3200 800", "3200", "字" * 201])
def test_what_has_no_name_is_said_with_its_line(line):
    with pytest.raises(NotAPart, match="第 2 行"):
        read_parts(f"路基工程 3200\n{line}")


def test_what_was_read_is_written_and_read_again():
    parts = read_parts("路基工程 3200.5 800\n桥梁工程\n涵洞 90")
    assert read_parts(written(parts)) == parts
