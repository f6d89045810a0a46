"""What holds for every day, month, amount and text."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from guatu.domain.zh import normalise, read_all, read_money, read_period, read_phrase

_TODAY = date(2021, 3, 1)
_FULL_WIDTH = str.maketrans("0123456789.-/", "０１２３４５６７８９．－／")
_HAN = str.maketrans("0123456789", "〇一二三四五六七八九")

days = st.dates(date(1950, 1, 1), date(2099, 12, 31))
as_of = st.dates(date(2000, 1, 1), date(2039, 12, 31))
wan = st.decimals(Decimal("0.0001"), Decimal(10**8), places=4)
_COMMON = (
    "0123456789..,-~—/%:()（）、， 年月日号季度周旬上中下初底末前后起至到今明去本每按第个元万亿"
    "一二三四五六七八九十百千〇两半多余约近超以内春节国庆工作完开竣投资美亩平方米点成分之截止"
)
texts = st.text(st.sampled_from(list(_COMMON)) | st.characters(), max_size=30)

_WRITTEN_DAYS: list[Callable[[date], str]] = [
    lambda d: f"{d.year}年{d.month}月{d.day}日",
    lambda d: f"{d.year}年{d.month:02d}月{d.day:02d}号",
    lambda d: f"{d.year}.{d.month}.{d.day}",
    lambda d: f"{d.year}.{d.month:02d}.{d.day:02d}",
    lambda d: f"{d.year}-{d.month}-{d.day}",
    lambda d: f"{d.year}/{d.month:02d}/{d.day}",
    lambda d: d.isoformat(),
    lambda d: f"{d.isoformat()} 00:00:00",
    lambda d: f"{d.isoformat()}T00:00:00",
    lambda d: f"{d:%Y%m%d}",
    lambda d: f"{d.year} 年 {d.month} 月 {d.day} 日",
    lambda d: f"{d.year}年{d.month}月{d.day}",
    lambda d: f"{d.year}.{d.month}.{d.day}日",
    lambda d: f"{d.year}年{d.month}.{d.day}",
    lambda d: f"{d.year}年{d.month}月{d.day}日（周{'一二三四五六日'[d.weekday()]}）",
    lambda d: f"{d.year}年{d.month}月{d.day}日上午9时",
    lambda d: f"{str(d.year).translate(_HAN)}年{_han(d.month)}月{_han(d.day)}日",
    lambda d: f"预计{d.year}年{d.month}月{d.day}日竣工",
]


@pytest.mark.parametrize("written", _WRITTEN_DAYS)
@given(day=days, today=as_of)
def test_a_day_is_read_in_every_form(
    written: Callable[[date], str], day: date, today: date
) -> None:
    for text in (written(day), written(day).translate(_FULL_WIDTH)):
        period = read_period(text, today)
        assert period is not None, text
        assert (period.start, period.end, period.precision) == (day, day, "day")
        phrase = read_phrase(text, today)
        assert (phrase.kind, phrase.start, phrase.end) == ("date", day, day)


@pytest.mark.parametrize("written", _WRITTEN_DAYS[:14])
@given(day=days)
def test_a_named_day_with_before_includes_it(written: Callable[[date], str], day: date) -> None:
    for word in ("前", "以前", "之前"):
        period = read_period(written(day) + word, _TODAY)
        assert period is not None
        assert (period.start, period.end, period.qualifier) == (None, day, "前")


@given(year=st.integers(1950, 2099), month=st.integers(13, 99) | st.just(0))
def test_no_month_is_made_up(year: int, month: int) -> None:
    for text in (f"{year}年{month}月", f"{month}月底前", f"{year}年{month:02d}月", f"{month}月份"):
        assert read_period(text, _TODAY) is None, text
        assert read_phrase(text, _TODAY).kind == "none", text
    assert read_period(f"{year}.{month:02d}", _TODAY) is None


@given(year=st.integers(1950, 2099), month=st.integers(1, 12), day=st.integers(0, 99))
def test_no_day_is_made_up(year: int, month: int, day: int) -> None:
    try:
        date(year, month, day)
    except ValueError:
        for text in (
            f"{year}年{month}月{day}日",
            f"{year}-{month}-{day}",
            f"{year}.{month}.{day}",
            f"{year}/{month:02d}/{day:02d}前",
            f"{year}{month:02d}{day:02d}",
        ):
            assert read_period(text, _TODAY) is None, text


@given(
    first=days, second=days, joint=st.sampled_from(["-", "—", "——", "~", "～", "至", "到", " - "])
)
def test_ranges_hold_from_start_to_end(first: date, second: date, joint: str) -> None:
    for one, other in (
        (f"{first.year}年{first.month}月", f"{second.year}年{second.month}月"),
        (f"{first.year}.{first.month}", f"{second.year}.{second.month}"),
    ):
        period = read_period(one + joint + other, _TODAY)
        if (first.year, first.month) > (second.year, second.month):
            assert period is None
        else:
            assert period is not None
            assert (period.start, period.precision) == (first.replace(day=1), "range")
            assert period.end is not None
            assert (period.end.year, period.end.month) == (second.year, second.month)


@given(first=st.integers(1, 12), last=st.integers(1, 12), today=as_of)
def test_months_of_this_year(first: int, last: int, today: date) -> None:
    assume(first <= last)
    readings = {
        read_period(text, today)
        for text in (
            f"{first}-{last}月",
            f"{first}—{last}月份",
            f"{first}至{last}月",
            f"{first}月至{last}月",
            f"{today.year}年{first}-{last}月",
            f"今年{first}~{last}月",
            f"{_han(first)}至{_han(last)}月",
        )
    }
    assert len(readings) == 1
    period = readings.pop()
    assert period is not None
    assert period.start == date(today.year, first, 1)


@given(text=texts, today=st.dates())
@example(text="12月至次年", today=date.max)
@example(text="下周日", today=date.max)
@example(text="去年", today=date.min)
@example(text="上月", today=date.min)
def test_nothing_raises_and_periods_run_forward(text: str, today: date) -> None:
    period = read_period(text, today)
    readings = [read_phrase(text, today), *read_all(text, today)]
    for start, end in [
        *((reading.start, reading.end) for reading in readings),
        *([(period.start, period.end)] if period else []),
    ]:
        assert start is None or end is None or start <= end
    if period is not None:
        assert period.start or period.end
        assert period.open_ended == (period.end is None)
    read_money(text)
    assert read_phrase(text, today).text == text


@given(amount=wan)
def test_money_is_worth_the_same_in_every_unit(amount: Decimal) -> None:
    plain = f"{amount.normalize():f}"
    written = [
        f"{plain}万元",
        f"{amount / 10_000:f}亿元",
        f"{amount * 10_000:f}元",
        f"{amount / 1000:f}千万元",
        f"{amount:,f}万元",
        f"￥{amount * 10_000:f}",
        f"总投资{plain}万元",
        f"{plain}（万元）",
        f"{plain} 万",
        plain,
        f"{plain}万元".translate(_FULL_WIDTH),
    ]
    for text in written:
        money = read_money(text)
        assert money is not None, text
        assert money.wan == amount, text
    in_yuan = read_money(plain, Decimal("0.0001"))
    assert in_yuan is not None
    assert in_yuan.wan == amount / 10_000
    assert read_money(plain, None) is None


@given(low=st.integers(1, 9999), high=st.integers(1, 9999))
def test_ranges_of_money(low: int, high: int) -> None:
    for text in (f"{low}-{high}万元", f"{low}万元—{high}万元", f"约{low}~{high}万元"):
        money = read_money(text)
        if low > high:
            assert money is None
        else:
            assert money is not None
            assert money.wan == low
            assert money.high_wan == high


@given(whole=st.integers(1, 99_999_999))
def test_chinese_numerals(whole: int) -> None:
    money = read_money(f"{_han(whole)}元")
    assert money is not None
    assert money.wan == Decimal(whole) / 10_000


@given(
    left=st.integers(0, 10**9), right=st.integers(0, 10**9), gap=st.sampled_from([" ", "\n", "　"])
)
def test_two_numbers_are_never_one(left: int, right: int, gap: str) -> None:
    assert read_money(f"{left}{gap}{right}") is None
    assert read_money(f"{left}{gap}{right}万元") is None
    assert read_phrase(f"{left}{gap}{right}万元", _TODAY).kind != "amount"


@given(text=texts)
def test_normalise_is_stable_and_blank_free(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once
    assert not any(char.isspace() for char in once)


def _han(number: int) -> str:
    """三百零五: the numeral of a number below a hundred million, as people write it."""
    if number >= 10_000:
        rest = number % 10_000
        small = "零" if 0 < rest < 1000 else ""
        return f"{_han(number // 10_000)}万{small}{_han(rest) if rest else ''}"
    digits, text = "零一二三四五六七八九", ""
    zero = False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // unit % 10
        if digit:
            text += ("零" if zero and text else "") + digits[digit] + name
        zero = digit == 0 and bool(text)
    return text.removeprefix("一") if text.startswith("一十") else text
