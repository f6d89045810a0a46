"""Planning backward in the browser: try, change, adopt. Only adopting writes."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from guatu.journal.queries import history_of
from guatu.projects.actions.milestones import finish_milestone
from guatu.projects.actions.planning import Draft, Step, Tie, accept_plan, templates
from guatu.projects.models import Baseline, Milestone, Project
from guatu.web.projects.drafts import DraftText
from tests.city import NOW, TODAY, City
from tests.web.projects.doors import ACT, FORBIDDEN, answers

HTMX = {"HX-Request": "true"}
DRAFT = Draft(
    (
        Step("base", "基础", 60, Decimal(40)),
        Step("frame", "主体", 80, Decimal(50)),
        Step("check", "验收", 12, Decimal(10)),
    ),
    (Tie("base", "frame"), Tie("frame", "check")),
)


def plan_url(project: Project) -> str:
    return f"/projects/{project.pk}/plan/"


def draft_url(project: Project) -> str:
    return f"/projects/{project.pk}/plan/draft/"


def typed(draft: Draft = DRAFT, required: str = "2021-12-31", **more: Any) -> dict[str, Any]:
    """What the form sends of a draft."""
    return {
        "step_code": [s.code for s in draft.steps],
        "step_name": [s.name for s in draft.steps],
        "step_duration": [str(s.duration) for s in draft.steps],
        "step_weight": [str(s.weight) for s in draft.steps],
        "step_done_on": [s.done_on.isoformat() if s.done_on else "" for s in draft.steps],
        "committed": [s.code for s in draft.steps if s.committed],
        "tie_before": [t.before for t in draft.ties],
        "tie_after": [t.after for t in draft.ties],
        "tie_type": [t.type for t in draft.ties],
        "tie_lag": [str(t.lag) for t in draft.ties],
        "required_finish": required,
        **more,
    }


def previewed(page: str) -> str:
    found = re.search(r'name="previewed" value="([0-9a-f]+)"', page)
    assert found
    return found[1]


def step_names(page: str) -> list[str]:
    return re.findall(r'name="step_name" value="([^"]*)"', page)


def try_out(browser: Client, project: Project, sent: dict[str, Any]) -> str:
    response = browser.post(draft_url(project), sent, headers=HTMX)
    assert response.status_code == 200
    return response.content.decode()


def adopt(browser: Client, project: Project, sent: dict[str, Any]) -> Any:
    """Try, then adopt what was shown, as the button does."""
    seen = previewed(try_out(browser, project, sent))
    return browser.post(plan_url(project), sent | {"previewed": seen}, headers=HTMX)


class TestOpening:
    def test_a_project_without_a_plan_begins_with_the_first_template(
        self, liaison: Client, project: Project
    ) -> None:
        page = liaison.get(plan_url(project)).content.decode()

        first = templates()[0]
        assert step_names(page) == [step.name for step in first.draft.steps]
        for template in templates():
            assert template.name in page
        assert 'name="required_finish" value="2021-12-31"' in page
        assert "最迟开始" in page
        assert not Milestone.objects.exists()

    def test_a_plan_in_force_is_where_a_change_begins(
        self, office: Client, city: City, planned: Project
    ) -> None:
        base = planned.milestones.get(code="base")
        finish_milestone(base, on=TODAY, by=city.office, now=NOW)

        page = office.get(plan_url(planned)).content.decode()

        assert "调整计划" in page
        assert step_names(page) == ["基础", "主体", "验收"]
        assert 'id="step-base-done" name="step_done_on" value="2021-03-15"' in page
        assert "调整理由" in page

    def test_without_a_required_finish_it_asks_for_one(self, office: Client, city: City) -> None:
        project = city.project(required_finish=None)
        page = office.get(plan_url(project)).content.decode()
        assert "请填写要求完成日期" in page
        assert "采用计划" not in page


class TestTrying:
    def test_latest_dates_come_from_the_promise(self, liaison: Client, project: Project) -> None:
        page = try_out(liaison, project, typed())

        rows = re.findall(
            r'<th scope="row">(\S+?) .*?num-left">(\S+?)</td>.*?num-left">(\S+?)</td>', page, re.S
        )
        # 12 workdays up to Friday 31 December, 80 before them, 60 before those
        assert rows[-1] == ("验收", "2021-12-16", "2021-12-31")
        assert "来得及" in page
        assert not Milestone.objects.exists()

    def test_what_is_too_long_says_by_how_much_and_what_would_help(
        self, liaison: Client, project: Project
    ) -> None:
        page = try_out(liaison, project, typed(required="2021-07-30"))
        short = re.search(r"差 (\d+) 个工作日", page)
        assert short
        assert "采用" in page

        helped = try_out(liaison, project, typed(required="2021-07-30", do="adopt:0"))

        now_short = re.search(r"差 (\d+) 个工作日", helped)
        assert now_short is None or int(now_short[1]) < int(short[1])
        assert not Milestone.objects.exists()

    @pytest.mark.parametrize(
        ("do", "names"),
        [
            ("add-step", ["基础", "主体", "验收", ""]),
            ("remove-step:1", ["基础", "验收"]),
            ("down:0", ["主体", "基础", "验收"]),
            ("up:2", ["基础", "验收", "主体"]),
            ("up:0", ["基础", "主体", "验收"]),
            ("remove-step:99", ["基础", "主体", "验收"]),
            ("nonsense", ["基础", "主体", "验收"]),
        ],
    )
    def test_steps_come_go_and_move(
        self, liaison: Client, project: Project, do: str, names: list[str]
    ) -> None:
        assert step_names(try_out(liaison, project, typed(do=do))) == names

    def test_a_step_taken_out_leaves_its_neighbours_tied(
        self, liaison: Client, project: Project
    ) -> None:
        page = try_out(liaison, project, typed(do="remove-step:1"))
        assert "搭接关系 1 条" in page

    def test_ties_come_and_go(self, liaison: Client, project: Project) -> None:
        assert "搭接关系 3 条" in try_out(liaison, project, typed(do="add-tie"))
        assert "搭接关系 1 条" in try_out(liaison, project, typed(do="remove-tie:0"))

    def test_a_template_and_another_projects_plan_can_be_taken(
        self, office: Client, city: City, planned: Project
    ) -> None:
        other = city.project(name="示例第二项目")
        second = templates()[1]

        page = try_out(office, other, typed(do="template", template=second.code))
        assert step_names(page) == [step.name for step in second.draft.steps]

        base = planned.milestones.get(code="base")
        finish_milestone(base, on=TODAY, by=city.office, now=NOW)
        sent = typed(Draft(), do="copy", copy_from=str(planned.number))
        page = try_out(office, other, sent)
        assert step_names(page) == ["基础", "主体", "验收"]
        assert 'name="step_done_on" value="2021' not in page  # what was done there is not done here

    @pytest.mark.parametrize(
        ("changes", "said"),
        [
            ({"step_duration": ["六十", "80", "12"]}, "第 1 行“基础”的天数写作“六十”"),
            ({"step_duration": ["-1", "80", "12"]}, "应为 0 到 2000 的整数"),
            ({"step_weight": ["40", "500", "10"]}, "第 2 行“主体”的权重写作“500”"),
            ({"step_name": ["基础", " ", "验收"]}, "第 2 行工序没有名称"),
            ({"step_done_on": ["去年", "", ""]}, "第 1 行“基础”的完成日期写作“去年”"),
            ({"step_done_on": ["2021-04-01", "", ""]}, "在今天以后"),
            ({"step_code": ["x" * 41, "frame", "check"]}, "第 1 行工序没有收全"),
            ({"tie_lag": ["十", "0"]}, "第 1 条搭接的间隔写作“十”"),
            ({"tie_after": ["frame", ""]}, "第 2 条搭接没有选全"),
            ({"tie_after": ["frame", "nowhere"]}, "nowhere"),
            ({"tie_after": ["frame", "base"]}, "环"),
            ({"required_finish": ""}, "请填写要求完成日期"),
            ({"required_finish": "2021-01-05"}, "已过"),
            ({"required_finish": "2190-01-01"}, "历"),
            ({"required_finish": "9999-12-31"}, "请填写要求完成日期"),
            ({"do": "copy", "copy_from": "77"}, "台账里没有序号为“77”的项目"),
            ({"do": "copy", "copy_from": "9" * 5000}, "台账里没有序号为“9"),
            ({"do": "template", "template": "none"}, "请先选一个模板"),
        ],
    )
    def test_what_cannot_be_tried_says_where_and_keeps_the_rows(
        self, liaison: Client, project: Project, changes: dict[str, Any], said: str
    ) -> None:
        page = try_out(liaison, project, typed() | changes)

        assert said in page
        assert len(step_names(page)) == 3
        assert "采用计划" not in page

    def test_the_result_alone_can_be_asked_for(self, liaison: Client, project: Project) -> None:
        response = liaison.post(f"{draft_url(project)}?part=result", typed(), headers=HTMX)
        page = response.content.decode()
        assert "最迟完成" in page
        assert "step_name" not in page

    def test_it_works_without_scripts(self, liaison: Client, project: Project) -> None:
        page = liaison.post(draft_url(project), typed()).content.decode()
        assert "<html" in page
        assert "来得及" in page


class TestAdopting:
    def test_the_first_plan_is_the_original(self, liaison: Client, project: Project) -> None:
        response = adopt(liaison, project, typed(required="2021-12-30"))

        project.refresh_from_db()
        assert response["HX-Redirect"] == f"/projects/{project.pk}/"
        assert [m.name for m in project.milestones.all()] == ["基础", "主体", "验收"]
        assert project.links.count() == 2
        assert project.required_finish == date(2021, 12, 30)
        assert [(b.number, b.kind) for b in project.baselines.all()] == [(0, "original")]
        assert "plan.scheduled" in [e.code for e in history_of(project.pk)]
        assert "作为原计划存档" in liaison.get(response["HX-Redirect"]).content.decode()

    def test_what_was_not_looked_at_is_not_adopted(self, liaison: Client, project: Project) -> None:
        seen = previewed(try_out(liaison, project, typed()))

        changed = typed(required="2022-01-31", previewed=seen)
        response = liaison.post(plan_url(project), changed, headers=HTMX)

        assert response.status_code == 422
        assert "内容在试算后改过" in response.content.decode()
        assert not Baseline.objects.exists()

    def test_what_no_database_takes_is_left_out(self, office: Client, project: Project) -> None:
        sent = typed() | {"step_name": ["基\0础", "主体", "验收"]}
        adopt(office, project, sent)
        assert project.milestones.get(code="base").name == "基础"

    def test_a_change_needs_a_reason_and_leaves_the_original(
        self, office: Client, planned: Project
    ) -> None:
        asked = adopt(office, planned, typed(required="2021-11-30"))
        assert asked.status_code == 422
        assert "请写明调整的理由" in asked.content.decode()

        adopt(office, planned, typed(required="2021-11-30", reason="提前投用"))

        planned.refresh_from_db()
        original, approved = planned.baselines.all()
        assert original.required_finish == date(2021, 12, 31)
        assert (approved.number, approved.reason) == (1, "提前投用")
        assert planned.replans == 1

    def test_a_promise_that_moves_later_takes_its_ground(
        self, office: Client, city: City, planned: Project
    ) -> None:
        later = typed(required="2022-01-14", reason="供地推迟")
        page = office.post(draft_url(planned), later).content.decode()
        assert "这次调整推迟" in page
        assert 'name="ground-evidence"' in page
        asked = adopt(office, planned, later)
        assert asked.status_code == 422
        assert "请选择改期原因" in asked.content.decode()

        ground = {
            "ground-reason": "design",
            "ground-words": "供地推迟",
            "ground-basis": "minutes",
            "ground-evidence": "示例纪要〔2021〕1号",
            "ground-agreed": [str(city.posts["deputy"].pk)],
        }
        adopt(office, planned, {**later, **ground})

        planned.refresh_from_db()
        assert planned.required_finish == date(2022, 1, 14)
        assert planned.date_changes.get().direct

    def test_a_step_that_was_done_stays(self, office: Client, city: City, planned: Project) -> None:
        base = planned.milestones.get(code="base")
        finish_milestone(base, on=TODAY, by=city.office, now=NOW)
        rest = Draft(DRAFT.steps[1:], (Tie("frame", "check"),))

        response = adopt(office, planned, typed(rest, reason="去掉基础"))

        assert response.status_code == 422
        assert "已于 2021-03-15 完成，不能从计划里删去" in response.content.decode()

    def test_works_under_way_bring_what_is_done(self, office: Client, project: Project) -> None:
        done = Step("base", "基础", 60, Decimal(40), done_on=date(2021, 3, 1))
        sent = typed(Draft((done, *DRAFT.steps[1:]), DRAFT.ties))

        adopt(office, project, sent)

        assert project.milestones.get(code="base").actual_finish == date(2021, 3, 1)

    def test_the_department_may_plan_but_not_replan(
        self, liaison: Client, planned: Project
    ) -> None:
        page = liaison.get(plan_url(planned)).content.decode()
        assert "调整计划由总指挥部办公室批准" in page
        assert "批准调整" not in page

        response = adopt_anyway(liaison, planned, typed(required="2022-03-31", reason="想延后"))

        assert response.status_code == FORBIDDEN
        assert planned.baselines.count() == 1

    def test_sent_twice_it_is_adopted_once(self, liaison: Client, project: Project) -> None:
        first, second = (adopt_anyway(liaison, project, typed()) for _ in range(2))
        assert first["HX-Redirect"] == second["HX-Redirect"]
        assert project.baselines.count() == 1


def adopt_anyway(browser: Client, project: Project, sent: dict[str, Any]) -> Any:
    """Straight to the address, with the digest of what is sent."""
    text = DraftText.from_draft(Draft(DRAFT.steps, DRAFT.ties), sent["required_finish"])
    return browser.post(plan_url(project), sent | {"previewed": text.digest}, headers=HTMX)


def test_doors(city: City, office: Client, project: Project) -> None:
    assert answers(city, "get", plan_url(project)) == ACT
    for url in (plan_url(project), draft_url(project)):
        assert answers(city, "post", url, typed()) == ACT
    assert city.client(city.owner).get(plan_url(project)).status_code == FORBIDDEN
    assert office.get(draft_url(project)).status_code == 405
    assert not Baseline.objects.exists()


def test_a_plan_of_another_department_is_not_copied(
    liaison: Client, city: City, project: Project
) -> None:
    theirs = city.project(
        name="示例他局项目", lead_unit=city.housing, owner_post=None, sponsor=None
    )
    accept_plan(theirs, DRAFT, date(2021, 12, 31), reason="", by=city.office, now=NOW)

    page = try_out(liaison, project, typed(do="copy", copy_from=str(theirs.number)))

    assert "台账里没有序号为" in page
