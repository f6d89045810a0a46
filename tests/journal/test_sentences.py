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
    "at_most": 2,
    "after": "红",
    "all": 6,
    "before": "黄",
    "blocked": 1,
    "board": "指挥大厅展板",
    "calendar": "2021-2",
    "caps": 6,
    "carried": 2,
    "cell": "本周计划",
    "changed": 3,
    "changes": "每个单位派单由 6（超限提示） 改为 8（超限提示）",
    "channel": "电子邮件",
    "colour": "黄单",
    "columns": "项目名称、总投资",
    "count": 9,
    "counted": "每周到期",
    "day": "2021-03-15",
    "days": 5,
    "decided": 4,
    "digest": "3f2a91c04e77d01b",
    "dimension": "投资进度",
    "done": 3,
    "due": "2021-03-26 17:30",
    "evidence": "已取得批文",
    "fields": "总投资（万元）",
    "filed": 33,
    "filename": "来自外网.zip",
    "finding": "部分属实",
    "fingerprint": "3f2a 91c0 4e77",
    "finish": "2021-12-31",
    "first": "2021-01-01",
    "found": "围墙未拆",
    "gone": 1,
    "grade": "较好",
    "hard": 1,
    "holder": "示例乙",
    "holes": 2,
    "indicator": "完成投资",
    "invested": "3000",
    "item": "工业增加值增幅",
    "items": 5,
    "kept": "已被他人修改",
    "kind": "用地",
    "label": "投诉〔2021〕3号",
    "last": "2021-03-01",
    "late": 3,
    "left": 2,
    "leg": "办结",
    "length": 1280,
    "letter": "08:00",
    "lists": 37,
    "longest": 4,
    "measure": "派单",
    "milestone": "主体封顶",
    "missing": 4,
    "moment": "2021-03-15 09:00",
    "month": "3 月",
    "moved": 3,
    "n": 2,
    "name": "示例住建局",
    "need": "供地",
    "new": 88,
    "next": "2021-03-16",
    "number": 1,
    "page": "名次与升降",
    "pages": 5,
    "physical": "基础完工",
    "place": "二楼会议室",
    "planned": "2021-03-20 09:00",
    "points": "12",
    "pool": 40,
    "project": "示例轴承生产线项目",
    "projects": 4,
    "promiser": "示例丙",
    "quarter": "2021年一季度",
    "quiet": "22:00至07:00",
    "reason": "供地未落实",
    "refused": 1,
    "reports": 184,
    "reserved": 1,
    "restored": 2,
    "review": "完成情况清楚",
    "revision": 2,
    "rhythms": "周清单、月调度",
    "roles": "联络员",
    "round": 2,
    "rows": 93,
    "rung": "催办",
    "same": 1,
    "seq": 2947,
    "since": "2021-03-10",
    "site": "示例产业园",
    "size": 640,
    "slip": 12,
    "source": "银川红黄绿灯",
    "split": 1,
    "started": 1,
    "state": "已办结",
    "step": "较有把握",
    "steps": 6,
    "supplier": "市自然资源和规划局",
    "target": "规上工业增加值",
    "task": "完成规上企业培育",
    "times": 3,
    "total": "387000",
    "uncleared": 1,
    "unit": "市交通运输局",
    "units": "示例住建局、示例工信局",
    "until": "2021-06-30",
    "week": "2021-03-15",
    "what": "缓议",
    "where": "工业立市",
    "why": "没有登记实际开工",
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
