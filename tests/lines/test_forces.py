"""Command posts and task forces."""

from __future__ import annotations

import pytest

from guatu.journal.queries import history_of
from guatu.kit.refusals import Refusal
from guatu.lines.actions import change_task_force, create_headquarters, create_task_force
from guatu.lines.models import TaskForce
from guatu.org.access import Forbidden
from guatu.org.models import Post, Tenant
from tests.city import NOW, City


def test_a_task_force_is_formed_of_posts(city: City) -> None:
    force = create_task_force(
        city.tenant,
        {"name": "工业专班", "line": city.industry_line, "head": city.posts["deputy"]},
        members=[city.posts["head"], city.posts["liaison"]],
        by=city.office,
        now=NOW,
    )

    assert {p.title for p in force.members.all()} == {"局长", "联络员"}
    assert [e.code for e in history_of(force.pk)] == ["task_force.created"]


def test_members_are_replaced_and_the_change_is_kept(city: City) -> None:
    force = create_task_force(
        city.tenant, {"name": "工业专班"}, members=[city.posts["head"]], by=city.office, now=NOW
    )

    change_task_force(
        force, {"rhythm": "每周一调度"}, members=[city.posts["liaison"]], by=city.office, now=NOW
    )

    stored = TaskForce.objects.get(pk=force.pk)
    assert stored.rhythm == "每周一调度"
    assert list(stored.members.all()) == [city.posts["liaison"]]
    changes = history_of(force.pk).first().details["changes"]
    assert changes["members"] == [["示例工信局 局长"], ["示例工信局 联络员"]]
    assert change_task_force(force, {}, by=city.office, now=NOW) == {}


def test_a_command_post_drives_lines(city: City) -> None:
    row = create_headquarters(
        city.tenant,
        {"name": "挂图作战总指挥部", "commander": city.posts["deputy"], "office_unit": city.root},
        lines=[city.industry_line, city.housing_line],
        by=city.office,
        now=NOW,
    )

    assert list(city.industry_line.headquarters.all()) == [row]


def test_names_are_given_once(city: City) -> None:
    create_task_force(city.tenant, {"name": "工业专班"}, by=city.office, now=NOW)

    with pytest.raises(Refusal, match="已经设立"):
        create_task_force(city.tenant, {"name": "工业专班"}, by=city.office, now=NOW)
    with pytest.raises(Refusal, match="请填写名称"):
        create_headquarters(city.tenant, {"name": " "}, by=city.office, now=NOW)


def test_posts_of_the_neighbour_are_no_members(city: City) -> None:
    theirs = Post.objects.get(tenant=city.outsider.tenant)

    with pytest.raises(Refusal, match="不属于本地"):
        create_task_force(
            city.tenant, {"name": "工业专班"}, members=[theirs], by=city.office, now=NOW
        )


@pytest.mark.parametrize("who", ["head", "deputy", "system_admin", "outsider"])
def test_only_the_office_forms_them(city: City, who: str) -> None:
    tenant = Tenant.objects.get(pk=city.tenant.pk)

    with pytest.raises(Forbidden):
        create_task_force(tenant, {"name": "工业专班"}, by=getattr(city, who), now=NOW)
