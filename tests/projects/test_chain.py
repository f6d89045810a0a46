"""The responsibility chain: linking, what hangs loose where, and what is offered to mend it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from guatu.journal.queries import history_of, sentence_of
from guatu.kit.refusals import Refusal, StateChanged
from guatu.lines.actions import add_score_item, entrust_target
from guatu.lines.models import ScoreItem, Target, WorkLine
from guatu.org.access import Forbidden
from guatu.projects.actions.chain import entrust_project, link_target, unlink_target
from guatu.projects.actions.listing import withdraw_project
from guatu.projects.choices import Nature
from guatu.projects.models import Project
from guatu.projects.queries.chain import Gap, LineChain, chain_of, counts_of
from guatu.projects.queries.mending import Orphan, orphans_of
from tests.city import NOW, TODAY, City


@pytest.fixture
def line(city: City) -> WorkLine:
    return city.industry_line


@pytest.fixture
def target(line: WorkLine) -> Target:
    return a_target(line, "新增规上企业", value=Decimal(40), unit="家")


def a_target(line: WorkLine, name: str, **values: Any) -> Target:
    given = {"words": "略", "serial": line.targets.count() + 1, **values}
    return Target.objects.create(line=line, name=name, **given)


def an_item(city: City, line: WorkLine, **values: Any) -> ScoreItem:
    given = {"name": "规上企业入库", "points": Decimal(5), **values}
    return add_score_item(line, given, by=city.office, now=NOW)


def see(city: City, line: WorkLine, who: str = "office") -> LineChain:
    return chain_of(getattr(city, who), line, TODAY)


def loose(chain: LineChain) -> dict[Gap, list[str]]:
    return {gap: [str(row) for row in rows] for gap, rows in chain.orphans.items() if rows}


def offered(city: City, line: WorkLine, gap: Gap) -> Orphan:
    found = orphans_of(see(city, line))[gap]
    assert len(found) == 1
    return found[0]


class TestLinking:
    def test_a_project_serves_targets_besides_those_it_served(
        self, city: City, line: WorkLine, target: Target
    ) -> None:
        project, other = city.project(), a_target(line, "工业技改投资")
        assert link_target(project, target, by=city.head, now=NOW)
        assert link_target(project, other, by=city.head, now=NOW)
        assert set(project.targets.all()) == {target, other}
        assert str(sentence_of(history_of(project.pk)[0])) == (
            "修改“示例轴承生产线项目”：支撑的目标"
        )
        assert unlink_target(project, target, by=city.head, now=NOW)
        assert list(project.targets.all()) == [other]

    def test_twice_is_once(self, city: City, target: Target) -> None:
        project = city.project()
        link_target(project, target, by=city.office, now=NOW)
        version = Project.objects.get(pk=project.pk).version
        assert not link_target(project, target, by=city.office, now=NOW)
        assert Project.objects.get(pk=project.pk).version == version
        unlink_target(project, target, by=city.office, now=NOW)
        assert not unlink_target(project, target, by=city.office, now=NOW)

    def test_targets_of_another_year_or_place_are_refused(self, city: City, line: WorkLine) -> None:
        project = city.project()
        old = WorkLine.objects.create(tenant=city.tenant, year=2020, number=1, title="工业立市")
        theirs = WorkLine.objects.create(
            tenant=city.outsider.tenant, year=2021, number=1, title="邻市线"
        )
        for target, words in (
            (a_target(old, "去年目标"), "去年目标.*2020 年"),
            (a_target(theirs, "邻市目标"), "需要更正"),
        ):
            with pytest.raises(Refusal, match=words):
                link_target(project, target, by=city.office, now=NOW)
        assert not project.targets.exists()

    def test_a_withdrawn_project_is_not_linked(self, city: City, target: Target) -> None:
        project = city.project()
        withdraw_project(project, reason="停建", by=city.office, now=NOW)
        with pytest.raises(Refusal, match="已退出台账"):
            link_target(project, target, by=city.office, now=NOW)

    @pytest.mark.parametrize("who", ["other_liaison", "inspector", "reader", "outsider"])
    def test_who_may_not(self, city: City, target: Target, who: str) -> None:
        project, by = city.project(owner_post=None), getattr(city, who)
        for act in (
            lambda: link_target(project, target, by=by, now=NOW),
            lambda: unlink_target(project, target, by=by, now=NOW),
            lambda: entrust_project(project, city.posts["head"], by=by, now=NOW),
        ):
            with pytest.raises(Forbidden):
                act()

    def test_a_post_is_named_once(self, city: City) -> None:
        project = city.project(owner_post=None)
        assert entrust_project(project, city.posts["head"], by=city.head, now=NOW)
        assert not entrust_project(project, city.posts["head"], by=city.head, now=NOW)
        with pytest.raises(StateChanged, match="已由示例工信局 局长负责，未作改动"):
            entrust_project(project, city.posts["owner"], by=city.office, now=NOW)
        project.refresh_from_db()
        assert project.owner_post == city.posts["head"]

    def test_posts_that_are_gone_or_elsewhere_are_refused(self, city: City) -> None:
        project, closed = city.project(owner_post=None), city.posts["liaison"]
        closed.closed_on = date(2021, 3, 1)
        with pytest.raises(Refusal, match="已撤销"):
            entrust_project(project, closed, by=city.office, now=NOW)
        stranger = city.outsider.holdings.get().post
        with pytest.raises(Refusal, match="需要更正"):
            entrust_project(project, stranger, by=city.office, now=NOW)


class TestChain:
    def test_from_the_target_to_the_score_item(
        self, city: City, line: WorkLine, target: Target
    ) -> None:
        project = city.project()
        link_target(project, target, by=city.office, now=NOW)
        entrust_target(target, city.posts["head"], by=city.office, now=NOW)
        for post in ("head", "owner"):
            an_item(city, line, target=target, post=city.posts[post])
        chain = see(city, line)
        (band,) = chain.bands
        answering, owning = band.strands
        assert (answering.post, answering.answers) == (city.posts["head"], True)
        assert answering.projects == ()
        assert (owning.post, owning.answers) == (city.posts["owner"], False)
        assert [cell.project for cell in owning.projects] == [project]
        assert [len(strand.items) for strand in band.strands] == [1, 1]
        assert (chain.loose, chain.counts.orphans) == (None, 0)
        assert (chain.counts.targets, chain.counts.projects, chain.counts.items) == (1, 1, 2)
        assert chain.counts.posts == {city.posts["head"].pk, city.posts["owner"].pk}

    def test_loose_ends_at_every_level(self, city: City, line: WorkLine, target: Target) -> None:
        city.project("示例甲项目", owner_post=None)
        city.project("示例乙项目")
        an_item(city, line)
        chain = see(city, line)
        assert loose(chain) == {
            Gap.TARGET_WITHOUT_PROJECT: ["新增规上企业"],
            Gap.PROJECT_WITHOUT_TARGET: ["示例甲项目", "示例乙项目"],
            Gap.TARGET_WITHOUT_POST: ["新增规上企业"],
            Gap.PROJECT_WITHOUT_POST: ["示例甲项目"],
            Gap.POST_WITHOUT_ITEM: ["示例市政府 项目负责人"],
            Gap.LOOSE_ITEM: ["规上企业入库"],
        }
        assert chain.loose is not None
        owner, nobody = chain.loose.strands
        assert (owner.post, [str(c.project) for c in owner.projects]) == (
            city.posts["owner"],
            ["示例乙项目"],
        )
        assert (nobody.post, len(nobody.projects), len(nobody.items)) == (None, 1, 1)

    def test_a_project_that_serves_two_targets_counts_once(
        self, city: City, line: WorkLine, target: Target
    ) -> None:
        project, other = city.project(), a_target(line, "工业技改投资")
        for one in (target, other):
            link_target(project, one, by=city.office, now=NOW)
        chain = see(city, line)
        assert [band.projects for band in chain.bands] == [1, 1]
        assert chain.counts.projects == 1

    def test_an_item_for_another_target_is_said_to_be_elsewhere(
        self, city: City, line: WorkLine, target: Target
    ) -> None:
        other = a_target(line, "工业技改投资")
        for one in (target, other):
            entrust_target(one, city.posts["head"], by=city.office, now=NOW)
        an_item(city, line, target=target, post=city.posts["head"])
        first, second = (band.strands[0] for band in see(city, line).bands)
        assert [len(first.items), len(second.items), second.elsewhere] == [1, 0, True]
        assert Gap.POST_WITHOUT_ITEM not in loose(see(city, line))

    def test_reserve_withdrawn_and_parts_are_not_asked_for_a_place(
        self, city: City, line: WorkLine
    ) -> None:
        package = city.project("示例打包项目")
        city.project("示例子项", parent=package)
        city.project("示例储备项目", nature=Nature.RESERVE)
        gone = city.project("示例退出项目")
        withdraw_project(gone, reason="停建", by=city.office, now=NOW)
        assert loose(see(city, line))[Gap.PROJECT_WITHOUT_TARGET] == ["示例打包项目"]

    def test_a_withdrawn_project_serves_no_target_any_more(
        self, city: City, line: WorkLine, target: Target
    ) -> None:
        project = city.project()
        link_target(project, target, by=city.office, now=NOW)
        assert Gap.TARGET_WITHOUT_PROJECT not in loose(see(city, line))
        withdraw_project(project, reason="停建", by=city.office, now=NOW)
        assert loose(see(city, line))[Gap.TARGET_WITHOUT_PROJECT] == ["新增规上企业"]

    def test_a_project_of_another_line_serves_here_and_is_asked_for_there(
        self, city: City, line: WorkLine, target: Target
    ) -> None:
        project = city.project("示例厂房配套道路", line=city.housing_line, lead_unit=city.housing)
        link_target(project, target, by=city.office, now=NOW)
        here, there = see(city, line), see(city, city.housing_line)
        assert [band.projects for band in here.bands] == [1]
        assert (here.counts.projects, there.counts.projects) == (0, 1)
        assert Gap.PROJECT_WITHOUT_TARGET not in loose(there)

    def test_who_sees_a_part_is_told_of_the_rest(
        self, city: City, line: WorkLine, target: Target
    ) -> None:
        for name, unit in (("示例轴承项目", city.industry), ("示例住宅项目", city.housing)):
            link_target(city.project(name, lead_unit=unit), target, by=city.office, now=NOW)
        (band,) = see(city, line, "other_liaison").bands
        assert (band.projects, band.unseen) == (1, 1)
        names = [str(cell.project) for cell in see(city, line, "other_liaison").cells]
        assert names == ["示例住宅项目"]

    def test_a_target_served_only_by_what_one_may_not_see_is_no_orphan(
        self, city: City, line: WorkLine, target: Target
    ) -> None:
        link_target(city.project(), target, by=city.office, now=NOW)
        chain = see(city, line, "other_liaison")
        assert Gap.TARGET_WITHOUT_PROJECT not in loose(chain)
        assert chain.bands[0].unseen == 1

    @pytest.mark.parametrize("who", ["office", "other_liaison"])
    def test_the_summary_counts_what_the_page_lists(
        self, city: City, line: WorkLine, target: Target, who: str
    ) -> None:
        link_target(city.project(), target, by=city.office, now=NOW)
        city.project("示例甲项目", owner_post=None)
        package = city.project("示例打包项目", lead_unit=city.housing)
        city.project("示例子项", parent=package)
        city.project("示例储备项目", nature=Nature.RESERVE, lead_unit=city.housing)
        entrust_target(target, city.posts["head"], by=city.office, now=NOW)
        a_target(line, "工业技改投资")
        an_item(city, line, post=city.posts["head"])
        an_item(city, line, post=city.posts["deputy"], target=target)
        user = getattr(city, who)
        counted = counts_of(user, [line, city.housing_line])
        for one in (line, city.housing_line):
            assert counted[one.pk] == chain_of(user, one, TODAY).counts


class TestMending:
    def test_by_words(self, city: City, line: WorkLine) -> None:
        a_target(line, "新增规上企业")
        markets = a_target(line, "改造农贸市场")
        city.project("示例农贸市场标准化改造项目")
        project = offered(city, line, Gap.PROJECT_WITHOUT_TARGET)
        assert project.likely == markets.pk
        assert [choice.label for choice in project.choices] == ["新增规上企业", "改造农贸市场"]
        served = {o.row: o.likely for o in orphans_of(see(city, line))[Gap.TARGET_WITHOUT_PROJECT]}
        assert served[markets] == Project.objects.get().pk
        assert [likely for row, likely in served.items() if row != markets] == [None]

    def test_else_what_others_of_the_category_serve(self, city: City, line: WorkLine) -> None:
        output = a_target(line, "规模以上工业增加值")
        a_target(line, "亩均税收")
        link_target(city.project("示例轴承项目", category="装备"), output, by=city.office, now=NOW)
        city.project("示例机床项目", category="装备")
        assert offered(city, line, Gap.PROJECT_WITHOUT_TARGET).likely == output.pk

    def test_nothing_alike_leaves_the_choice_open(self, city: City, line: WorkLine) -> None:
        a_target(line, "亩均税收")
        city.project("示例机床项目")
        assert offered(city, line, Gap.PROJECT_WITHOUT_TARGET).likely is None

    def test_posts_of_the_units_that_answer_heads_first(self, city: City, line: WorkLine) -> None:
        a_target(line, "亩均税收")
        city.project(owner_post=None, responsible_unit=city.housing)
        project = offered(city, line, Gap.PROJECT_WITHOUT_POST)
        assert project.likely == city.posts["other_liaison"].pk  # of the responsible unit
        assert [choice.label for choice in project.choices][1:] == [
            "示例工信局　示例丁（局长）",
            "示例工信局　示例丙（联络员）",
        ]
        assert offered(city, line, Gap.TARGET_WITHOUT_POST).likely == city.posts["head"].pk

    def test_a_score_item_is_named_after_its_target_with_the_usual_points(
        self, city: City, line: WorkLine, target: Target
    ) -> None:
        link_target(city.project(), target, by=city.office, now=NOW)
        for name in ("甲", "乙"):
            an_item(city, line, name=name, points=Decimal(8), post=city.posts["head"])
        new = offered(city, line, Gap.POST_WITHOUT_ITEM)
        assert (new.row, new.name, new.points, new.likely) == (
            city.posts["owner"],
            "新增规上企业",
            Decimal(8),
            target.pk,
        )

    def test_a_loose_item_is_offered_what_it_lacks(
        self, city: City, line: WorkLine, target: Target
    ) -> None:
        entrust_target(target, city.posts["head"], by=city.office, now=NOW)
        an_item(city, line, name="新增规上企业入库数")
        item = offered(city, line, Gap.LOOSE_ITEM)
        assert (item.likely, item.likely_post) == (target.pk, city.posts["head"].pk)
        assert [choice.pk for choice in item.posts] == [city.posts["head"].pk]
