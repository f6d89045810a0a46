"""The first hour of a real installation."""

from __future__ import annotations

import pytest

from guatu.journal.queries import events_of
from guatu.kit.refusals import Refusal
from guatu.lines.actions import create_line
from guatu.org.actions import (
    Founding,
    add_unit,
    create_post,
    found_tenant,
    hand_over,
    open_account,
    set_roles,
)
from guatu.org.choices import AdminKind, Role
from guatu.org.models import Tenant, Unit, User
from tests.city import NOW, PASSWORD, TODAY


def found(**changed: str | int) -> Founding:
    given = {"name": "示例县", "short_name": "", "region_code": "370899", "year": 2021} | changed
    return found_tenant(
        **given,
        username="first",
        person="示例甲",
        password=PASSWORD,
        now=NOW,
    )


@pytest.mark.django_db
def test_the_first_administrator_can_work_at_once() -> None:
    founding = found()

    first = User.objects.get(username="first")
    assert first.access.roles == {Role.OFFICE}
    assert first.admin_kind == AdminKind.SYSTEM
    assert founding.post.holder_label == "示例甲（主任）"
    assert Unit.objects.get_parent(founding.office) == founding.root
    assert founding.tenant.short_name == "示例县"
    line = create_line(
        founding.tenant, {"number": 1, "title": "工业立市"}, year=2021, by=first, now=NOW
    )
    assert line.status == "draft"


@pytest.mark.django_db
def test_three_administrators_bring_the_place_to_life() -> None:
    founding = found()
    first = founding.admin
    guard = open_account(
        founding.tenant,
        "guard",
        "示例乙",
        PASSWORD,
        admin_kind=AdminKind.SECURITY,
        by=first,
        now=NOW,
    )
    clerk = open_account(founding.tenant, "clerk", "示例丙", PASSWORD, by=first, now=NOW)
    bureau = add_unit(founding.tenant, "示例工信局", parent=founding.root, by=first, now=NOW)
    post = create_post(bureau, "联络员", by=first, now=NOW)
    hand_over(post, clerk, on=TODAY, by=first, now=NOW)

    set_roles(post, [Role.LIAISON], by=guard, now=NOW)

    assert User.objects.get(pk=clerk.pk).access.unit_ids == {bureau.pk}


@pytest.mark.django_db
def test_everything_is_in_the_journal_without_gaps() -> None:
    founding = found()

    events = list(events_of(founding.tenant.pk).order_by("seq"))
    assert [e.seq for e in events] == list(range(1, len(events) + 1))
    assert [e.code for e in events] == [
        "tenant.created",
        "unit.created",
        "unit.created",
        "user.created",
        "post.created",
        "post.granted",
        "post.taken",
    ]
    assert {e.actor_name for e in events} == {"系统"}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changed", "field"),
    [({"name": " "}, "name"), ({"region_code": "3708"}, "region_code"), ({"year": 21}, "year")],
)
def test_a_bad_beginning_leaves_nothing_behind(changed: dict[str, str], field: str) -> None:
    with pytest.raises(Refusal) as refused:
        found(**changed)

    assert set(refused.value.fields) == {field}
    assert not Tenant.objects.exists()


@pytest.mark.django_db
def test_a_weak_password_founds_nothing() -> None:
    with pytest.raises(Refusal) as refused:
        found_tenant(
            "示例县", "", "", 2021, username="first", person="示例甲", password="12", now=NOW
        )

    assert set(refused.value.fields) == {"password"}
    assert not Tenant.objects.exists()


@pytest.mark.django_db
def test_a_place_is_founded_once() -> None:
    found()

    with pytest.raises(Refusal, match="已经建立"):
        found()
