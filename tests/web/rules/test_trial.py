"""The back-test as a picture: bars, cells, who would turn today."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from guatu.projects.actions.listing import withdraw_project
from guatu.projects.choices import Nature
from guatu.projects.models import Project
from guatu.projects.packs import preset
from guatu.projects.patrol import recheck
from guatu.web.rules import trial
from guatu.web.rules.finding import Pack
from guatu.web.rules.trial import HEIGHT, picture_of
from tests.city import NOW, TODAY, City
from tests.projects.chance import project_at
from tests.projects.days import FIRST, morning

YINCHUAN = Pack(preset("yinchuan"), None, in_force=False)


@pytest.fixture
def late(city: City) -> Project:
    """Its January report is due: yellow by our default, green in Yinchuan."""
    march = date(2021, 3, 1)
    project = city.project("示例迟报项目", planned_start=march, actual_start=march)
    Project.objects.filter(pk=project.pk).update(listed_on=date(2021, 1, 4))
    project.refresh_from_db()
    recheck([project], now=NOW)
    return project


def test_a_light_that_would_differ_is_framed_and_listed_with_its_reason(
    city: City, office: Client, late: Project
) -> None:
    answer = office.get("/rules/yinchuan/trial/")
    html = answer.content.decode()
    picture = answer.context["picture"]
    assert [(one.name, one.shown, one.light) for one in picture.turned] == [
        ("示例迟报项目", "yellow", "green")
    ]
    last = picture.rows[0].spots[-1]
    assert (last.light, last.differs) == ("green", True)
    assert "当时黄，按这套规则绿" in last.title
    assert "采用后今天会变灯的项目" in html
    assert "示例迟报项目" in html
    assert 'class="spot is-green is-differs"' in html


def test_bars_stand_on_the_ground_and_are_as_high_as_there_are_projects(
    city: City, late: Project
) -> None:
    city.project("示例第二个项目")
    months = picture_of(city.tenant, YINCHUAN, TODAY).months
    today = months[-1]
    assert (today.label, today.changed) == ("今天", 1)
    for bar in (today.shown, today.tried):
        assert sum(block.height for block in bar) == pytest.approx(HEIGHT)
        assert bar[0].y + bar[0].height == pytest.approx(HEIGHT)
    assert sum(block.count for block in today.shown) == 2


def test_before_anything_was_kept_nothing_is_said_to_have_been_shown(
    city: City, late: Project
) -> None:
    """Listed on 15 March: the ends of January and February are assumed from then."""
    picture = picture_of(city.tenant, YINCHUAN, TODAY)
    assert [month.label for month in picture.months] == ["1月", "2月", "今天"]
    assert picture.months[0].shown == ()
    spot = picture.rows[0].spots[0]
    assert spot is not None
    assert (spot.assumed, spot.differs) == (True, False)
    assert "当时没有记录" in spot.title


def test_what_has_left_the_list_since_is_counted_apart(
    city: City, office: Client, late: Project
) -> None:
    project_at(city, morning(FIRST), "示例撤回项目")
    gone = Project.objects.get(name="示例撤回项目")
    assert "今天计入合计" not in office.get("/rules/yinchuan/trial/").content.decode()
    withdraw_project(gone, reason="合并", by=city.office, now=NOW)
    city.project("示例储备项目", nature=Nature.RESERVE)
    html = office.get("/rules/yinchuan/trial/").content.decode()
    assert "3 个项目，各月末和今天" in html
    told = "今天计入合计的 1 个，不计入合计的子项和储备项目 1 个，后来移出清单的 1 个"
    assert told in html


def test_of_very_many_a_sample_is_tried_and_that_is_said(
    city: City, office: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in range(5):
        city.project(f"示例{n}项目")
    monkeypatch.setattr(trial, "MOST_TRIED", 2)
    answer = office.get("/rules/yinchuan/trial/")
    assert "在册 5 个项目，按序号均匀抽取 2 个试算" in answer.content.decode()
    assert [row.number for row in answer.context["picture"].rows] == [1, 3]


def test_of_many_rows_those_that_change_come_first(
    city: City, office: Client, late: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    Project.objects.filter(pk=late.pk).update(number=9)
    city.project("示例不变项目")
    monkeypatch.setattr(trial, "MOST_ROWS", 1)
    answer = office.get("/rules/yinchuan/trial/")
    assert [row.name for row in answer.context["picture"].rows] == ["示例迟报项目"]
    assert "另有 1 个项目没有列出" in answer.content.decode()


def test_without_projects_there_is_nothing_to_try_and_adopting_is_possible(
    city: City, office: Client
) -> None:
    html = office.get("/rules/yinchuan/trial/").content.decode()
    assert "还没有可以试算的项目" in html
    assert "采用这套规则" in html


def test_what_a_running_patrol_does_is_said_before_adopting(city: City, office: Client) -> None:
    html = office.get("/rules/yinchuan/trial/").content.decode()
    assert "正在进行的巡检" in html
    assert "不会有项目停在旧规则上" in html


@pytest.mark.parametrize(("who", "status"), [("deputy", 200), ("inspector", 200),
                                             ("liaison", 403), ("reader", 403)])  # fmt: skip
def test_who_steers_may_look_and_only_the_office_adopts(city: City, who: str, status: int) -> None:
    answer = city.client(getattr(city, who)).get("/rules/yinchuan/trial/")
    assert answer.status_code == status
    assert 'id="adopt"' not in answer.content.decode()


def test_a_neighbour_sees_only_his_own(city: City, late: Project) -> None:
    html = city.client(city.outsider).get("/rules/yinchuan/trial/").content.decode()
    assert late.name not in html
