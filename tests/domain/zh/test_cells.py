"""Cells: what a caller may rely on besides the readings themselves."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from guatu.domain.zh import Money, Period, read_all, read_money, read_period, read_phrase

_TODAY = date(2021, 3, 1)


def test_unit_of_the_column_counts_for_bare_numbers_only() -> None:
    assert read_money("5.2", Decimal(10_000)) == Money(Decimal(52_000), None, None, None)
    assert read_money("5.2亿元", Decimal(1)) == Money(Decimal(52_000), None, None, "亿元")
    assert read_money("16828", None) is None
    assert read_money("16828万元", None) == Money(Decimal(16828), None, None, "万元")


def test_another_currency_is_no_amount_in_wan_yuan() -> None:
    assert read_money("6.5亿美元") is None
    assert read_money("6.5亿美元(折合人民币42亿元)") == Money(Decimal(420_000), None, None, "亿元")
    assert read_phrase("6.5亿美元", _TODAY).unit == "万美元"


def test_amounts_print_without_exponent_or_trailing_zeros() -> None:
    for text, printed in (
        ("8.97亿元", "89700"),
        ("2.80万亿元", "280000000"),
        ("0.50元", "0.00005"),
    ):
        money = read_money(text)
        assert money is not None
        assert f"{money.wan:f}" == printed
        assert money.wan.as_tuple().exponent in (0, -5)


def test_works_run_from_the_start_to_the_finish() -> None:
    expected = Period(date(2021, 3, 1), date(2022, 6, 30), False, None, "range")
    for text in (
        "2021年3月开工，2022年6月竣工",
        "开工:2021年3月 竣工:2022年6月",
        "2021年3月开工建设,预计2022年6月建成投用",
        "2021.3开工-2022.6竣工",
    ):
        assert read_period(text, _TODAY) == expected, text
    assert read_period("2022年6月竣工,2021年3月开工", _TODAY) is None
    assert read_period("6月底前完成招标,9月底前开工", _TODAY) is None


def test_everything_in_a_text_in_its_order() -> None:
    text = "总投资38.7亿元，用地120亩，2021年6月底前开工，每月25日前报进度，完成年度计划的35%"
    kinds = [reading.kind for reading in read_all(text, _TODAY)]
    assert kinds == ["amount", "area", "date", "recurrence", "percent"]


def test_a_year_only_describes_the_figure_behind_it() -> None:
    assert read_phrase("2021年完成投资5亿元", _TODAY).kind == "amount"
    assert read_phrase("每年完成投资5亿元", _TODAY).kind == "amount"
    assert read_phrase("2021年底前完成投资5亿元", _TODAY).kind == "date"
    assert read_phrase("一季度完成投资5亿元", _TODAY).kind == "date"


def test_a_date_that_cannot_be_one_hides_nothing_else() -> None:
    """No piece of it may pass for another date: 20xx年12月底前 is not 12月底前."""
    for text in (
        "20xx年12月底前完成",
        "2021年13月31日",
        "农历八月十五前",
        "每年1月15日、7月20日前",
    ):
        assert read_phrase(text, _TODAY).kind == "none", text
        assert read_period(text, _TODAY) is None, text


def test_long_texts_are_no_cells() -> None:
    assert read_period("2021年6月底前完成" + "甲" * 300, _TODAY) is None
    assert read_money("总投资" + " " * 300 + "5亿元") is None
    assert read_phrase("甲" * 5000 + "6月底前", _TODAY).kind == "none"
