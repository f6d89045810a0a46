from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guatu.domain import pace
from guatu.domain.pace import Share
from guatu.domain.periods import Quarter
from tests.domain.lights.documents import rows_of

POINTS = st.decimals(Decimal("0"), Decimal("99999"), places=2)
PLANS = st.decimals(Decimal("0.01"), Decimal("99999"), places=2)


@pytest.mark.parametrize(
    ("day", "elapsed"),
    [
        (date(2021, 1, 1), 0),
        (date(2021, 1, 30), 0),
        (date(2021, 1, 31), 1),
        (date(2021, 3, 15), 2),
        (date(2021, 3, 31), 3),
        (date(2021, 12, 30), 11),
        (date(2021, 12, 31), 12),
        (date(2022, 5, 1), 12),
        (date(2020, 12, 31), 0),
    ],
)
def test_a_month_counts_when_it_is_complete(day: date, elapsed: int) -> None:
    assert pace.months_elapsed(day, 2021) == elapsed


@pytest.mark.parametrize(
    ("year", "months", "expected", "actual", "printed"),
    [
        (2010, 8, "66.67", "74", "7.33"),
        (2021, 3, "25", "30.90", "5.90"),
        (2021, 10, "83.33", "97.2", "13.8"),
        (2023, 5, "41.67", "56.5", "14.8"),
        (2024, 4, "33.33", "31.7", "-1.6"),
        (2024, 3, "25", "26.9", "1.9"),
        (2016, 6, "50", "44.8", "-5.2"),
    ],
    ids=["三元区", "江门一季度", "江门十月", "四川", "广东某县", "福建水利", "二七区"],
)
def test_the_bulletins_agree_within_a_tenth(
    year: int, months: int, expected: str, actual: str, printed: str
) -> None:
    end = date(year, months, 28 if months == 2 else 30)
    share = pace.expected_by_months(end.replace(day=31) if months in _LONG else end, year)
    assert share.percent == Decimal(expected)
    points = pace.gap_of_rate(Decimal(actual), share)
    assert abs(points - Decimal(printed)) <= Decimal("0.1")


def test_money_gives_the_printed_gap_of_jiangmen() -> None:
    share = pace.expected_by_months(date(2021, 3, 31), 2021)
    assert pace.rate(Decimal("313.64"), Decimal(1015)) == Decimal("30.90")
    assert pace.gap(Decimal("313.64"), Decimal(1015), share) == Decimal("5.90")


def test_the_end_of_november_is_the_share_xuancheng_prints() -> None:
    assert pace.expected_by_months(date(2021, 11, 30), 2021).percent == Decimal("91.67")


def test_halves_are_rounded_away_from_zero_on_both_sides() -> None:
    full = Share(0, 1)
    assert pace.gap_of_rate(Decimal("0.125"), full) == Decimal("0.13")
    assert pace.gap_of_rate(Decimal("-0.125"), full) == Decimal("-0.13")


def test_a_gap_is_rounded_once_and_not_from_rounded_shares() -> None:
    """A third done in a third of the year is on pace, though 33.33 % is printed for both."""
    share = pace.expected_by_months(date(2021, 4, 30), 2021)
    assert pace.gap(Decimal(1), Decimal(3), share) == 0
    assert pace.gap(Decimal("33.333"), Decimal(100), share) == 0


@pytest.mark.parametrize("plan", [None, Decimal(0), Decimal(-5)])
def test_without_a_plan_there_is_no_rate(plan: Decimal | None) -> None:
    assert pace.rate(Decimal(10), plan) is None
    assert pace.gap(Decimal(10), plan, Share(1, 4)) is None
    assert "不计算完成率" in str(pace.gap_sentence(None))


def test_more_than_the_plan_is_real() -> None:
    assert pace.rate(Decimal("28.73"), Decimal(10)) == Decimal("287.30")


def test_the_daily_variant_counts_days_of_the_year() -> None:
    assert pace.expected_by_days(date(2021, 1, 31), 2021) == Share(31, 365)
    assert pace.expected_by_days(date(2024, 12, 31), 2024) == Share(366, 366)
    assert pace.expected_by_days(date(2020, 12, 31), 2021).part == 0
    assert pace.expected_by_days(date(2022, 3, 1), 2021).percent == 100


def test_the_curve_variant_follows_the_own_plan_of_the_project() -> None:
    curve = (
        (date(2021, 3, 1), Decimal(100)),
        (date(2021, 6, 1), Decimal(500)),
        (date(2021, 12, 1), Decimal(2000)),
    )
    assert pace.expected_by_curve(date(2021, 2, 28), curve) == Share(Decimal(0), Decimal(2000))
    assert pace.expected_by_curve(date(2021, 4, 30), curve) == Share(Decimal(100), Decimal(2000))
    july = pace.expected_by_curve(date(2021, 7, 31), curve)
    assert july is not None
    assert july.percent == 25
    assert pace.expected_by_curve(date(2021, 7, 31), tuple(reversed(curve))) == july
    assert pace.expected_by_curve(date(2021, 7, 31), ()) is None
    assert pace.expected_by_curve(date(2021, 7, 31), ((date(2021, 1, 1), Decimal(0)),)) is None


