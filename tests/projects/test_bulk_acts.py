"""Changing many projects in one act and taking it back as one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from guatu.journal.queries import history_of
from guatu.kit.refusals import Refusal, StateChanged
from guatu.lines.models import Chain
from guatu.org.access import Forbidden
from guatu.org.models import Post
from guatu.projects.actions.bulk import Asked, change_many, undo_bulk
from guatu.projects.actions.bulk_preview import preview, with_all
from guatu.projects.actions.listing import edit_project, withdraw_project
from guatu.projects.actions.planning import Draft, Step, accept_plan
from guatu.projects.choices import BulkKind
from guatu.projects.models import BulkEdit, Project
from tests.city import NOW, TODAY, City
from tests.projects.looking import assert_totals_are_true

LATER = NOW + timedelta(minutes=5)


@pytest.fixture
def two(city: City) -> list[Project]:
    return [city.project("示例甲厂", remark="旧"), city.project("示例乙厂")]


def asked(*projects: Project, **values: Any) -> list[Asked]:
    rows = Project.objects.in_bulk([project.pk for project in projects])
    return [Asked(p.pk, rows[p.pk].version, values) for p in projects]


def change(city: City, rows: list[Asked], *, now: datetime = NOW, **who: Any) -> BulkEdit:
    by = who.get("by", city.office)
    return change_many(city.tenant, rows, kind=BulkKind.CHOSEN, by=by, now=now)


def again(*projects: Project) -> list[Project]:
    rows = Project.objects.in_bulk([project.pk for project in projects])
    return [rows[project.pk] for project in projects]


def test_all_change_in_one_act_and_each_says_so_in_its_history(city, two):
    edit = change(city, asked(*two, lead_unit=city.housing, tags=["省重点"]))

    for project in again(*two):
        assert (project.lead_unit, project.tags) == (city.housing, ["省重点"])
        assert history_of(project.pk)[0].code in ("project.changed", "light.turned")
    assert (edit.words, len(edit.changes)) == ("牵头单位、标签", 2)
    assert history_of(edit.pk)[0].details["count"] == 2


def test_one_bad_row_and_nothing_is_done(city, two):
    rows = [*asked(two[0], year_plan=Decimal(1)), *asked(two[1], year_plan=Decimal(-1))]

    with pytest.raises(Refusal, match="示例乙厂"):
        change(city, rows)

    assert [p.year_plan for p in again(*two)] == [Decimal(12000)] * 2
    assert not BulkEdit.objects.exists()


def test_who_was_faster_is_named_and_nothing_is_done(city, two):
    rows = asked(*two, remark="新")
    edit_project(two[1], {"remark": "联络员写的"}, seen=1, by=city.liaison, now=NOW)

    with pytest.raises(StateChanged, match="示例乙厂（示例丙）"):
        change(city, rows)

    assert [p.remark for p in again(*two)] == ["旧", "联络员写的"]


def test_nobody_changes_a_project_that_is_not_his(city, two):
    other = city.project("示例道路", lead_unit=city.housing)

    with pytest.raises(Forbidden):
        change(city, asked(two[0], other, remark="新"), by=city.liaison)
    change(city, asked(two[0], remark="新"), by=city.liaison)
    with pytest.raises(Forbidden):
        change(city, asked(two[0], remark="新"), by=city.outsider)

    assert [p.remark for p in again(two[0], other)] == ["新", ""]


def test_what_is_the_same_already_is_no_edit(city, two):
    with pytest.raises(Refusal, match="没有可改的"):
        change(city, asked(*two, line=city.industry_line))


def test_it_is_taken_back_as_one(city, two):
    chain = Chain.objects.create(tenant=city.tenant, name="示例产业链")
    values = {"chain": chain, "lead_unit": city.housing, "remark": "新", "planned_start": None}
    edit = change(city, asked(*two, **values, year_plan=Decimal("1.5")))

    done = undo_bulk(edit, by=city.office, now=LATER)

    assert (done.restored, done.left) == (2, ())
    for project, remark in zip(again(*two), ("旧", ""), strict=True):
        assert (project.chain, project.lead_unit, project.remark) == (None, city.industry, remark)
        assert (project.planned_start, project.year_plan) == (date(2021, 1, 10), Decimal(12000))
    with pytest.raises(StateChanged, match="撤销"):
        undo_bulk(edit, by=city.office, now=LATER)


def test_what_was_changed_since_stays_and_is_named(city, two):
    edit = change(city, asked(*two, remark="新", category="产业"))
    held = again(two[0])[0]
    edit_project(held, {"remark": "更新"}, seen=held.version, by=city.office, now=NOW)
    withdraw_project(two[1], reason="停建", by=city.office, now=NOW)

    done = undo_bulk(edit, by=city.office, now=LATER)

    first, second = again(*two)
    assert (first.remark, first.category) == ("更新", "")
    assert (second.remark, second.category) == ("新", "产业")
    assert [(one.project, one.fields, str(one.why)) for one in done.left] == [
        ("示例甲厂", "备注", "后来又改过"),
        ("示例乙厂", "备注、项目类别", "已退出台账"),
    ]
    assert "示例甲厂：备注" in history_of(edit.pk)[0].details["kept"]


def test_what_does_not_fit_any_more_stays_and_the_rest_is_taken_back(city, two):
    """A closed post, a package that has left, a code that another has by now, dates that do not
    go together with one typed since: none keeps the other fields and projects from coming back."""
    first, second = two
    package = city.project("示例打包项目")
    deputy, code = city.posts["deputy"], "2101-370881-04-01-123456"
    put = {"parent": package, "code": code, "planned_start": date(2021, 1, 10)}
    held = again(first)[0]
    edit_project(held, put, seen=held.version, by=city.office, now=NOW)
    values = {"sponsor": city.posts["head"], "remark": "新", "required_finish": date(2022, 6, 30)}
    edit = change(city, [*asked(first, **values, parent=None, code=""), *asked(second, **values)])
    Post.objects.filter(pk=deputy.pk).update(closed_on=TODAY)
    withdraw_project(package, reason="停建", by=city.office, now=NOW)
    city.project("示例丙厂", code=code)
    held = again(first)[0]
    late = {"planned_start": date(2022, 1, 10), "actual_start": None}
    edit_project(held, late, seen=held.version, by=city.office, now=NOW)

    done = undo_bulk(edit, by=city.office, now=LATER)

    first, second = again(*two)
    assert done.restored == 2
    assert (first.remark, first.parent, first.code) == ("旧", None, "")
    assert (second.remark, second.required_finish) == ("", date(2021, 12, 31))
    assert {p.sponsor for p in (first, second)} == {city.posts["head"]}
    assert first.required_finish == date(2022, 6, 30)
    closed = f"原来的“{deputy}”已撤销"
    assert sorted((one.project, one.fields, str(one.why)) for one in done.left) == sorted([
        ("示例甲厂", "包保领导", closed),
        ("示例甲厂", "所属打包项目", "打包项目“示例打包项目”已退出台账，不能再有子项。"),
        ("示例甲厂", "要求完成", "要求完成日早于计划开工日，请核对。"),
        ("示例甲厂", "项目代码", f"项目代码 {code} 已用于“示例丙厂”，请核对。"),
        ("示例乙厂", "包保领导", closed),
    ])  # fmt: skip
    assert f"示例乙厂：包保领导（{closed}）" in history_of(edit.pk)[0].details["kept"]
    assert_totals_are_true(city.tenant)


def test_what_cannot_come_back_at_all_is_taken_off_the_books_as_undone(city, two):
    edit = change(city, asked(two[0], sponsor=city.posts["head"]))
    Post.objects.filter(pk=city.posts["deputy"].pk).update(closed_on=TODAY)

    done = undo_bulk(edit, by=city.office, now=LATER)

    assert (done.restored, len(done.left)) == (0, 1)
    with pytest.raises(StateChanged, match="撤销"):
        undo_bulk(edit, by=city.office, now=LATER)


def test_a_row_that_is_there_no_more_is_not_put_back_as_nothing(city, two):
    chain = Chain.objects.create(tenant=city.tenant, name="示例产业链")
    other = Chain.objects.create(tenant=city.tenant, name="示例新产业链")
    change(city, asked(two[0], chain=chain))
    edit = change(city, asked(two[0], chain=other, remark="新"))
    chain.delete()

    done = undo_bulk(edit, by=city.office, now=LATER)

    (project,) = again(two[0])
    assert (project.chain, project.remark) == (other, "旧")
    assert [(one.fields, str(one.why)) for one in done.left] == [("产业链", "原来的内容已删除")]


def test_a_part_goes_back_into_its_package_unless_it_is_a_package_by_now(city, two):
    first, second = two
    package = city.project("示例打包项目")
    change(city, asked(*two, parent=package))
    edit = change(city, asked(*two, parent=None))
    city.project("示例子项", parent=first)

    done = undo_bulk(edit, by=city.office, now=LATER)

    first, second = again(*two)
    assert (first.parent, second.parent) == (None, package)
    (left,) = done.left
    assert str(left.why) == "“示例甲厂”下面有子项，不能再作别的项目的子项。"
    assert_totals_are_true(city.tenant)


def test_only_who_did_it_and_the_office_take_it_back(city, two):
    edit = change(city, asked(*two, remark="新"), by=city.head)

    for person in (city.liaison, city.other_liaison, city.reader, city.outsider):
        with pytest.raises(Forbidden):
            undo_bulk(edit, by=person, now=LATER)
    assert undo_bulk(edit, by=city.head, now=LATER).restored == 2
    assert list(BulkEdit.objects.visible_to(city.other_liaison)) == []


def test_dates_of_a_plan_are_moved_by_another_plan(city, two):
    accept_plan(two[0], Draft((Step("base", "基础", 20),), ()), date(2021, 12, 31), reason="",
                by=city.office, now=NOW)  # fmt: skip

    with pytest.raises(Refusal, match="调整计划"):
        change(city, asked(*two, required_finish=date(2021, 11, 30)))
    change(city, asked(two[1], required_finish=date(2021, 11, 30)))


class TestPreview:
    def rows(self, city: City, *projects: Project, by: Any = None, **values: Any) -> Any:
        held = with_all(Project.objects.filter(pk__in=[p.pk for p in projects]).order_by("number"))
        return preview([(p, values) for p in held], by=by or city.office, today=TODAY)

    def test_it_says_what_becomes_of_each(self, city, two):
        Project.objects.filter(pk=two[1].pk).update(remark="新")

        first, second = self.rows(city, *two, remark="新", line=city.industry_line)

        assert first.changes == {"remark": ("旧", "新")}
        assert (second.changes, second.refusal) == ({}, None)

    @pytest.mark.parametrize(
        ("values", "words"),
        [
            ({"required_finish": date(2020, 1, 1)}, "早于计划开工日"),
            ({"actual_finish": date(2021, 4, 1)}, "今天以后"),
            ({"year_plan": Decimal(-1)}, "负数"),
        ],
    )
    def test_it_says_what_cannot_be(self, city, two, values: Mapping[str, Any], words: str):
        (row,) = self.rows(city, two[0], **values)
        assert words in str(row.refusal)

    def test_it_says_whom_one_may_not_change_and_writes_nothing(self, city, two):
        (row,) = self.rows(city, two[0], by=city.reader, remark="新")
        assert "不能修改" in str(row.refusal)
        assert again(two[0])[0].remark == "旧"

    def test_it_reads_the_same_number_of_times_for_any_number_of_rows(
        self, city, two, django_assert_max_num_queries
    ):
        more = [city.project(f"示例{n}厂") for n in range(10)]
        with django_assert_max_num_queries(5):
            self.rows(city, *two, *more, lead_unit=city.housing, remark="新")
