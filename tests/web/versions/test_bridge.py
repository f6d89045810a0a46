"""The bridge from version to version: its steps lead exactly from one total to the next."""

from __future__ import annotations

from decimal import Decimal

from guatu.projects.actions.listing import edit_project
from guatu.projects.queries.versions import version_rows
from guatu.web.versions.bridge import bridge_of
from tests.city import NOW
from tests.projects.listing_years import ADDED, WITHDRAWN, adjust, found, move


def test_every_step_begins_where_the_one_before_ended(city):
    gone, dearer = city.project("示例退出"), city.project("示例续建")
    first = found(city)
    values = {"total_investment": Decimal(60_000)}
    edit_project(dearer, values, seen=dearer.version, by=city.office, now=NOW)
    new = {"name": "示例新项目", "total_investment": Decimal(30_000)}
    second = adjust(city, move(WITHDRAWN, gone), move(ADDED, values=new))

    bridge = bridge_of(version_rows([first, second]))

    assert [bar.kind for bar in bridge.bars] == ["whole", "out", "in", "moved", "whole"]
    assert [bar.count for bar in bridge.bars] == ["2 个", "−1 个", "+1 个", "1 个", "2 个"]
    assert [bar.money for bar in bridge.bars[1:4]] == ["−5.2 亿元", "+3 亿元", "+8,000 万元"]
    start, out, come, moved, end = bridge.bars
    assert (start.link, come.link) == (out.y, come.y)
    assert abs((out.link or 0) - (come.y + come.height)) < 0.2
    assert (moved.link, end.y) == (end.y, moved.y)


def test_one_version_is_one_bar_and_an_empty_list_has_no_height(city):
    city.project(total_investment=None)
    bridge = bridge_of(version_rows([found(city)]))
    assert [(bar.kind, bar.link) for bar in bridge.bars] == [("whole", None)]
    assert not bridge.broken
    assert bridge_of([]).bars == ()
