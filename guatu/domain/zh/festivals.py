"""Dates of the festivals people plan by, 2000 to 2040.

The four that move were computed from new moons and solar terms (Meeus, Astronomical Algorithms,
chapters 25 and 49) in Beijing time and agree with the published lunisolar calendar.
"""

from __future__ import annotations

from datetime import date, timedelta

NAMES = {
    "元旦": "0101", "妇女节": "0308", "青年节": "0504", "劳动节": "0501", "儿童节": "0601",
    "建党节": "0701", "建军节": "0801", "教师节": "0910", "国庆": "1001",
    "春节": "春", "清明": "清", "端午": "端", "中秋": "秋", "除夕": "除", "元宵": "宵",
}  # fmt: skip
ALIASES = {
    "元旦节": "元旦", "国庆节": "国庆", "清明节": "清明", "端午节": "端午", "中秋节": "中秋",
    "元宵节": "元宵", "五一劳动节": "劳动节", "五一国际劳动节": "劳动节", "六一儿童节": "儿童节",
    "三八妇女节": "妇女节", "五四青年节": "青年节", "七一建党节": "建党节", "八一建军节": "建军节",
    "十一国庆节": "国庆", "十一国庆": "国庆", "五一节": "劳动节",
    "农历新年": "春节", "农历春节": "春节", "党的生日": "建党节",
}  # fmt: skip
SHORT = {
    "五一": "劳动节", "六一": "儿童节", "七一": "建党节", "八一": "建军节", "十一": "国庆",
    "三八": "妇女节", "五四": "青年节",
}  # fmt: skip
"""Names that are also numerals: a festival only where the next word shows it (五一前)."""


def festival(name: str, year: int) -> date | None:
    """The day of a festival; None outside 2000-2040 for those that move.

    ``festival("春节", 2021)`` is 12 February 2021.
    """
    code = NAMES[name]
    if code.isdigit():
        return _on(year, code)
    if year not in _MOVING:
        return None
    if code in _BY_NEW_YEAR:
        return _on(year, _MOVING[year][0]) + timedelta(days=_BY_NEW_YEAR[code])
    return _on(year, _MOVING[year]["春清端秋".index(code)])


def coming(name: str, year: int, month: int) -> int:
    """The year meant by a festival without one, said in ``month`` of ``year``.

    It is the same year, except that the festivals of January and February mean the next ones
    from July on.
    """
    early = name in ("元旦", "春节", "除夕", "元宵")
    return year + 1 if early and month >= 7 else year


def _on(year: int, month_day: str) -> date:
    return date(year, int(month_day[:2]), int(month_day[2:]))


_BY_NEW_YEAR = {"除": -1, "宵": 14}
# year, then 春节 清明 端午 中秋 as month and day
_TABLE = """
    2000 0205 0404 0606 0912  2001 0124 0405 0625 1001  2002 0212 0405 0615 0921
    2003 0201 0405 0604 0911  2004 0122 0404 0622 0928  2005 0209 0405 0611 0918
    2006 0129 0405 0531 1006  2007 0218 0405 0619 0925  2008 0207 0404 0608 0914
    2009 0126 0404 0528 1003  2010 0214 0405 0616 0922  2011 0203 0405 0606 0912
    2012 0123 0404 0623 0930  2013 0210 0404 0612 0919  2014 0131 0405 0602 0908
    2015 0219 0405 0620 0927  2016 0208 0404 0609 0915  2017 0128 0404 0530 1004
    2018 0216 0405 0618 0924  2019 0205 0405 0607 0913  2020 0125 0404 0625 1001
    2021 0212 0404 0614 0921  2022 0201 0405 0603 0910  2023 0122 0405 0622 0929
    2024 0210 0404 0610 0917  2025 0129 0404 0531 1006  2026 0217 0405 0619 0925
    2027 0206 0405 0609 0915  2028 0126 0404 0528 1003  2029 0213 0404 0616 0922
    2030 0203 0405 0605 0912  2031 0123 0405 0624 1001  2032 0211 0404 0612 0919
    2033 0131 0404 0601 0908  2034 0219 0405 0620 0927  2035 0208 0405 0610 0916
    2036 0128 0404 0530 1004  2037 0215 0404 0618 0924  2038 0204 0405 0607 0913
    2039 0124 0405 0527 1002  2040 0212 0404 0614 0920
"""
_CELLS = _TABLE.split()
_MOVING = {int(_CELLS[i]): _CELLS[i + 1 : i + 5] for i in range(0, len(_CELLS), 5)}
