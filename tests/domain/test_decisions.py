"""Decisions in one line, by the table of docs/algorithms/agenda.md."""

from __future__ import annotations

from datetime import date

import pytest

from guatu.domain.decisions import read_line
from tests.domain.lights.documents import rows_of

TODAY = date(2021, 3, 15)
UNITS = ("自然资源局", "住建局", "发改局", "交通局")
NAMES = {name: name for name in UNITS}


@pytest.mark.parametrize("row", rows_of("agenda.md", "assisting"), ids=lambda row: row["line"])
def test_the_page_comes_out_as_printed(row: dict[str, str]) -> None:
    line = read_line(row["line"], NAMES, TODAY)
    told = (line.lead or "–", "、".join(line.assisting) or "–", str(line.due or "–"))
    assert told == (row["lead"], row["assisting"], row["due"])


def test_a_longer_name_is_not_taken_for_the_one_inside_it() -> None:
    names = {"住建局": "whole", "住建局机关服务中心": "part"}
    assert read_line("住建局机关服务中心3月20日前搬完", names, TODAY).lead == "part"
    assert read_line("住建局3月20日前搬完", names, TODAY).lead == "whole"


def test_full_and_short_name_are_one_unit() -> None:
    names = {"自然资源和规划局": "Z", "资规局": "Z"}
    line = read_line("自然资源和规划局牵头，资规局配合，3月底前", names, TODAY)
    assert (line.lead, line.assisting) == ("Z", ())


def test_the_same_day_named_twice_is_one_day() -> None:
    assert read_line("住建局3月20日开工，3月20日报备", NAMES, TODAY).due == date(2021, 3, 20)


def test_nothing_in_nothing_out() -> None:
    line = read_line("", NAMES, TODAY)
    assert (line.lead, line.assisting, line.due) == (None, (), None)
