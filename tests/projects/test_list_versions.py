"""The annual list approved, adjusted at mid-year, and never told otherwise afterwards."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guatu.domain.annuallist import Kind, compare
from guatu.journal.queries import history_of, sentence_of
from guatu.kit.refusals import Refusal, StateChanged
from guatu.org.models import Unit
from guatu.projects.actions.listing import edit_project, withdraw_project
from guatu.projects.actions.move_preview import expected_list
from guatu.projects.actions.progress import MonthFigures, report_progress
from guatu.projects.actions.versions import adjust_list, found_list
from guatu.projects.choices import ListChangeKind
from guatu.projects.models import ListChange, ListEntry, ListVersion, Project
from guatu.projects.queries.versions import (
    comparison,
    drift,
    entries_of,
    history_in_lists,
    living_list,
    version_rows,
)
from tests.city import NOW, City
from tests.projects.listing_years import (
    ADDED,
    CHANGED,
    FIRST,
    RESERVED,
    SECOND,
    SPLIT,
    STARTED,
    WITHDRAWN,
    adjust,
    found,
    move,
    parts,
)
from tests.projects.looking import assert_forbidden, assert_totals_are_true, newest, strangers


def invest(city: City, project: Project, amount: int) -> None:
    figures = MonthFigures(date(2021, 2, 1), Decimal(amount))
    report_progress(project, figures, by=city.office, now=NOW)


def counted(city: City) -> int:
    return Project.objects.filter(tenant=city.tenant, year=2021).counted().count()


class TestFounding:
    def test_the_first_version_holds_what_is_listed(self, city):
        listed, reserve = city.project(), city.project("示例储备项目", nature="reserve")
        withdraw_project(city.project("示例退出"), reason="停建", by=city.office, now=NOW)
        version = found(city)
        assert [entry.name for entry in entries_of(version)] == [listed.name, reserve.name]
        row = version_rows([version])[0]
        assert (row.figures.items, row.figures.reserve) == (1, 1)
        assert row.figures.total == Decimal(52000)
        assert str(sentence_of(history_of(version.pk)[0])) == (
            "确定 2021 年年初清单“2021年重点项目清单”，1 个项目"
        )

    def test_a_year_has_one_first_version(self, city):
        city.project()
        found(city)
        with pytest.raises(Refusal, match="已有第 1 版“2021年重点项目清单”"):
            found(city)

    def test_an_empty_list_is_not_approved(self, city):
        with pytest.raises(Refusal, match="还没有在册项目"):
            found(city)

    @pytest.mark.parametrize(
        ("field", "value"),
        [("title", " "), ("approved_on", NOW.date() + timedelta(days=1)), ("document", "字" * 81)],
    )
    def test_a_paper_that_cannot_be_is_refused_at_its_field(self, city, field, value):
        city.project()
        with pytest.raises(Refusal) as refused:
            found(city, replace(FIRST, **{field: value}))
        assert list(refused.value.fields) == [field]

    def test_only_the_office_approves(self, city):
        city.project()
        people = (city.liaison, city.deputy, *strangers(city))
        assert_forbidden(
            lambda person: found_list(city.tenant, 2021, FIRST, by=person, now=NOW), *people
        )
        found(city)
        assert_forbidden(
            lambda person: adjust_list(city.tenant, 2021, [], SECOND, seen=1, by=person, now=NOW),
            *people,
        )


class TestAdjusting:
    def test_all_kinds_in_one_transaction(self, city):
        stays = city.project("示例续建", total_investment=Decimal(100))
        gone = city.project("示例退出", total_investment=Decimal(200))
        rests = city.project("示例缓建", total_investment=Decimal(300), nature="ongoing")
        waits = city.project("示例储备", total_investment=Decimal(400), nature="reserve")
        back = city.project("示例增补", total_investment=Decimal(500))
        package = city.project("示例打包", total_investment=Decimal(600))
        withdraw_project(back, reason="首批未列", by=city.office, now=NOW)
        first = found(city)
        edit_project(
            stays, {"total_investment": Decimal(150)}, seen=stays.version, by=city.office, now=NOW
        )
        moves = (
            move(WITHDRAWN, gone, reason="业主退出"),
            move(RESERVED, rests),
            move(STARTED, waits, nature="new"),
            move(ADDED, back),
            move(ADDED, values={"name": "示例新项目", "total_investment": Decimal(700)}),
            move(SPLIT, package, parts=parts(200, 200, 100)),
        )
        expected = compare(
            entries_of(first), expected_list(living_list(city.tenant.pk, 2021), moves)
        )
        second = adjust(city, *moves)
        held = comparison(first, second)
        assert {str(kind): sums.changes for kind, sums in held.sums.items()} == {
            "added": 2, "started": 1, "reserved": 1, "withdrawn": 1, "split": 1, "changed": 1,
        }  # fmt: skip
        assert (held.before.items, held.after.items, counted(city)) == (4, 5, 5)
        assert drift(first) == held
        assert (drift(second).changes, drift(second).after) == ((), held.after)
        assert (held.before.total, held.after.total) == (Decimal(1200), Decimal(2350))
        assert (held.after.split_items, held.after.reserve) == (7, 1)
        assert (expected.after, expected.sums) == (held.after, held.sums)
        row = version_rows([second])[0]
        assert (row.figures, dict(row.sums)) == (held.after, dict(held.sums))
        rests.refresh_from_db()
        waits.refresh_from_db()
        assert (rests.nature, rests.light, waits.nature) == ("reserve", "none", "new")
        assert_totals_are_true(city.tenant)

    def test_each_change_keeps_its_reason_and_says_so_in_the_project(self, city):
        gone, rests = city.project("示例退出"), city.project("示例缓建")
        found(city)
        second = adjust(city, move(WITHDRAWN, gone, reason="业主退出"), move(RESERVED, rests))
        kept = ListChange.objects.filter(version=second)
        assert dict(kept.values_list("kind", "reason")) == {
            "withdrawn": "业主退出", "reserved": "",
        }  # fmt: skip
        gone.refresh_from_db()
        assert gone.withdrawn_reason == "业主退出"
        assert newest(rests) == "“示例缓建”由实施转为储备：年中调整"

    def test_out_of_the_reserve_it_is_what_it_was(self, city):
        project = city.project(nature="completing")
        city.project("示例另一")
        found(city)
        adjust(city, move(RESERVED, project))
        adjust(city, move(STARTED, project), seen=2)
        project.refresh_from_db()
        assert project.nature == "completing"
        assert [str(one.change.change.kind) for one in history_in_lists(project)[1:]] == [
            "reserved", "started",
        ]  # fmt: skip

    def test_what_others_changed_meanwhile_is_on_the_version_and_named(self, city):
        ours, theirs = city.project("示例甲"), city.project("示例乙")
        first = found(city)
        withdraw_project(theirs, reason="台账中已没有", by=city.office, now=NOW)
        late = city.project("示例丙")
        assert [str(c.kind) for c in drift(first).changes] == ["added", "withdrawn"]
        second = adjust(city, move(ADDED, late, reason="追认"), move(RESERVED, ours, reason="缓建"))
        kept = dict(ListChange.objects.filter(version=second).values_list("kind", "reason"))
        assert kept == {"added": "追认", "reserved": "缓建", "withdrawn": "台账中已没有"}
        assert drift(second).changes == ()

    def test_a_past_version_stays_as_it_was(self, city):
        project = city.project("示例原名")
        first = found(city)
        edit_project(project, {"name": "示例新名"}, seen=1, by=city.office, now=NOW)
        adjust(city)
        assert [entry.name for entry in entries_of(first)] == ["示例原名"]
        assert version_rows([first])[0].figures.items == 1

    def test_nothing_changed_is_no_adjustment(self, city):
        city.project()
        found(city)
        with pytest.raises(Refusal, match="没有任何变动"):
            adjust(city)
        assert ListVersion.objects.count() == 1

    def test_without_a_first_version_there_is_nothing_to_adjust(self, city):
        city.project()
        with pytest.raises(Refusal, match="还没有年初版本"):
            adjust(city, seen=0)


class TestRefusals:
    def test_a_faulty_move_is_named_and_nothing_is_done(self, city):
        gone, other = city.project("示例退出"), city.project("示例另一")
        found(city)
        with pytest.raises(Refusal, match="有 3 处需要更正") as refused:
            adjust(
                city,
                move(WITHDRAWN, gone),
                move(STARTED, other),
                move(RESERVED, gone),
                move(ADDED, values={"name": " "}),
            )
        assert {name: str(said) for name, said in refused.value.fields.items()} == {
            "move-1": "“示例另一”不是储备项目。",
            "move-2": "“示例退出”在这次调整里出现了两次，请只留一项。",
            "move-3": "请填写项目名称。",
        }
        gone.refresh_from_db()
        assert gone.is_listed
        assert ListVersion.objects.count() == 1

    def test_money_spent_this_year_goes_to_the_reserve_only_with_a_reason(self, city):
        project = city.project()
        city.project("示例另一")
        found(city)
        invest(city, project, 300)
        with pytest.raises(Refusal, match="今年已完成投资 300 万元"):
            adjust(city, move(RESERVED, project))
        adjust(city, move(RESERVED, project, reason="资金链断裂，已停工"))
        assert counted(city) == 1
        assert_totals_are_true(city.tenant)

    def test_another_governments_project_is_refused(self, city):
        city.project()
        found(city)
        foreign = Project.objects.create(
            tenant=city.outsider.tenant, year=2021, number=1, name="示例邻市项目"
        )
        with pytest.raises(Refusal, match="不是本地这一年度的项目"):
            adjust(city, move(WITHDRAWN, foreign))

    def test_a_part_of_another_government_is_refused(self, city):
        package = city.project()
        found(city)
        foreign = Unit.objects.get(tenant=city.outsider.tenant)
        bad = [{"name": "示例子项", "lead_unit": foreign}, {"name": "示例另一子项"}]
        with pytest.raises(Refusal, match="不属于本地"):
            adjust(city, move(SPLIT, package, parts=bad))

    def test_who_comes_second_is_told_who_was_first(self, city):
        one, other = city.project("示例甲"), city.project("示例乙")
        found(city)
        adjust(city, move(RESERVED, one))
        with pytest.raises(StateChanged, match="示例甲 在 03-15 09:00 已批准第 2 版"):
            adjust(city, move(RESERVED, other), seen=1)

    def test_a_version_is_not_older_than_the_one_before(self, city):
        project = city.project()
        found(city)
        with pytest.raises(Refusal) as refused:
            adjust(
                city,
                move(WITHDRAWN, project),
                approval=replace(SECOND, approved_on=date(2021, 1, 13)),
            )
        assert list(refused.value.fields) == ["approved_on"]

    def test_the_same_name_again_needs_a_reason(self, city):
        city.project("示例甲")
        found(city)
        same = {"name": "示例甲"}
        with pytest.raises(Refusal, match="清单里已有“示例甲”"):
            adjust(city, move(ADDED, values=same))
        adjust(city, move(ADDED, values=same, reason="二期，另行立项"))
        assert counted(city) == 2

    def test_a_change_that_is_none_cannot_be_explained(self, city):
        project = city.project()
        withdraw_project(project, reason="停建", by=city.office, now=NOW)
        city.project("示例另一")
        found(city)
        with pytest.raises(Refusal, match="内容与上一版没有差别"):
            adjust(city, move(CHANGED, project, reason="更正"))


class TestPackagesLeaving:
    @pytest.fixture
    def package(self, city) -> Project:
        package = city.project("示例打包", total_investment=Decimal(1000))
        city.project("示例另一")
        for n, total in enumerate((400, 600)):
            city.project(f"示例子项{n}", parent=package, total_investment=Decimal(total))
        found(city)
        return package

    def test_somebody_has_to_say_what_becomes_of_the_parts(self, city, package):
        with pytest.raises(Refusal, match="还有 2 个子项在册"):
            adjust(city, move(WITHDRAWN, package))
        with pytest.raises(Refusal, match="子项留下，请写明理由"):
            adjust(city, move(WITHDRAWN, package, parts_stay=True))

    def test_the_parts_leave_with_it(self, city, package):
        version = adjust(city, move(WITHDRAWN, package, parts_stay=False))
        assert [entry.name for entry in entries_of(version)] == ["示例另一"]
        assert ListChange.objects.filter(version=version).count() == 1

    def test_the_parts_stay_as_projects_of_their_own(self, city, package):
        version = adjust(
            city, move(WITHDRAWN, package, parts_stay=True, reason="不再打包，分别推进")
        )
        figures = version_rows([version])[0].figures
        assert (figures.items, figures.parts, counted(city)) == (3, 0, 3)
        assert_totals_are_true(city.tenant)

    def test_a_part_does_not_move_beside_its_package(self, city, package):
        part = package.parts.get(name="示例子项0")
        with pytest.raises(Refusal, match="随打包项目“示例打包”一并变动"):
            adjust(city, move(WITHDRAWN, package, parts_stay=False), move(WITHDRAWN, part))

    def test_a_package_rests_and_returns_with_its_parts(self, city, package):
        adjust(city, move(RESERVED, package))
        natures = set(package.parts.values_list("nature", flat=True))
        assert (natures, counted(city)) == ({"reserve"}, 1)
        adjust(city, move(STARTED, package, nature="new"), seen=2)
        assert (set(package.parts.values_list("nature", flat=True)), counted(city)) == ({"new"}, 2)
        with pytest.raises(Refusal, match="请对打包项目办理"):
            adjust(city, move(RESERVED, package.parts.first()), seen=3)


def test_long_lists_cost_as_many_queries_as_short_ones(city):
    def queries(count: int) -> int:
        for n in range(count):
            city.project(f"示例{n}")
        ListVersion.objects.all().delete()
        with CaptureQueriesContext(connection) as seen:
            found(city)
        moves = [
            move(WITHDRAWN, one) for one in Project.objects.filter(name__startswith="示例")[:count]
        ]
        city.project("示例留下的")
        with CaptureQueriesContext(connection) as adjusted:
            adjust(city, *moves)
        Project.objects.filter(withdrawn_at__isnull=False).update(name="曾列入")
        return len(seen) + len(adjusted)

    assert queries(3) == queries(30)
    assert ListEntry.objects.exists()


def test_changes_by_kind_are_told_in_one_sentence(city):
    project = city.project()
    city.project("示例另一")
    found(city)
    version = adjust(city, move(RESERVED, project))
    assert str(sentence_of(history_of(version.pk)[0])) == (
        "调整 2021 年清单“2021年清单年中调整”：增补 0 个，储备转实施 0 个，实施转储备 1 个，"
        "退出 0 个，拆分 0 个，内容变更 0 个"
    )
    assert {str(kind) for kind in Kind} == set(ListChangeKind.values)
