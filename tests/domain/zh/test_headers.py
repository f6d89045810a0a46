"""Money units of titles, corners and column headers."""

from __future__ import annotations

from decimal import Decimal

import pytest

from guatu.domain.zh import money_unit

_YI, _WAN, _YUAN = Decimal(10_000), Decimal(1), Decimal("0.0001")


@pytest.mark.parametrize(
    ("header", "worth"),
    [
        ("单位：亿元", _YI),
        ("单位:万元", _WAN),
        ("单 位：万 元", _WAN),
        ("计量单位:元", _YUAN),
        ("金额单位：人民币万元", _WAN),
        ("注：金额单位均为万元", _WAN),
        ("单位: 万元 人", _WAN),
        ("表1 各县市区完成情况(单位:个、亿元)", _YI),
        ("表2 一季度集中开工(亿元)", _YI),
        ("填报单位:示例县发改局                单位:万元  截至2021年3月1日", _WAN),
        ("示例区2009年重点项目责任分解表(单位:万元)", _WAN),
        ("报送单位：示例局（盖章）  单位：个、万元、%", _WAN),
        ("全市亿元以上重点项目名单（单位：万元）", _WAN),
        ("(万元)", _WAN),
        ("（亿元）", _YI),
        ("总投资（亿元）", _YI),
        ("总投资［万元］", _WAN),
        ("总投资\n（亿元）", _YI),
        ("至上年底完成(万元)", _WAN),
        ("计划投资（万元，不含征地）", _WAN),
        ("投资完成情况（亿元、%）", _YI),
        ("人民币(万元)", _WAN),
        ("总投资(亿)", _YI),
        ("投资额（千元）", Decimal("0.1")),
        ("投资额(百万元)", Decimal(100)),
        ("投资额(十亿元)", Decimal(100_000)),
        ("税收(万元/年)", _WAN),
        ("总投资/亿元", _YI),
        ("总投资:万元", _WAN),
        ("总投资亿元", _YI),
        ("万元", _WAN),
        ("元", _YUAN),
    ],
)
def test_named_unit(header: str, worth: Decimal) -> None:
    assert money_unit(header) == worth


@pytest.mark.parametrize(
    "header",
    [
        "",
        "总投资",
        "项目名称",
        "单位名称",
        "责任单位",
        "亿元以上项目清单",
        "示例市1亿元以上重点项目",
        "千万元以上项目",
        "总投资38.7亿元",
        "年度计划投资5000万元",
        "单位:万美元",
        "(万美元)",
        "投资强度(万元/亩)",
        "单价(元/平方米)",
        "单位:平方米",
        "总投资(亿元)/年度计划(万元)",
        "单位:亿元、万元",
        "单元楼",
        "元旦前",
        "万元GDP能耗",
        "人口(万)",
    ],
)
def test_no_unit_or_more_than_one(header: str) -> None:
    assert money_unit(header) is None
