from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import uscc

from guatu.domain.codes import (
    check_credit_code,
    check_project_code,
    credit_code_character,
    normal_project_code,
)

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def test_a_project_code_of_the_new_form_tells_place_and_month() -> None:
    check = check_project_code("2101-370881-04-01-123456")
    assert check.valid_form
    assert check.problem is None
    assert (check.region, check.year, check.month, check.old_form) == ("370881", 2021, 1, False)
    assert str(check.note) == "格式正确，未联网核验"


def test_a_code_from_before_november_2020_begins_with_its_year() -> None:
    check = check_project_code("2018-370881-44-03-012345")
    assert check.valid_form
    assert (check.year, check.month, check.old_form) == (2018, None, True)


def test_the_first_months_of_the_new_form_are_not_years() -> None:
    assert check_project_code("2011-370881-04-01-123456").month == 11
    assert check_project_code("2012-370881-04-01-123456").month == 12


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "为空"),
        ("2113-370881-04-01-123456", "“2113”"),
        ("2100-370881-04-01-123456", "“2100”"),
        ("2010-370881-04-01-123456", "“2010”"),
        ("2014-370881-04-01-123456", "“2014”"),
        ("1905-370881-04-01-123456", "“1905”"),
        ("2101-370881-04-01-12345", "19 位"),
        ("2101-37088-104-01-123456", "4-6-2-2-6"),
        ("2101-37O881-04-01-123456", "“O”"),
        ("见批复", "“见”"),
    ],
)
def test_what_is_wrong_with_a_project_code_is_said(text: str, words: str) -> None:
    check = check_project_code(text)
    assert not check.valid_form
    assert check.note is None
    assert words in str(check.problem)


@pytest.mark.parametrize(
    "text",
    [
        " 2101-370881-04-01-123456\n",
        "２１０１－３７０８８１－０４－０１－１２３４５６",
        "2101—370881—04—01—123456",
        "2101–370881–04−01‑123456",
        "2101一370881一04一01一123456",
        "2101--370881-04- 01-123456",
        "2101\u3000370881 04 01 123456",
        "21013708810401123456",
        "\ufeff2101-370881-04-01-\u200b123456",
    ],
)
def test_blanks_widths_and_dashes_do_not_matter(text: str) -> None:
    assert check_project_code(text).code == "2101-370881-04-01-123456"
    assert check_project_code(text).valid_form


@pytest.mark.parametrize(
    ("place", "region", "doubted"),
    [
        ("370881", "370881", False),
        ("370800", "370881", False),
        ("370000", "370881", False),
        ("000000", "370881", False),
        ("000052", "370881", False),
        ("370881", "370800", False),
        ("370882", "370881", True),
        ("410100", "370881", True),
        ("410100", "", False),
    ],
)
def test_a_code_of_another_place_is_doubted_not_refused(
    place: str, region: str, doubted: bool
) -> None:
    check = check_project_code(f"2101-{place}-04-01-123456", region=region)
    assert check.valid_form
    assert (check.notice is not None) is doubted


@given(st.text())
def test_any_text_gets_an_answer(text: str) -> None:
    check = check_project_code(text)
    assert check.valid_form is (check.problem is None)


@given(st.text("0123456789０９ -—－一\u3000", max_size=30))
def test_the_normal_form_is_its_own_normal_form(text: str) -> None:
    assert normal_project_code(normal_project_code(text)) == normal_project_code(text)


@pytest.mark.parametrize("code", ["91350100M000100Y43", "91512081MA62K0260E"])
def test_the_published_examples_of_credit_codes_are_right(code: str) -> None:
    check = check_credit_code(code)
    assert check.valid_form
    assert check.region == code[2:8]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "为空"),
        ("91350100M000100Y4Z", "第 18 位“Z”"),
        ("91350100M000100Y44", "校验码"),
        ("91350100M000100Y4", "17 位"),
        ("9135O100M000100Y43", "第 5 位“O”"),
        ("91A50100M000100Y43", "第 3 位“A”"),
        ("91350100M000100Y4号", "第 18 位“号”"),
    ],
)
def test_what_is_wrong_with_a_credit_code_is_said(text: str, words: str) -> None:
    check = check_credit_code(text)
    assert not check.valid_form
    assert words in str(check.problem)


def test_a_credit_code_may_be_typed_in_any_width_and_case() -> None:
    assert check_credit_code(" ９１350100m000100y43 ").code == "91350100M000100Y43"
    assert check_credit_code("91-350100-M000100Y4-3").valid_form


@given(
    st.text(ALPHABET, min_size=2, max_size=2),
    st.text("0123456789", min_size=6, max_size=6),
    st.text(ALPHABET, min_size=9, max_size=9),
    st.sampled_from(ALPHABET),
)
def test_the_check_character_is_that_of_another_library(
    kind: str, region: str, body: str, last: str
) -> None:
    first17 = kind + region + body
    assert credit_code_character(first17) == uscc.calc_check_digit(first17)
    right = last == credit_code_character(first17)
    assert check_credit_code(first17 + last).valid_form is right


@given(st.text())
def test_any_text_gets_an_answer_as_a_credit_code(text: str) -> None:
    check = check_credit_code(text)
    assert check.valid_form is (check.problem is None)