def test_from_the_start_counts_only_the_months_left() -> None:
    start = date(2021, 7, 12)
    assert pace.expected_from_start(date(2021, 6, 30), 2021, start) == Share(0, 6)
    assert pace.expected_from_start(date(2021, 9, 30), 2021, start) == Share(3, 6)
    assert pace.expected_from_start(date(2021, 9, 30), 2021, date(2020, 5, 1)) == Share(9, 12)
    assert pace.expected_from_start(date(2021, 9, 30), 2021, date(2022, 1, 1)) is None


def test_a_quarter_has_a_base_of_its_own() -> None:
    first = Quarter(2021, 1)
    assert pace.expected_of_quarter(date(2021, 2, 28), first) == Share(2, 3)
    assert pace.expected_of_quarter(date(2021, 3, 31), first) == Share(3, 3)
    assert pace.expected_of_quarter(date(2020, 12, 31), first) == Share(0, 3)
    assert pace.expected_of_quarter(date(2021, 9, 1), first) == Share(3, 3)
    assert pace.expected_by_months(date(2021, 3, 31), 2021).percent == 25


def test_start_rates_have_two_denominators() -> None:
    """江门: 206 started, 255 planned for the year and 223 due by October."""
    rates = pace.start_rates(206, 255, 223)
    assert (rates.of_year, rates.of_due) == (Decimal("80.78"), Decimal("92.38"))
    assert pace.start_rates(0, 0, 0).of_year is None


@pytest.mark.parametrize(
    ("points", "words"),
    [
        ("-12.40", "低于序时 12.4 个百分点"),
        ("5.90", "超序时 5.9 个百分点"),
        ("-10.00", "低于序时 10 个百分点"),
        ("0.00", "与序时进度持平"),
        ("-0.01", "低于序时 0.01 个百分点"),
    ],
)
def test_the_gap_is_said_as_the_bulletins_say_it(points: str, words: str) -> None:
    assert str(pace.gap_sentence(Decimal(points))) == words


@pytest.mark.parametrize(
    ("number", "text"),
    [("12.40", "12.4"), ("1E+2", "100"), ("100", "100"), ("-0.00", "0"), ("0.05", "0.05")],
)
def test_numbers_print_without_idle_zeros(number: str, text: str) -> None:
    assert pace.plain(Decimal(number)) == text


@given(POINTS, POINTS, PLANS, st.dates(date(2021, 1, 1), date(2021, 12, 31)))
def test_more_done_is_never_a_worse_gap(
    done: Decimal, more: Decimal, plan: Decimal, day: date
) -> None:
    for share in (pace.expected_by_months(day, 2021), pace.expected_by_days(day, 2021)):
        before = pace.gap(done, plan, share)
        after = pace.gap(done + more, plan, share)
        assert before is not None
        assert after is not None
        assert after >= before


@given(POINTS, PLANS, st.integers(0, 12))
def test_the_gap_is_the_difference_of_the_shares(done: Decimal, plan: Decimal, months: int) -> None:
    share = Share(months, 12)
    points = pace.gap(done, plan, share)
    rate = pace.rate(done, plan)
    assert points is not None
    assert rate is not None
    assert abs(points - (rate - share.percent)) <= Decimal("0.01")


@given(
    st.dictionaries(st.integers(1, 12), st.integers(1, 900), min_size=1),
    st.dates(date(2020, 12, 1), date(2022, 1, 31)),
)
def test_a_curve_by_month_is_the_curve_by_day(planned: dict[int, int], day: date) -> None:
    curve = [(date(2021, month, 1), Decimal(amount)) for month, amount in planned.items()]
    share = pace.expected_by_curve(day, curve)
    assert share is not None
    by_month = pace.planned_by_month(2021, curve)
    assert share.part == by_month[pace.months_elapsed(day, 2021)]
    assert share.whole == pace.curve_total(curve) == by_month[12]


@pytest.mark.parametrize("row", rows_of("pace.md", "reported until"), ids=lambda row: row["case"])
def test_the_page_on_the_pace_calculates_right(row: dict[str, str]) -> None:
    day = date.fromisoformat(row["reported until"])
    share = pace.expected_by_months(day, day.year)
    points = pace.gap(Decimal(row["done"]), Decimal(row["plan"]), share)
    assert str(share.percent) == row["expected %"]
    assert str(pace.rate(Decimal(row["done"]), Decimal(row["plan"]))) == row["actual %"]
    assert str(points) == row["gap"]
    assert str(pace.gap_sentence(points)) == row["sentence"]


@pytest.mark.parametrize("row", rows_of("pace.md", "variant"), ids=lambda row: row["variant"])
def test_the_page_on_the_pace_tells_the_variants_apart(row: dict[str, str]) -> None:
    day, start = date.fromisoformat(row["day"]), date(2021, 4, 1)
    curve = ((date(2021, 4, 1), Decimal(100)), (date(2021, 12, 1), Decimal(1000)))
    shares = {
        "months": pace.expected_by_months(day, 2021),
        "days": pace.expected_by_days(day, 2021),
        "from_start": pace.expected_from_start(day, 2021, start),
        "curve": pace.expected_by_curve(day, curve),
        "quarter": pace.expected_of_quarter(day, Quarter.of(day)),
    }
    share = shares[row["variant"]]
    assert share is not None
    assert str(share.percent) == row["expected %"]


_LONG = (1, 3, 5, 7, 8, 10, 12)
