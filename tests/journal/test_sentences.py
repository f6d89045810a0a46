"""Every event reads as a sentence, whatever its details hold."""

from __future__ import annotations

import re

import pytest

from guatu.journal.codes import registered, template_of
from guatu.journal.models import Event
from guatu.journal.queries import sentence_of
from tests.city import NOW

#: What acts give as details; a placeholder that is not here has no act that fills it.
SAMPLES: dict[str, str | int] = {
    "added": 2,
    "after": "红",
    "before": "黄",
    "changed": 3,
    "columns": "项目名称、总投资",
    "count": 9,
    "day": "2021-03-15",
    "dimension": "投资进度",
    "fields": "总投资（万元）",
    "finish": "2021-12-31",
    "holder": "示例乙",
    "holes": 2,
    "invested": "3000",
    "item": "工业增加值增幅",
    "kept": "已被他人修改",
    "milestone": "主体封顶",
    "month": "3 月",
    "need": "供地",
    "new": 88,
    "number": 1,
    "physical": "基础完工",
    "points": "12",
    "reason": "供地未落实",
    "reserved": 1,
    "revision": 2,
    "roles": "联络员",
    "same": 1,
    "source": "银川红黄绿灯",
    "split": 1,
    "started": 1,
    "step": "较有把握",
    "supplier": "市自然资源和规划局",
    "target": "规上工业增加值",
    "task": "完成规上企业培育",
    "until": "2021-06-30",
    "withdrawn": 1,
    "words": "等待批文",
    "year": 2021,
}
PLACEHOLDER = re.compile(r"\{(\w*)\}")


def event(code: str, details: dict[str, str | int]) -> Event:
    return Event(code=code, object_label="示例轴承生产线项目", details=details, at=NOW)


@pytest.mark.parametrize("code", sorted(registered()))
def test_every_code_turns_into_a_sentence(code: str) -> None:
    words = str(sentence_of(event(code, SAMPLES)))
    assert not PLACEHOLDER.search(words)
    assert "—" not in words, "a placeholder that no sample fills"
    for name in PLACEHOLDER.findall(template_of(code)):
        assert str(SAMPLES.get(name, "示例轴承生产线项目")) in words


@pytest.mark.parametrize("code", sorted(registered()))
def test_every_placeholder_has_a_name(code: str) -> None:
    assert all(PLACEHOLDER.findall(template_of(code)) or [True])


def test_a_detail_that_is_missing_reads_as_a_dash() -> None:
    assert str(sentence_of(event("post.taken", {}))) == "— 到任“示例轴承生产线项目”"


def test_what_the_sentence_does_not_name_is_not_shown() -> None:
    details: dict[str, str | int] = {"holder": "示例乙", "day": "2021-03-15"}
    assert str(sentence_of(event("post.left", details))) == "示例乙 离任“示例轴承生产线项目”"


def test_a_sentence_is_translated_before_it_is_filled() -> None:
    sentence = sentence_of(event("post.taken", {"holder": "示例乙"}))
    english = sentence.in_words_of({"{holder} 到任“{label}”": "{holder} took up {label}"}.get)
    assert english == "示例乙 took up 示例轴承生产线项目"
