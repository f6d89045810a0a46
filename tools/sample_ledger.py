"""A ledger as offices keep them, plainly fictional, with the faults that real ones have."""

from __future__ import annotations

from io import BytesIO

import xlsxwriter

TITLE = "示例县2021年重点项目台账"
UNIT = "单位：万元"
HEADER = (
    "序号", "项目名称", "建设规模及内容", "建设性质", "总投资", "年度计划投资", "建设起止年限",
    "牵头单位", "备注",
)  # fmt: skip
WIDTHS = (6, 34, 40, 10, 14, 14, 18, 18, 16)
Row = tuple[object, ...]

#: Faults: a heading that miscounts, run-together numbers, a wrong unit, an unreadable date, a
#: name that comes twice, a total that does not add up.
ROWS: tuple[Row, ...] = (
    ("", "一、产业项目（6项）", "", "", "", "", "", "", ""),
    (1, "示例数控刀具生产线项目", "新建厂房 2.4 万平方米，生产线 6 条", "新建", 18000, 9000,
     "2021.3-2022.6", "市工信局", ""),
    (2, "示例农机装备智能工厂项目", "改造车间 1.1 万平方米", "续建", "3200003000", 12000,
     "2020-2021年", "市工信局", ""),
    (3, "示例生物质新材料项目", "年产 3 万吨", "新建", 4.6, 20000, "2021年5月至2022年12月",
     "市工信局", ""),
    (4, "示例冷链物流园项目", "冷库 5 万立方米", "新建", "2.3亿元", 8000, "6月底前开工",
     "市商务局", ""),
    (5, "示例数控刀具生产线项目", "二期设备", "新建", 7600, 3000, "2021.9-2022.9", "市工信局", ""),
    ("", "二、基础设施项目（2项）", "", "", "", "", "", "", ""),
    (1, "示例城区供水管网改造项目", "管网 38 公里", "续建", 9800, 6000, "2020-2021年",
     "市住建局", ""),
    (2, "示例河道综合治理项目", "治理 12 公里", "新建", 15500, 7000, "待定后另行安排", "市水务局",
     "前期"),
    ("", "合计", "", "", 190000, 68000, "", "", ""),
)  # fmt: skip
NOTE = "注：投资额以立项批复为准。"


def sample_ledger() -> bytes:
    """The workbook as .xlsx: title, unit in the corner, header, headings, total and a note."""
    raw = BytesIO()
    with xlsxwriter.Workbook(raw, {"in_memory": True}) as book:
        sheet = book.add_worksheet("台账")
        for column, width in enumerate(WIDTHS):
            sheet.set_column(column, column, width)
        sheet.merge_range(0, 0, 0, len(HEADER) - 1, TITLE)
        sheet.write(1, len(HEADER) - 1, UNIT)
        for number, row in enumerate((HEADER, *ROWS), start=2):
            sheet.write_row(number, 0, row)
        sheet.write(len(ROWS) + 3, 0, NOTE)
    return raw.getvalue()
