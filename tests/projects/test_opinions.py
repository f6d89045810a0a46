"""Opinions: who may give which, what is kept, what is said once, and where they disagree."""

from __future__ import annotations

from datetime import timedelta

import pytest

from guatu.domain.lights.colours import Light
from guatu.domain.views import View, disagreement
from guatu.journal.queries import latest, sentence_of
from guatu.kit.refusals import Refusal
from guatu.lines.models import TaskForce
from guatu.org.access import Forbidden, can
from guatu.org.choices import Role
from guatu.org.models import Post, PostRole, User
from guatu.projects.actions.listing import withdraw_project
from guatu.projects.actions.opinions import give_owner_view, rate_confidence
from guatu.projects.models import Project
from guatu.projects.queries.filters import ListFilter
from guatu.projects.queries.opinions import (
    Show,
    row_of,
    rows_in_order,
    view_counts,
    views_at,
    views_of,
)
from tests.city import NOW, TODAY, City

ALL = ListFilter(2021)
DAY = timedelta(days=1)


def fresh(project: Project) -> Project:
    return Project.objects.select_related("tenant").get(pk=project.pk)


def stands(project: Project, *, light: str, owner: int | None) -> None:
    """Put a light and a step on the row, as patrol and act would have left them."""
    Project.objects.filter(pk=project.pk).update(light=light, owner_view=owner)


class TestGiving:
    def test_each_opinion_is_a_row_and_the_latest_stands_on_the_project(self, city: City) -> None:
        project = city.project()
        give_owner_view(project, step=2, reason=" 设备已到场 ", by=city.owner, now=NOW)
        give_owner_view(project, step=3, reason="雨季提前", by=city.liaison, now=NOW + DAY)
        rate_confidence(project, step=4, reason="关键节点未排", by=city.inspector, now=NOW + DAY)

        assert (fresh(project).owner_view, fresh(project).confidence) == (3, 4)
        told = views_of(project, TODAY + DAY)
        assert told.owner
        assert told.review
        assert (told.owner.step, told.owner.before, told.owner.who) == (3, 2, "示例丙")
        assert (told.owner.reason, told.owner.on) == ("雨季提前", TODAY + DAY)
        assert told.owner.posts == "示例工信局 联络员"
        assert (told.review.step, told.review.before) == (4, None)
        assert [row.reason for row in project.opinions.filter(kind="owner")] == [
            "雨季提前",
            "设备已到场",
        ]

    def test_the_journal_says_it_in_words(self, city: City) -> None:
        project = city.project()
        rate_confidence(project, step=5, reason="征地未启动", by=city.inspector, now=NOW)
        event = latest(project.pk, ["opinion.review"])
        assert event is not None
        assert str(sentence_of(event)) == "独立评估“难以完成”：征地未启动"

    def test_no_opinion_moves_the_light(self, city: City) -> None:
        project = city.project()
        before = (fresh(project).light, project.verdicts.count(), project.states.count())
        rate_confidence(project, step=5, reason="征地未启动", by=city.inspector, now=NOW)
        assert (fresh(project).light, project.verdicts.count(), project.states.count()) == before

    def test_sent_twice_counts_once_but_may_be_renewed_on_another_day(self, city: City) -> None:
        project = city.project()
        said = {"step": 2, "reason": "设备已到场", "by": city.owner}
        first = give_owner_view(project, **said, now=NOW)
        assert give_owner_view(project, **said, now=NOW + timedelta(minutes=1)) == first
        give_owner_view(project, **said, now=NOW + DAY)
        give_owner_view(project, **{**said, "by": city.liaison}, now=NOW + DAY)
        assert project.opinions.count() == 3

    @pytest.mark.parametrize(
        ("step", "reason", "field", "words"),
        [
            (0, "有理由", "step", "五档"),
            (6, "有理由", "step", "五档"),
            (3, "  ", "reason", "写明理由"),
            (3, "长" * 501, "reason", "500 个字"),
        ],
    )
    def test_what_cannot_be_is_said(
        self, city: City, step: int, reason: str, field: str, words: str
    ) -> None:
        project = city.project()
        with pytest.raises(Refusal, match=words) as refused:
            give_owner_view(project, step=step, reason=reason, by=city.owner, now=NOW)
        assert field in refused.value.fields
        assert not project.opinions.exists()

    def test_nothing_is_said_of_a_withdrawn_project(self, city: City) -> None:
        project = city.project()
        withdraw_project(project, reason="停建", by=city.office, now=NOW)
        with pytest.raises(Refusal, match="退出台账"):
            give_owner_view(project, step=2, reason="已复工", by=city.owner, now=NOW)


