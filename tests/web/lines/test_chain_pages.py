"""The responsibility chain of a line and of all lines: seen, exported, mended with one click."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from decimal import Decimal
from io import StringIO
from typing import Any

import pytest
from django.test import Client

from guatu.lines.actions import add_score_item, entrust_target
from guatu.lines.models import ScoreItem, Target, WorkLine
from guatu.org.choices import Role
from guatu.org.models import PostRole
from guatu.projects.actions.chain import link_target
from guatu.projects.models import Project
from tests.city import NOW, City
from tests.web.rail import BADGES


def text(browser: Client, address: str) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def here(line: WorkLine, rest: str = "") -> str:
    return f"/lines/{line.pk}/chain/{rest}"


def said(browser: Client, address: str, values: dict[str, Any]) -> str:
    """Post a form and read the page that it leads back to."""
    answer = browser.post(address, values, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def forms_in(html: str, ending: str) -> Iterator[dict[str, str]]:
    """What a browser would send of each form whose address ends so, nothing touched."""
    for address, body in re.findall(r'<form [^>]*action="([^"]+)"[^>]*>(.*?)</form>', html, re.S):
        if address.endswith(ending):
            typed = dict(re.findall(r'<input [^>]*?name="(\w+)" value="([^"]*)"', body))
            for name, options in re.findall(r'<select [^>]*name="(\w+)".*?>(.*?)</select>', body):
                chosen = re.search(r'value="([^"]*)" selected', options)
                first = re.search(r'value="([^"]*)"', options)
                assert first
                typed[name] = (chosen or first).group(1)
            yield {"action": address} | typed


def click(browser: Client, html: str, ending: str) -> str:
    """Send the only form with that ending as it stands: the one click."""
    (form,) = forms_in(html, ending)
    return said(browser, form.pop("action"), form)


@pytest.fixture
def target(running: WorkLine) -> Target:
    return running.targets.get()


@pytest.fixture
def whole(city: City, running: WorkLine, target: Target) -> Project:
    """A chain without a loose end."""
    project = city.project(owner_post=city.posts["head"])
    link_target(project, target, by=city.office, now=NOW)
    entrust_target(target, city.posts["head"], by=city.office, now=NOW)
    item = {"name": "规上企业入库", "points": Decimal(8), "words": "每少 1 家扣 0.2 分"}
    tied = {"target": target, "post": city.posts["head"]}
    add_score_item(running, item | tied, by=city.office, now=NOW)
    return project


def test_four_columns_with_status_light_and_points(
    city: City, office: Client, running: WorkLine, whole: Project
) -> None:
    html = text(office, here(running))
    for words in ("新增规上企业", "40 家", whole.name, "示例丁（局长）", "规上企业入库", "8 分"):
        assert words in html
    assert "未到期" in html  # the target has no figure yet
    assert "暂无数据" in html  # nothing is reported of the project
    assert "没有缺口" in html
    assert "四级都接上了" in html
    assert "数据截至" in html


def test_every_loose_end_is_mended_with_one_click(
    city: City, office: Client, running: WorkLine, target: Target
) -> None:
    project = city.project("示例新增规上企业厂房项目", owner_post=None)
    html = text(office, here(running))
    assert "缺口 4 处" in html
    (links,) = {form["project"] for form in forms_in(html, "/chain/links/")}
    assert links == str(project.pk)
    for form in list(forms_in(html, "/chain/links/"))[:1]:
        html = said(office, form.pop("action"), form)
    assert "“示例新增规上企业厂房项目”已挂到目标“新增规上企业”" in html
    for form in list(forms_in(html, "/chain/posts/")):
        html = said(office, form.pop("action"), form)
    assert "由示例丁（局长）负责" in html
    html = click(office, html, "/chain/score-items/")
    assert "已设定考核事项“新增规上企业”" in html
    assert "四级都接上了" in html
    project.refresh_from_db()
    target.refresh_from_db()
    assert (list(project.targets.all()), project.owner_post) == ([target], city.posts["head"])
    item = ScoreItem.objects.get()
    assert (item.target, item.post, item.points) == (target, target.post, Decimal(5))


def test_a_project_is_taken_away_from_a_target(
    city: City, office: Client, running: WorkLine, target: Target, whole: Project
) -> None:
    page = text(office, here(running))
    assert "“示例轴承生产线项目”不再支撑目标“新增规上企业”？" in page  # asked first
    html = click(office, page, "/chain/links/removal/")
    assert "“示例轴承生产线项目”已不再支撑目标“新增规上企业”" in html
    assert "没有挂到目标的项目" in html
    assert not list(forms_in(html, "/chain/links/removal/"))
    assert not whole.targets.exists()


def test_it_is_taken_away_only_by_those_who_may_change_the_project(
    city: City, running: WorkLine, target: Target, whole: Project
) -> None:
    sent = {"project": whole.pk, "target": target.pk}
    removal = here(running, "links/removal/")
    for user in (city.reader, city.inspector):
        browser = city.client(user)
        assert "取消挂接" not in text(browser, here(running))
        assert browser.post(removal, sent).status_code == 403
    assert city.client(city.outsider).post(removal, sent).status_code == 404
    assert city.client(city.other_liaison).post(removal, sent).status_code == 404
    assert whole.targets.exists()
    liaison = city.client(city.liaison)
    click(liaison, text(liaison, here(running)), "/chain/links/removal/")
    assert not whole.targets.exists()


def test_who_asks_for_a_day_of_the_past_is_told_that_chains_are_of_today(
    city: City, office: Client, running: WorkLine, whole: Project
) -> None:
    for address in (here(running), "/lines/chain/"):
        past = text(office, f"{address}?as_of=2021-02-20")
        assert "这里是现在的责任链，不是 2021-02-20 的" in past
        assert "数据截至 2021-03-15" in past
        assert "这里是现在的责任链" not in text(office, address)


def test_a_loose_score_item_is_tied(
    city: City, office: Client, running: WorkLine, whole: Project
) -> None:
    loose = {"name": "新增规上企业入库数", "points": Decimal(3)}
    item = add_score_item(running, loose, by=city.office, now=NOW)
    html = click(office, text(office, here(running)), f"/chain/score-items/{item.pk}/")
    assert "已补齐考核事项“新增规上企业入库数”" in html
    item.refresh_from_db()
    assert (item.target, item.post) == (running.targets.get(), city.posts["head"])


def test_a_click_too_late_says_who_was_faster(
    city: City, office: Client, running: WorkLine, target: Target
) -> None:
    entrust_target(target, city.posts["head"], by=city.office, now=NOW)
    values = {"target": target.pk, "post": city.posts["liaison"].pk}
    assert "已由示例工信局 局长负责，未作改动" in said(office, here(running, "posts/"), values)
    target.refresh_from_db()
    assert target.post == city.posts["head"]


@pytest.mark.parametrize(
    ("rest", "values"),
    [
        ("links/", {"target": ""}),
        ("posts/", {"post": ""}),
        ("score-items/", {"name": "甲", "points": "5"}),
    ],
)
def test_nothing_chosen_is_said_and_nothing_done(
    city: City, office: Client, running: WorkLine, rest: str, values: dict[str, str]
) -> None:
    assert "还没有选，请先在列表里选一项" in said(office, here(running, rest), values)
    assert not ScoreItem.objects.exists()


@pytest.mark.parametrize("points", ["许多", "0", "-1", "NaN", ""])
def test_points_that_are_none(
    city: City, office: Client, running: WorkLine, target: Target, points: str
) -> None:
    values = {"post": city.posts["head"].pk, "name": "甲", "points": points}
    assert "分值请填大于 0 的数" in said(office, here(running, "score-items/"), values)


def test_rows_that_are_not_there_are_not_found(
    city: City, office: Client, running: WorkLine, target: Target
) -> None:
    project, other = city.project(), Target.objects.create(line=city.housing_line, name="别线")
    post = city.posts["head"].pk
    for rest, values in (
        ("links/", {"project": project.pk, "target": other.pk}),
        ("links/", {"project": "甲", "target": target.pk}),
        ("links/removal/", {"project": project.pk, "target": other.pk}),
        ("links/removal/", {"project": project.pk}),
        ("posts/", {"target": target.pk, "post": city.outsider.holdings.get().post_id}),
        ("score-items/", {"post": post, "target": other.pk, "name": "甲", "points": "5"}),
        (f"score-items/{project.pk}/", {"post": post}),
    ):
        assert office.post(here(running, rest), values).status_code == 404


@pytest.mark.parametrize("who", ["reader", "inspector"])
def test_others_read_and_are_told_who_mends(
    city: City, running: WorkLine, target: Target, who: str
) -> None:
    project, browser = city.project(owner_post=None), city.client(getattr(city, who))
    html = text(browser, here(running))
    assert project.name in html
    assert 'class="row mend"' not in html
    assert "由考核专员或总指挥部办公室设定" not in html  # nothing of that kind is loose
    assert "由项目的牵头、责任单位或总指挥部办公室挂接" in html
    sent: dict[str, dict[str, Any]] = {
        "links/": {"project": project.pk, "target": target.pk},
        "posts/": {"project": project.pk, "post": city.posts["head"].pk},
        "score-items/": {"post": city.posts["head"].pk, "name": "甲", "points": "5"},
    }
    for rest, values in sent.items():
        assert browser.post(here(running, rest), values).status_code == 403
        assert browser.get(here(running, rest)).status_code == 405


def test_the_lead_unit_mends_but_does_not_score(
    city: City, running: WorkLine, target: Target
) -> None:
    city.project(owner_post=city.posts["head"])
    html = text(city.client(city.head), here(running))
    assert list(forms_in(html, "/chain/links/"))
    assert list(forms_in(html, "/chain/posts/"))
    assert not list(forms_in(html, "/chain/score-items/"))
    assert "由考核专员或总指挥部办公室设定" in html


def test_the_appraiser_scores_but_links_nothing(
    city: City, running: WorkLine, target: Target
) -> None:
    city.project(owner_post=city.posts["head"])
    PostRole.objects.create(post=city.posts["reader"], role=Role.APPRAISER)
    html = text(city.client(city.reader), here(running))
    assert list(forms_in(html, "/chain/score-items/"))
    assert not list(forms_in(html, "/chain/links/"))


def test_what_a_unit_may_not_see_is_counted_and_not_named(
    city: City, running: WorkLine, whole: Project
) -> None:
    html = text(city.client(city.other_liaison), here(running))
    assert whole.name not in html
    assert "另有 1 个项目不在您的可见范围" in html


def test_a_neighbour_finds_nothing(city: City, running: WorkLine) -> None:
    browser = city.client(city.outsider)
    for rest in ("", "export/"):
        assert browser.get(here(running, rest)).status_code == 404
    for rest in ("links/", "links/removal/", "posts/", "score-items/"):
        assert browser.post(here(running, rest), {}).status_code == 404


def test_whoever_is_not_logged_in_is_sent_to_the_door(running: WorkLine) -> None:
    for address in (here(running), "/lines/chain/"):
        assert "login" in Client().get(address)["Location"]


def test_an_empty_line_says_what_to_do(city: City, office: Client) -> None:
    assert "这条工作线还没有目标和项目" in text(office, here(city.housing_line))


def test_the_sheet_has_a_row_for_each_way_through(
    city: City, office: Client, running: WorkLine, whole: Project
) -> None:
    city.project("=示例散装项目")
    answer = office.get(here(running, "export/"))
    assert "attachment" in answer["Content-Disposition"]
    titles, *rows = csv.reader(StringIO(answer.content.decode("utf-8-sig")))
    found = [dict(zip(titles, row, strict=True)) for row in rows]
    assert [row["项目"] for row in found] == [whole.name, "'=示例散装项目"]
    assert (found[0]["目标"], found[0]["目标状态"]) == ("新增规上企业", "未到期")
    assert (found[0]["考核事项"], found[0]["分值"]) == ("规上企业入库", "8")
    assert (found[1]["目标"], found[1]["责任岗位"]) == ("", "示例辛（项目负责人）")


def test_all_lines_with_their_gaps(
    city: City, office: Client, running: WorkLine, whole: Project
) -> None:
    city.project("示例住宅项目", line=city.housing_line, lead_unit=city.housing)
    html = text(office, "/lines/chain/")
    assert f'data-href="/lines/{running.pk}/chain/"' in html
    assert f'href="/lines/{city.housing_line.pk}/chain/#project_without_target"' in html
    assert f'href="/lines/{running.pk}/chain/#' not in html
    total = re.search(r'<tr class="is-total">(.*?)</tr>', html, re.S)
    assert total
    figures = re.findall(r'<td class="num"[^>]*>([^<]*)</td>', total.group(1))
    assert figures == ["1", "2", "2", "1", "—", "1", "—", "—", "1", "—", "2"]


def test_line_list_and_line_lead_there(
    city: City, office: Client, running: WorkLine, whole: Project
) -> None:
    assert 'href="/lines/chain/"' in text(office, "/lines/")
    assert f'href="/lines/{running.pk}/chain/"' in text(office, "/lines/")
    assert f'href="/lines/{running.pk}/chain/"' in text(office, f"/lines/{running.pk}/")
    assert "缺口" not in text(office, f"/lines/{running.pk}/")
    city.project("示例散装项目", owner_post=None)
    assert "缺口 2" in text(office, f"/lines/{running.pk}/")


def test_a_page_costs_the_same_however_long_the_chain(
    city: City,
    office: Client,
    running: WorkLine,
    whole: Project,
    django_assert_max_num_queries: Any,
) -> None:
    text(office, here(running))
    for n in range(12):
        city.project(f"示例项目{n}", owner_post=city.posts["head"] if n % 2 else None)
    with django_assert_max_num_queries(30 + BADGES):
        text(office, here(running))
    with django_assert_max_num_queries(18 + BADGES):
        text(office, "/lines/chain/")
