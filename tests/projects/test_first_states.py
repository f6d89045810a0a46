"""A database from before states were kept: what its migration and the first patrol make of it."""

from __future__ import annotations

from importlib import import_module

from django.apps import apps

from guatu.projects.models import PackAdoption, ProjectState, RulePack, Tally
from guatu.projects.packs import preset_text
from guatu.projects.patrol import patrol
from guatu.projects.replay import standard_at
from tests.city import NOW, City
from tests.projects.looking import assert_totals_are_true

first_states = import_module("guatu.projects.migrations.0003_first_states")


def upgrade() -> None:
    ProjectState.objects.all().delete()
    for operation in first_states.Migration.operations:
        operation.code(apps, None)


def test_totals_count_every_project_once(city: City) -> None:
    city.project("示例甲项目")
    city.project("示例子项", parent=city.project("示例打包项目"))
    upgrade()
    patrol(city.tenant, now=NOW)
    assert ProjectState.objects.count() == 3
    assert Tally.objects.get(by="city").projects == 2
    assert_totals_are_true(city.tenant)


def test_a_pack_in_force_judges_on_and_is_known_for_the_past(city: City) -> None:
    text = {**preset_text("yinchuan"), "version": "1"}
    RulePack.objects.create(
        tenant=city.tenant, code="yinchuan", version="1", name="银川", rules=text,
        adopted_at=NOW, in_force=True,
    )  # fmt: skip
    upgrade()
    upgrade()
    assert PackAdoption.objects.get().at == NOW
    assert standard_at(city.tenant, NOW).judge.pack.code == "yinchuan"
