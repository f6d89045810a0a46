"""Names are found by pinyin and by initials as people type them."""

from __future__ import annotations

import pytest

from guatu.kit.pinyin import pinyin_of


@pytest.mark.parametrize(
    ("name", "full", "initials"),
    [
        ("曲阜", "qufu", "qf"),
        ("工信局", "gongxinju", "gxj"),
        ("尼山圣境二期", "nishanshengjingerqi", "nssjeq"),
        ("重庆", "chongqing", "cq"),
        ("银行", "yinhang", "yh"),
        ("济宁1号桥", "jining1haoqiao", "jn1hq"),
        ("5G基站（一期）", "5gjizhanyiqi", "5jzyq"),
        ("LED 封装", "ledfengzhuang", "lfz"),
        ("绿能", "lvneng", "ln"),
        ("", "", ""),
        ("——（）", "", ""),
    ],
)
def test_full_spelling_and_initials(name: str, full: str, initials: str) -> None:
    spelt = pinyin_of(name)
    assert (spelt.full, spelt.initials) == (full, initials)


def test_it_fits_the_columns_however_long_the_name_is() -> None:
    spelt = pinyin_of("示例双创装备制造产业园" * 20)
    assert len(spelt.full) == 200
    assert len(spelt.initials) == 80
