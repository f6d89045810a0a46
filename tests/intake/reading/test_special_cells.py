"""Cells that are not plain text or numbers: errors, formulas, day numbers of 1904."""

from __future__ import annotations

import io
from datetime import date, datetime

import xlsxwriter

from tests.intake.reading.office import Drawn, understood


def test_error_cells_and_formulas_without_a_value_are_named() -> None:
    ledger = Drawn(
        """
序号|项目名称|总投资（万元）|年度计划（万元）|开工时间
1|甲|100|#REF!|2021.3
2|乙||50|2021.4
3|丙|300|60|#N/A
""",
        formulas={"C3": "=A1*2"},
    )
    found = understood(ledger)
    assert found.faults == [
        (2, "年度计划（万元）", "unreadable_amount"),
        (3, "总投资（万元）", "formula_without_value"),
        (4, "开工时间", "unreadable_date"),
    ]
    assert found.column("total_investment_wan", "year_plan_investment_wan", "start") == [
        (100, None, "2021-03-01"),
        (None, 50, "2021-04-01"),
        (300, 60, None),
    ]


def test_real_dates_times_and_true_numbers() -> None:
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target)
    sheet = book.add_worksheet()
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    percent = book.add_format({"num_format": "0.0%"})
    sheet.write_row(
        0, 0, ["序号", "项目名称", "开工时间", "竣工时间", "总投资（亿元）", "形象进度（%）"]
    )
    sheet.write_row(1, 0, [1, "示例甲"])
    sheet.write_datetime(1, 2, datetime(2021, 3, 5), day)
    sheet.write_datetime(1, 3, datetime(2022, 6, 30, 8, 30), day)
    sheet.write_number(1, 4, 0.1 + 0.2)
    sheet.write_number(1, 5, 0.355, percent)
    book.close()
    found = understood(target.getvalue())
    assert found.column("start", "finish", "total_investment_wan", "physical_percent") == [
        ("2021-03-05", "2022-06-30", 3000, 35.5)
    ]


def test_day_numbers_count_from_1904_where_the_file_does() -> None:
    for since_1904, expected in ((False, "2021-03-01"), (True, "2025-03-02")):
        target = io.BytesIO()
        book = xlsxwriter.Workbook(target, {"date_1904": since_1904})
        sheet = book.add_worksheet()
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, ["序号", "项目名称", "开工时间", "竣工时间"])
        sheet.write_row(1, 0, [1, "示例甲", 44256])
        sheet.write_datetime(1, 3, datetime(2025, 3, 2), day)
        book.close()
        found = understood(target.getvalue(), as_of=date(2021, 3, 1))
        assert found.column("start", "finish") == [(expected, "2025-03-02")]


def test_a_sum_that_was_never_calculated_states_nothing() -> None:
    """Programs write 0 for a formula and leave the sum to whoever opens the file."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target)
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["序号", "项目名称", "总投资（万元）"])
    sheet.write_row(1, 0, [1, "示例甲", 3200])
    sheet.write_row(2, 0, [2, "示例乙", 4800])
    sheet.write_string(3, 0, "合计")
    sheet.write_formula(3, 2, "=SUM(C2:C3)")
    book.close()
    found = understood(target.getvalue())
    assert found.json["declared"] == {"count": None, "total_investment_wan": None}
    assert found.faults == []
