"""The library of a government: adopted, changed, its loops refused, its defaults put back."""

from __future__ import annotations

from datetime import timedelta

import pytest

from guatu.journal.queries import events_of, history_of
from guatu.kit.refusals import Refusal, StateChanged
from guatu.org.access import Forbidden
from guatu.procedures.actions import (
    add_procedure,
    adopt_library,
    change_procedure,
    remove_procedure,
    restore_defaults,
)
from guatu.procedures.library import library_of, preset
from guatu.procedures.models import Procedure
from tests.city import NOW, City

LATER = NOW + timedelta(hours=1)
NEW = {
    "group": "c",
    "name": "洪水影响评价",
    "owner": "水利",
    "unit": None,
    "statutory_days": 20,
    "promised_days": 10,
    "counting": "workdays",
    "place": "before",
    "after": ["filing"],
    "condition": "位于河道管理范围",
}


@pytest.fixture
def library(city: City) -> list[Procedure]:
    return adopt_library(city.tenant, by=city.office, now=NOW)


def named(city: City, code: str) -> Procedure:
    return Procedure.objects.get(tenant=city.tenant, code=code)


def codes(city: City) -> list[str]:
    told = events_of(city.tenant.pk).filter(code__startswith="procedure.")
    return [event.code for event in told]


def test_what_ships_is_adopted_once_and_its_days_are_marked_as_defaults(
    city: City, library: list[Procedure]
) -> None:
    assert [row.code for row in library] == list(preset())
    assert all(row.by_default for row in library)
    again = adopt_library(city.tenant, by=city.office, now=LATER)
    assert [row.pk for row in again] == [row.pk for row in library]
    assert codes(city) == ["procedure.adopted"]


def test_a_promise_of_the_city_makes_a_procedure_its_own_and_stands_in_the_journal(
    city: City, library: list[Procedure]
) -> None:
    row = named(city, "impact_form")
    values = {"promised_days": 15, "unit": city.housing}
    change_procedure(row, values, seen=1, by=city.office, now=NOW)

    row.refresh_from_db()
    assert (row.promised_days, row.unit, row.by_default, row.version) == (
        15,
        city.housing,
        False,
        2,
    )
    event = history_of(row.pk).get()
    assert event.details["fields"] == "承诺天数、办理单位"
    assert event.details["changes"]["promised_days"] == [None, 15]
    assert change_procedure(row, values, seen=2, by=city.office, now=NOW) == {}


def test_only_the_office_keeps_the_library(city: City, library: list[Procedure]) -> None:
    row = named(city, "energy")
    for person in (city.liaison, city.head, city.reader, city.system_admin, city.outsider):
        with pytest.raises(Forbidden):
            change_procedure(row, {"promised_days": 5}, seen=1, by=person, now=NOW)
        with pytest.raises(Forbidden):
            adopt_library(city.tenant, by=person, now=NOW)
        with pytest.raises(Forbidden):
            remove_procedure(row, seen=1, by=person, now=NOW)


def test_who_comes_second_is_told_who_was_first(city: City, library: list[Procedure]) -> None:
    row = named(city, "energy")
    change_procedure(row, {"promised_days": 5}, seen=1, by=city.office, now=NOW)
    with pytest.raises(StateChanged, match="示例甲 在 03-15 09:00 改过“节能审查”"):
        change_procedure(row, {"promised_days": 6}, seen=1, by=city.office, now=LATER)
    assert named(city, "energy").promised_days == 5


def test_a_loop_is_refused_by_naming_it_and_nothing_is_written(
    city: City, library: list[Procedure]
) -> None:
    row = named(city, "filing")
    with pytest.raises(Refusal, match="成环") as refused:
        change_procedure(
            row, {"after": ["registration", "building_permit"]}, seen=1, by=city.office, now=NOW
        )
    assert "“质安监与施工许可”" in str(refused.value)
    assert list(refused.value.fields) == ["after"]
    assert named(city, "filing").after == ["registration"]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "项目赋码"}, "name"),
        ({"statutory_days": 0}, "statutory_days"),
        ({"statutory_days": None}, "statutory_days"),
        ({"promised_days": 5000}, "promised_days"),
        ({"counting": "weeks"}, "counting"),
        ({"group": "z"}, "group"),
        ({"after": ["nowhere"]}, "after"),
        ({"alternative": "评价文件"}, "condition"),
        ({"owner": "水" * 41}, "owner"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(
    city: City, library: list[Procedure], values: dict[str, object], field: str
) -> None:
    with pytest.raises(Refusal) as refused:
        add_procedure(city.tenant, NEW | values, by=city.office, now=NOW)
    assert field in refused.value.fields
    assert len(library_of(city.tenant)) == len(library)


def test_a_unit_of_another_city_is_refused(city: City, library: list[Procedure]) -> None:
    theirs = city.outsider.holdings.get().post.unit
    with pytest.raises(Refusal, match="不属于本地"):
        add_procedure(city.tenant, NEW | {"unit": theirs}, by=city.office, now=NOW)


def test_a_promise_longer_than_the_law_is_kept(city: City, library: list[Procedure]) -> None:
    row = named(city, "filing")
    change_procedure(row, {"promised_days": 9}, seen=1, by=city.office, now=NOW)
    assert named(city, "filing").promised_days == 9


def test_what_waited_for_a_removed_one_waits_for_its_forerunners(
    city: City, library: list[Procedure]
) -> None:
    remove_procedure(named(city, "land_permit"), seen=1, by=city.office, now=NOW)
    assert named(city, "works_permit").after == ["land_auction"]
    assert "land_auction" in named(city, "building_permit").after
    assert codes(city)[0] == "procedure.removed"


def test_defaults_come_back_and_the_citys_own_stay(city: City, library: list[Procedure]) -> None:
    own = add_procedure(city.tenant, NEW, by=city.office, now=NOW)
    values = {"promised_days": 5, "unit": city.housing}
    change_procedure(named(city, "energy"), values, seen=1, by=city.office, now=NOW)
    remove_procedure(named(city, "drawings"), seen=1, by=city.office, now=NOW)

    changed, added = restore_defaults(city.tenant, by=city.office, now=LATER)

    energy = named(city, "energy")
    assert (energy.promised_days, energy.by_default, energy.unit) == (None, True, city.housing)
    assert named(city, "drawings").by_default
    assert named(city, own.code).name == "洪水影响评价"
    # the permit had lost its link to the drawings
    assert (changed, added) == (2, 1)
    assert restore_defaults(city.tenant, by=city.office, now=LATER) == (0, 0)


def test_one_procedure_alone_can_be_put_back(city: City, library: list[Procedure]) -> None:
    for code in ("energy", "filing"):
        change_procedure(named(city, code), {"promised_days": 2}, seen=1, by=city.office, now=NOW)
    assert restore_defaults(city.tenant, ["energy"], by=city.office, now=NOW) == (1, 0)
    assert named(city, "filing").promised_days == 2


def test_another_city_has_its_own(city: City, library: list[Procedure]) -> None:
    theirs = city.outsider.tenant
    assert library_of(theirs) == []
    assert not Procedure.objects.visible_to(city.outsider).exists()
    adopt_library(theirs, by=city.outsider, now=NOW)
    assert len(library_of(theirs)) == len(library)
