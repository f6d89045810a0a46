"""The milestone templates that ship: each is a plan that can be scheduled as it stands."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

import guatu
from guatu.domain.schedule import Activity, Link, ProjectPlan, backplan, build_network, schedule
from guatu.domain.workcalendar import WorkCalendar
from guatu.workdays.seed import seed_days

FILE = Path(guatu.__file__).parent / "projects" / "presets" / "milestone_templates.json"
TEMPLATES = json.loads(FILE.read_text(encoding="utf-8"))
CALENDAR = WorkCalendar.from_days(
    "试用", date(2020, 1, 1), date(2026, 12, 31), seed_days(2020, 2026)
)
START = date(2021, 3, 1)

each = pytest.mark.parametrize("template", TEMPLATES, ids=lambda template: template["code"])


def network(template):
    activities = [Activity(a["code"], a["name"], a["duration"]) for a in template["activities"]]
    links = [Link(**link) for link in template["links"]]
    return build_network([ProjectPlan(template["code"], START, activities, links)])


def test_the_steps_are_those_of_the_trade_in_their_order():
    names = {one["code"]: [a["name"] for a in one["activities"]] for one in TEMPLATES}
    assert names == {
        "general_building": [
            "立项",
            "用地",
            "规划许可",
            "施工许可",
            "开工",
            "基础完工",
            "主体封顶",
            "装饰安装",
            "竣工验收",
        ],
        "industrial_building": (
            [
                "拆迁",
                "打桩",
                "开挖",
                "正负零",
                "主体封顶",
                "主体竣工",
                "设备安装调试",
                "部分投产",
                "全部投产",
            ]
        ),
        "plant": ["基础完工", "结构封顶", "土建和水电完工", "设备安装完成", "试运行", "竣工投产"],
        "road_bridge": ["征拆", "便道便桥", "桩基", "下部", "上部", "路面", "附属", "交工", "通车"],
        "water": ["围堰", "主体", "护岸", "设备", "通水", "验收"],
        "tourism": ["规划", "土建", "装饰布展", "试运营", "开放"],
        "improvement": ["方案审定", "招标采购", "实施过半", "全面完工", "竣工验收"],
    }


@each
def test_a_template_names_its_source_and_that_its_durations_are_defaults(template):
    assert set(template) == {"code", "name", "source", "default", "activities", "links"}
    assert "默认值" in template["source"]
    assert template["default"] is not ("公开做法" in template["source"])


@each
def test_weights_add_up_to_the_whole_and_the_last_step_is_promised(template):
    assert sum(a["weight"] for a in template["activities"]) == 100
    assert template["activities"][-1]["commit"] is True


@each
def test_a_template_is_one_connected_chain_whose_dates_never_fall(template):
    result = schedule(network(template), [CALENDAR])
    # Listed order is working order, so a plan made from it reads from top to bottom.
    assert [a.id for a in result.activities()] == [a["code"] for a in template["activities"]]
    found = result.activities()
    assert [a.driver for a in found].count(None) == 1
    starts, finishes = [a.early_start for a in found], [a.early_finish for a in found]
    assert starts[0] == START
    assert starts == sorted(starts)
    assert finishes == sorted(finishes)
    assert found[-1].total_slack == 0


@each
def test_a_template_can_be_planned_back_from_a_promise(template):
    net = network(template)
    finish = schedule(net, [CALENDAR]).project().early_finish
    kept = backplan(net, [CALENDAR], finish)
    missed = backplan(net, [CALENDAR], CALENDAR.add_workdays(finish, -10))
    assert (kept.short_by, missed.short_by) == (0, 10)
    assert 10 in [one.gain for one in missed.compressions]


def test_there_is_an_overlap_in_every_template_but_never_a_start_without_cause():
    for template in TEMPLATES:
        assert any(link["type"] in ("SS", "FF") for link in template["links"])
        for link in template["links"]:
            assert link["type"] in ("FS", "SS", "FF", "SF")
            assert link["lag"] >= 0 or link["type"] == "FS"
