"""A person's corrections of the columns, and one sheet alone."""

from __future__ import annotations

from decimal import Decimal

from guatu.intake.reading import Choice, Field
from tests.intake.reading.office import Drawn, understood, xlsx

LEDGER = Drawn("""
2021年重点项目表||||
序号|项目名称|投资估计数|资金安排|属地
1|示例甲园|3.5|1200|示例镇
2|示例乙园|2|800|示例街道
""")


def test_a_column_gets_the_field_and_unit_that_a_person_says() -> None:
    plain = understood(LEDGER)
    table = plain.reading.tables[0]
    choices = {
        table.shape: {
            2: Choice(Field.TOTAL, Decimal(10_000)),
            3: Choice(Field.YEAR_PLAN, Decimal(1)),
            4: Choice(Field.RESPONSIBLE_UNIT),
        }
    }
    told = understood(LEDGER, choices=choices)
    assert told.column("total_investment_wan", "year_plan_investment_wan", "responsible_unit") == [
        (35000, 1200, "示例镇"),
        (20000, 800, "示例街道"),
    ]
    columns = {column.index: column for column in told.reading.tables[0].columns}
    assert columns[2].chosen
    assert columns[2].unit_from == "person"
    assert not columns[1].chosen


def test_a_field_given_away_is_taken_from_the_column_that_had_it() -> None:
    ledger = Drawn("""
序号|项目名称|项目业主|牵头单位|备注
1|甲|甲公司|工信局|住建局
""")
    shape = understood(ledger).reading.tables[0].shape
    told = understood(ledger, choices={shape: {4: Choice(Field.LEAD_UNIT)}})
    assert told.column("lead_unit") == ["住建局"]
    none = understood(ledger, choices={shape: {3: Choice(None)}})
    assert none.column("lead_unit") == [None]


def test_a_person_can_name_the_names() -> None:
    ledger = Drawn("""
序号|工作任务|责任单位|完成时限
1|示例桥改造|住建局|2021年6月底
2|示例路改造|交通局|2021年9月底
""")
    plain = understood(ledger)
    assert plain.names == []
    assert plain.faults == [(1, "", "no_table")]
    shape = plain.reading.tables[0].shape
    told = understood(ledger, choices={shape: {1: Choice(Field.NAME)}})
    assert told.column("name", "finish") == [
        ("示例桥改造", "2021-06-30"),
        ("示例路改造", "2021-09-30"),
    ]
    assert told.faults == []


def test_the_shape_outlives_the_year_and_the_rows() -> None:
    ledger = "序号|项目名称|{year}年计划投资（万元）\n1|{name}|100"
    one = understood(Drawn(ledger.format(year=2021, name="甲"))).reading.tables[0]
    other = understood(Drawn(ledger.format(year=2022, name="乙"))).reading.tables[0]
    moved = understood(Drawn("|序号|项目名称|2021年计划投资（万元）\n|1|甲|100")).reading.tables[0]
    assert one.shape == other.shape
    assert one.shape != moved.shape


def test_one_sheet_alone() -> None:
    raw = xlsx(
        Drawn("序号|项目名称|总投资（万元）\n1|甲|1", name="一"),
        Drawn("序号|项目名称|总投资（万元）\n1|乙|2", name="二"),
    )
    assert understood(raw).names == ["甲", "乙"]
    second = understood(raw, sheet=1)
    assert second.names == ["乙"]
    assert second.column("sheet") == ["二"]
    assert {row.sheet for row in second.reading.rows} == {1}
