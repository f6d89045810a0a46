"""Rule packs: what ships loads, one is in force, only the office adopts."""

from __future__ import annotations

import pytest

from guatu.journal.queries import events_of
from guatu.kit.refusals import Refusal
from guatu.projects.actions.packs import adopt
from guatu.projects.models import RulePack
from guatu.projects.packs import adopted_at, preset, preset_codes, rules_in_force
from guatu.projects.patrol import patrol
from tests.city import NOW, City
from tests.projects.looking import assert_forbidden, assert_totals_are_true, strangers


@pytest.mark.parametrize("code", ["default", "yinchuan"])
def test_what_ships_can_be_read(code):
    assert code in preset_codes()
    assert preset(code).dimensions


def test_our_default_applies_until_a_pack_is_adopted(city):
    assert rules_in_force(city.tenant).code == "default"
    assert adopted_at(city.tenant) is None
    adopt(city.tenant, "yinchuan", by=city.office, now=NOW)
    assert rules_in_force(city.tenant).code == "yinchuan"
    assert rules_in_force(city.outsider.tenant).code == "default"
    assert events_of(city.tenant.pk)[0].code == "pack.adopted"


def test_going_back_and_forth_keeps_one_in_force(city):
    for code in ("yinchuan", "default", "yinchuan"):
        adopt(city.tenant, code, by=city.office, now=NOW)
    assert [p.code for p in RulePack.objects.filter(in_force=True)] == ["yinchuan"]
    assert RulePack.objects.count() == 2


def test_other_rules_judge_anew(city):
    project = city.project()
    adopt(city.tenant, "yinchuan", by=city.office, now=NOW)
    patrol(city.tenant, now=NOW, everything=True)
    verdict = project.verdicts.first()
    assert verdict.body["pack"] == "yinchuan"
    assert_totals_are_true(city.tenant)


def test_only_the_office_adopts_and_only_what_there_is(city: City):
    assert_forbidden(
        lambda person: adopt(city.tenant, "yinchuan", by=person, now=NOW),
        city.head,
        city.inspector,
        city.system_admin,
        *strangers(city),
    )
    with pytest.raises(KeyError):
        adopt(city.tenant, "../default", by=city.office, now=NOW)
    assert not RulePack.objects.exists()


def test_a_pack_about_slips_gives_projects_no_light(city):
    with pytest.raises(Refusal, match="判的是交办单，不是项目"):
        adopt(city.tenant, "suqian", by=city.office, now=NOW)
    assert not RulePack.objects.exists()