class TestWho:
    def test_those_who_answer_for_it_judge_and_nobody_else(self, city: City) -> None:
        project = city.project(responsible_unit=city.housing)
        for user in (city.owner, city.liaison, city.head, city.other_liaison):
            assert can(user, "opinion.owner", project), user.name
        for user in (city.office, city.inspector, city.deputy, city.reader, city.outsider):
            with pytest.raises(Forbidden):
                give_owner_view(project, step=1, reason="示例", by=user, now=NOW)

    def test_a_reviewer_does_not_answer_for_the_project(self, city: City) -> None:
        project = city.project()
        assert can(city.inspector, "opinion.review", project)
        for user in (city.owner, city.liaison, city.head, city.office, city.reader, city.outsider):
            with pytest.raises(Forbidden):
                rate_confidence(project, step=1, reason="示例", by=user, now=NOW)

    def test_a_sponsor_reviews_the_projects_of_others(self, city: City) -> None:
        own, other = city.project(), city.project("示例道路项目", sponsor=None)
        assert not can(city.deputy, "opinion.review", own)
        assert can(city.deputy, "opinion.review", other)

    def test_an_inspector_who_also_answers_for_it_is_no_reviewer(self, city: City) -> None:
        project = city.project()
        PostRole.objects.create(post=city.posts["liaison"], role=Role.INSPECTOR)
        both = User.objects.get(pk=city.liaison.pk)
        assert not can(both, "opinion.review", project)
        assert can(both, "opinion.review", city.project("示例道路项目", lead_unit=city.housing))

    @pytest.mark.parametrize("as_head", [True, False])
    def test_nobody_reviews_the_projects_of_the_own_task_force(
        self, city: City, as_head: bool
    ) -> None:
        post = city.posts["inspector"]
        force = _force(city, head=post if as_head else city.posts["head"])
        if not as_head:
            force.members.add(post)
        assert not can(city.inspector, "opinion.review", city.project(task_force=force))
        assert can(city.inspector, "opinion.review", city.project("示例道路项目"))


class TestDisagreeing:
    def test_the_rows_found_are_those_of_the_rule(self, city: City) -> None:
        """Every light with every pair of steps: the query and the rule agree."""
        steps = (None, 1, 2, 3, 4, 5)
        made = [city.project(f"示例{n}号项目") for n in range(6)]
        for light in Light:
            for project, owner in zip(made, steps, strict=True):
                stands(project, light=light, owner=owner)
            for review in steps:
                Project.objects.update(confidence=review)
                counts = view_counts(city.office, ALL, TODAY)
                for show in _SHOWN:
                    meant = sum(_parts(light, owner, review, show) for owner in steps)
                    assert counts.of(show) == meant, (light, review, show)

    def test_the_widest_come_first_and_fresh_before_old(self, city: City) -> None:
        early = NOW - timedelta(days=90)
        wide, old, narrow, agreed = (city.project(f"示例{name}项目") for name in "甲乙丙丁")
        for project, step, at in (
            (old, 4, early),
            (wide, 5, NOW),
            (narrow, 4, NOW),
            (agreed, 2, NOW),
        ):
            rate_confidence(project, step=step, reason="示例理由", by=city.inspector, now=at)
        Project.objects.update(light="green")

        ids = rows_in_order(city.office, ALL, TODAY, show=Show.DISPUTED)
        rows = views_at(ids, TODAY)
        assert [row.project.name for row in rows] == ["示例甲项目", "示例丙项目", "示例乙项目"]
        assert [(row.found.steps, row.found.old) for row in rows if row.found] == [
            (4, False),
            (3, False),
            (3, True),
        ]
        old_ones = rows_in_order(city.office, ALL, TODAY, show=Show.OLD)
        assert [row.project.name for row in views_at(old_ones, TODAY)] == ["示例乙项目"]
        counts = view_counts(city.office, ALL, TODAY)
        assert (counts.projects, counts.review, counts.owner) == (4, 4, 0)
        assert (counts.disputed, counts.old, counts.unrated, counts.given) == (3, 1, 0, 4)

    def test_an_opinion_renewed_is_not_old(self, city: City) -> None:
        project = city.project()
        early = NOW - timedelta(days=90)
        give_owner_view(project, step=2, reason="设备已订", by=city.owner, now=early)
        assert view_counts(city.office, ALL, TODAY).old == 1
        give_owner_view(project, step=2, reason="设备已订", by=city.owner, now=NOW)
        assert view_counts(city.office, ALL, TODAY).old == 0

    @pytest.mark.parametrize(("days", "old"), [(60, False), (61, True)])
    def test_the_list_and_the_page_call_the_same_opinion_old(
        self, city: City, days: int, old: bool
    ) -> None:
        project = city.project()
        early = NOW.replace(hour=0, minute=5) - timedelta(days=days)
        give_owner_view(project, step=2, reason="设备已订", by=city.owner, now=early)
        told = row_of(project, TODAY).views.owner
        assert told is not None
        assert told.old is old
        assert view_counts(city.office, ALL, TODAY).old == int(old)

    def test_people_see_disagreements_of_their_own_projects(self, city: City) -> None:
        project = city.project()
        other = city.project("示例道路项目", lead_unit=city.housing, owner_post=None)
        give_owner_view(project, step=1, reason="设备已订", by=city.owner, now=NOW)
        give_owner_view(other, step=1, reason="已复工", by=city.other_liaison, now=NOW)
        Project.objects.update(light="red")
        assert rows_in_order(city.liaison, ALL, TODAY, show=Show.DISPUTED) == [project.pk]
        assert view_counts(city.liaison, ALL, TODAY).disputed == 1
        assert view_counts(city.office, ALL, TODAY).disputed == 2
        assert view_counts(city.outsider, ALL, TODAY).disputed == 0


_SHOWN = (Show.DISPUTED, Show.LIGHT_REVIEW, Show.LIGHT_OWNER, Show.OWNER_REVIEW)


def _parts(light: Light, owner: int | None, review: int | None, show: Show) -> bool:
    found = disagreement(
        light,
        View(owner, TODAY) if owner else None,
        View(review, TODAY) if review else None,
        TODAY,
    )
    return found is not None and (show is Show.DISPUTED or show.value in found.pairs)


def _force(city: City, *, head: Post) -> TaskForce:
    return TaskForce.objects.create(
        tenant=city.tenant, line=city.industry_line, name="示例专班", head=head
    )
