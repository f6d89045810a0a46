"""Numbers, blanks and length of official papers."""

from __future__ import annotations

import pytest

from guatu.domain.papers.document import Paragraph, Piece, Table
from guatu.domain.papers.facts import Facts, Figure, Listing
from guatu.domain.papers.filling import Unfillable, fill, fill_line
from guatu.domain.papers.length import Length, characters
from guatu.domain.papers.numerals import chinese, document_number, heading_number
from guatu.domain.papers.sheet import A4, title_lines

FACTS = Facts(
    {"件数": Figure("14", "dispatch", ("a", "b")), "月份": Figure("3月")},
    {
        "滞后": [
            {"单位": Figure("示例工信局"), "编号": Figure("〔2021〕3号", "dispatch", ("a",))},
            {"单位": Figure("示例住建局"), "编号": Figure("〔2021〕8号", "dispatch", ("b",))},
        ],
        "无人": [],
    },
    {"清单": Listing("滞后清单", ("编号",), (1,), [[Figure("3", "dispatch", ("a",))]])},
)


def test_the_sheet_is_that_of_the_standard() -> None:
    assert (A4.right, A4.bottom) == (26, 35)
    assert round(A4.line_pitch, 2) == 28.99
    assert round(A4.character_pitch, 2) == 15.79


@pytest.mark.parametrize(
    ("number", "words"), [(1, "一"), (10, "十"), (12, "十二"), (20, "二十"), (99, "九十九")]
)
def test_chinese_numbers(number: int, words: str) -> None:
    assert chinese(number) == words


def test_levels_and_document_numbers() -> None:
    assert [heading_number(level, 2) for level in (1, 2, 3, 4)] == ["二、", "（二）", "2.", "（2）"]
    assert document_number("示总指办", 2026, 8) == "示总指办〔2026〕8号"


def test_a_blank_keeps_what_it_was_filled_from() -> None:
    [block] = fill("{月份}交办{件数}件。", FACTS).blocks
    assert isinstance(block, Paragraph)
    pieces = (Piece("3月"), Piece("交办"), Piece("14", "件数"), Piece("件。"))
    assert block.body == pieces


def test_headings_number_themselves_and_begin_anew_below_a_higher_one() -> None:
    filled = fill("# 甲\n## 乙\n## 丙\n# 丁\n## 戊。正文\n### 己", FACTS)
    texts = ["".join(p.text for p in b.pieces) for b in filled.blocks if isinstance(b, Paragraph)]
    assert texts == ["一、甲", "（一）乙", "（二）丙", "二、丁", "（一）戊。正文", "1.己"]
    fifth = filled.blocks[4]
    assert isinstance(fifth, Paragraph)
    assert fifth.body == (Piece("正文"),)


def test_a_list_is_told_row_by_row() -> None:
    [block] = fill("【滞后｜{单位}{编号}｜；】。", FACTS).blocks
    assert isinstance(block, Paragraph)
    assert "".join(p.text for p in block.body) == "示例工信局〔2021〕3号；示例住建局〔2021〕8号。"
    assert block.body[1].source == "滞后.0.编号"


def test_a_list_may_make_paragraphs_and_an_empty_one_takes_its_line_away() -> None:
    filled = fill(
        "### 【滞后｜{单位}｜换段】\n通报【无人｜{单位}｜、】\n【无人｜x｜、｜没有。】", FACTS
    )
    texts = ["".join(p.text for p in b.pieces) for b in filled.blocks if isinstance(b, Paragraph)]
    assert texts == ["1.示例工信局", "2.示例住建局", "没有。"]


def test_a_table_stands_in_the_text_or_behind_it() -> None:
    filled = fill("【表｜清单】\n【附表｜清单】", FACTS)
    assert [type(block) for block in filled.blocks] == [Table]
    assert filled.annexes[0].rows[0][0] == Piece("3", "清单.0.0")


def test_what_the_facts_do_not_have_is_named() -> None:
    with pytest.raises(Unfillable) as told:
        fill("{件}与【没有｜{单位}】\n【表｜哪张】", FACTS)
    assert told.value.names == ("件", "没有", "哪张")


def test_a_value_of_several_lines_makes_paragraphs() -> None:
    facts = Facts({"要求": Figure("第一行\n第二行")})
    assert len(fill("请按{要求}办理", facts).blocks) == 2
    assert fill_line("{要求}", Facts({"要求": Figure("甲")})) == "甲"


def test_facts_come_back_from_json_as_they_were() -> None:
    assert Facts.from_json(FACTS.as_json()).as_json() == FACTS.as_json()


def test_blanks_do_not_count_and_what_is_over_is_said() -> None:
    assert characters(["交办 14 件，", "完\n"]) == 7
    assert Length(4012, 4000).over == 12


def test_a_long_title_is_cut_where_one_pauses() -> None:
    title = "关于全市3月交办事项办理和项目推进情况的通报"
    assert title_lines(title) == ["关于全市3月交办事项办理", "和项目推进情况的通报"]
    assert title_lines("短标题") == ["短标题"]
    assert "".join(title_lines("字" * 50)) == "字" * 50
    assert all(len(line) <= 20 for line in title_lines("字" * 50))
