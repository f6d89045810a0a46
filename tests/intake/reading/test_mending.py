"""One cell typed anew by a person."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from guatu.intake.reading import Column, Field, read_again

AS_OF = date(2021, 3, 1)


def column(field: Field | None, header: str = "总投资", unit: Decimal | None = None) -> Column:
    return Column(3, "D", header, field, unit)


@pytest.mark.parametrize(
    ("field", "text", "values"),
    [
        (Field.TOTAL, "3.2", {Field.TOTAL: Decimal(32000)}),
        (Field.TOTAL, "3200万元", {Field.TOTAL: Decimal(3200)}),
        (Field.START, "3月", {Field.START: date(2021, 3, 1)}),
        (Field.FINISH, "明年6月底", {Field.FINISH: date(2022, 6, 30)}),
        (
            Field.PERIOD,
            "2020-2022",
            {Field.START: date(2020, 1, 1), Field.FINISH: date(2022, 12, 31)},
        ),
        (Field.NAME, " 示例项目　", {Field.NAME: "示例项目"}),
        (Field.NATURE, "计划新开工", {Field.NATURE: "新开工"}),
        (Field.JOBS, "1,200余人", {Field.JOBS: 1200}),
        (Field.PHYSICAL_PERCENT, "35%", {Field.PHYSICAL_PERCENT: Decimal(35)}),
        (Field.FLOOR_AREA, "30亩", {Field.FLOOR_AREA: Decimal(20000)}),
        (Field.TOTAL, "", {}),
        (Field.START, "待定", {}),
        (None, "随便什么", {}),
    ],
)
def test_what_was_typed_is_read_like_the_ledger(
    field: Field | None, text: str, values: dict[Field, object]
) -> None:
    read, sentence = read_again(column(field, unit=Decimal(10_000)), text, AS_OF)
    assert read == values
    assert sentence is None


@pytest.mark.parametrize(
    ("field", "text", "words"),
    [
        (Field.TOTAL, "12000 3000", "两个数连在一起"),
        (Field.TOTAL, ".亿元", "读不出金额"),
        (Field.START, "20xx年", "读不出日期"),
        (Field.NAME, "  ", "不能为空"),
        (Field.NATURE, "扩建", "续建、新开工、竣工或预备"),
        (Field.JOBS, "若干", "读不出数字"),
        (Field.CODE, "2101-370881-04-01-12345", "20 位"),
        (Field.CREDIT_CODE, "91350100M000100Y4Z", "统一社会信用代码"),
    ],
)
def test_what_says_nothing_is_told_in_a_sentence(field: Field, text: str, words: str) -> None:
    read, sentence = read_again(column(field), text, AS_OF)
    assert read == {}
    assert sentence is not None
    assert words in str(sentence)
