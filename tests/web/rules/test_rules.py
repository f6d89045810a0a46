"""Rule packs in words, and putting one in force."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from guatu.journal.queries import events_of
from guatu.projects import jobs
from guatu.projects.actions.packs import adopt, remember_default
from guatu.projects.models import PackAdoption, Project, RulePack
from guatu.projects.packs import preset, rules_in_force
from guatu.projects.patrol import recheck
from guatu.web.shared.rulewords import dimensions_of, linked
from tests.city import NOW, City
from tests.web.rules.adopting import adopting, token_of

HERE = "/rules/"


def text(browser: Client, address: str) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_without_a_choice_our_default_is_in_force(city: City, office: Client) -> None:
    html = text(office, HERE)
    assert "还没有采用过规则" in html
    assert "通用红黄绿灯" in html
    assert "银川红黄绿灯" in html


def test_the_default_that_was_kept_is_not_said_to_be_adopted(city: City, office: Client) -> None:
    remember_default([city.tenant], now=NOW)
    html = text(office, HERE)
    assert "还没有采用过规则" in html
    kept = html.split('id="adoptions"')[1]
    assert f"默认规则（第 {preset('default').version} 版）</a>自此起留存" in kept
    assert "系统" not in kept.split("</table>")[0]


def test_each_rule_reads_as_a_sentence_with_its_thresholds() -> None:
    """The published table of Yinchuan: 应开工未开工 three months is red, one or two yellow."""
    start = dimensions_of(preset("yinchuan"))[0]
    assert [(rule.light.value, rule.when) for rule in start.rules[:3]] == [
        ("red", "未开工，且应开工未开工不少于 3 个月"),
        ("yellow", "未开工，且应开工未开工不少于 1 个月、少于 3 个月"),
        ("green", "已开工"),
    ]
    progress = dimensions_of(preset("yinchuan"))[1]
    assert progress.rules[1].when == "低于序时在 10 到 30 个百分点之间（含两端）"


def test_what_we_added_to_a_published_table_is_marked() -> None:
    rules = dimensions_of(preset("yinchuan"))[1].rules
    assert [rule.is_default for rule in rules] == [False, False, True, False]


@pytest.mark.parametrize("code", ["default", "yinchuan"])
def test_a_pack_shows_its_source_terms_and_that_it_is_whole(
    city: City, office: Client, code: str
) -> None:
    html = text(office, f"{HERE}{code}/")
    assert "每个维度的每种取值都恰有一种颜色" in html
    assert "报进度的期限" in html
    assert "{" not in html.split("<main")[1].split("</main>")[0]


def test_an_address_in_a_source_ends_where_the_chinese_goes_on() -> None:
    made = linked("公布的规则，https://example.org/a.html；注明“默认”的<规则>")
    assert made == (
        '公布的规则，<a href="https://example.org/a.html" rel="noreferrer">'
        "https://example.org/a.html</a>；注明“默认”的&lt;规则&gt;"
    )


@pytest.fixture
def late_reporter(city: City) -> Project:
    """Begun in March, its January report still due: yellow by our default, green in Yinchuan."""
    march = date(2021, 3, 1)
    project = city.project(planned_start=march, actual_start=march)
    Project.objects.filter(pk=project.pk).update(listed_on=date(2021, 1, 4))
    project.refresh_from_db()
    recheck([project], now=NOW)
    assert project.light == "yellow"
    return project


def test_adopting_turns_the_lights_and_is_in_the_journal(
    city: City, office: Client, late_reporter: Project
) -> None:
    html = adopting(office, "yinchuan").content.decode()
    assert "已采用“银川红黄绿灯”：重判 1 个项目，1 个变灯" in html
    assert "在用，自 2021-03-15" in html
    assert rules_in_force(city.tenant).code == "yinchuan"
    late_reporter.refresh_from_db()
    assert late_reporter.light == "green"
    codes = list(events_of(city.tenant.pk).values_list("code", flat=True)[:2])
    assert codes == ["light.turned", "pack.adopted"]


def test_adopting_twice_leaves_one_pack_in_force(city: City, office: Client) -> None:
    sent = {"token": token_of(office, "yinchuan")}
    for _time in range(2):
        assert office.post(f"{HERE}yinchuan/adoption/", sent).status_code == 302
    assert RulePack.objects.filter(tenant=city.tenant, in_force=True).count() == 1
    assert PackAdoption.objects.count() == 1
    assert "试算后采用" not in text(office, f"{HERE}yinchuan/")
    assert "试算后采用" in text(office, f"{HERE}default/")


def test_who_has_not_seen_the_back_test_is_sent_there(city: City, office: Client) -> None:
    answer = office.post(f"{HERE}yinchuan/adoption/", follow=True)
    assert answer.redirect_chain == [(f"{HERE}yinchuan/trial/", 302)]
    assert "采用前请先看这套规则的试算" in answer.content.decode()
    assert rules_in_force(city.tenant).code == "default"


def test_a_look_at_one_pack_does_not_count_for_another(city: City, office: Client) -> None:
    sent = {"token": token_of(office, "yinchuan")}
    draft = office.post(f"{HERE}yinchuan/copy/")["Location"].split("/")[2]
    answer = office.post(f"{HERE}{draft}/adoption/", sent | {"seen": "1"}, follow=True)
    assert "采用前请先看这套规则的试算" in answer.content.decode()


def test_a_pack_about_slips_is_shown_but_cannot_be_adopted(city: City, office: Client) -> None:
    html = text(office, f"{HERE}suqian/")
    assert "距办结时限不超过 3 个工作日" in html
    assert "这套规则判的是交办单，不是项目" in html
    assert "试算" not in html.split("<main")[1]
    answer = office.post(f"{HERE}suqian/adoption/")
    assert "判的是交办单，不是项目" in answer.content.decode()
    assert office.get(f"{HERE}suqian/trial/")["Location"] == f"{HERE}suqian/"
    assert rules_in_force(city.tenant).code == "default"


def test_many_projects_are_judged_in_a_job(
    city: City, office: Client, late_reporter: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "AT_ONCE", 0)
    assert "正在后台重判" in adopting(office, "yinchuan").content.decode()
    late_reporter.refresh_from_db()  # in tests a job runs at once
    assert late_reporter.light == "green"


@pytest.mark.parametrize("who", ["liaison", "reader", "inspector", "system_admin"])
def test_everyone_reads_the_rules_and_only_the_office_adopts(city: City, who: str) -> None:
    browser = city.client(getattr(city, who))
    assert "试算后采用" not in text(browser, f"{HERE}yinchuan/")
    answer = browser.post(f"{HERE}yinchuan/adoption/")
    assert answer.status_code == 403
    assert "采用亮灯规则" in answer.content.decode()
    assert rules_in_force(city.tenant).code == "default"


def test_a_neighbour_adopts_for_himself_only(city: City) -> None:
    adopting(city.client(city.outsider), "yinchuan")
    assert rules_in_force(city.tenant).code == "default"
    assert rules_in_force(city.outsider.tenant).code == "yinchuan"


def test_an_unknown_pack_is_not_there_and_reading_adopts_nothing(
    city: City, office: Client
) -> None:
    assert office.get(f"{HERE}nothing/").status_code == 404
    assert office.post(f"{HERE}nothing/adoption/").status_code == 404
    assert office.get(f"{HERE}yinchuan/adoption/").status_code == 405


def test_an_older_version_in_force_is_said(city: City, office: Client) -> None:
    row = adopt(city.tenant, "yinchuan", by=city.office, now=NOW)
    row.version, row.rules["version"] = "0", "0"
    row.save(update_fields=["version", "rules"])
    assert "在用的是旧版" in text(office, HERE)
    html = text(office, f"{HERE}yinchuan/")
    assert "在用的是这套规则的旧版" in html
    assert "试算后采用" in html
    assert "第 0 版" in text(office, f"{HERE}yinchuan/?version=0")
