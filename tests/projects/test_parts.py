"""Parts and their packages, by one act or by many at once, and by several people at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest
from django.db import OperationalError, connection, transaction

from guatu.kit.refusals import Refusal
from guatu.projects.actions.bulk import Asked, change_many
from guatu.projects.actions.holding import hold_any, rows_by_id
from guatu.projects.actions.listing import (
    change_projects,
    edit_project,
    restore_project,
    restore_projects,
    withdraw_project,
)
from guatu.projects.choices import BulkKind
from guatu.projects.models import Project
from tests.city import NOW, City, build_city
from tests.journal.test_recording import in_threads
from tests.projects.listing_years import ADDED, adjust, found, move
from tests.projects.looking import assert_totals_are_true

ROUNDS = 6


def withdraw(city: City, *projects: Project, days_ago: int = 0) -> None:
    for project in projects:
        at = NOW - timedelta(days=days_ago)
        withdraw_project(project, reason="停建", by=city.office, now=at)


def restore_all(city: City, *projects: Project) -> None:
    with transaction.atomic():
        held = rows_by_id(city.tenant, [project.pk for project in projects])
        restore_projects([held[p.pk] for p in projects], by=city.office, now=NOW)


def put(city: City, project: Project, package: Project | None) -> Project:
    seen = Project.objects.get(pk=project.pk).version
    return edit_project(project, {"parent": package}, seen=seen, by=city.office, now=NOW)


class TestComingBack:
    @pytest.fixture
    def package(self, city: City) -> Project:
        return city.project("示例打包项目")

    @pytest.fixture
    def part(self, city: City, package: Project) -> Project:
        return city.project("示例子项", parent=package)

    def test_of_many_no_part_comes_back_without_its_package(self, city, package, part):
        other = city.project("示例另一项目")
        withdraw(city, part, package, other)
        with pytest.raises(Refusal, match="请先恢复列入“示例打包项目”"):
            restore_all(city, other, part)
        assert not Project.objects.listed().exists()

    def test_of_many_it_comes_back_with_its_package_or_to_it(self, city, package, part):
        early = city.project("示例早退子项", parent=package)
        withdraw(city, early, days_ago=1)
        withdraw(city, package)
        restore_all(city, part, package)
        restore_all(city, early)
        assert Project.objects.listed().count() == 3
        assert_totals_are_true(city.tenant)

    def test_not_to_a_package_that_is_a_part_by_now(self, city, package, part):
        whole = city.project("示例大项目")
        withdraw(city, part)
        put(city, package, whole)
        for act in (lambda: restore_all(city, part),
                    lambda: restore_project(part, by=city.office, now=NOW)):  # fmt: skip
            with pytest.raises(Refusal, match="现在是别的项目的子项"):
                act()
        put(city, package, None)
        restore_project(part, by=city.office, now=NOW)
        assert_totals_are_true(city.tenant)


class TestGoingIn:
    def test_what_the_package_is_now_counts_and_not_what_was_read(self, city):
        package, whole = city.project("示例打包项目"), city.project("示例大项目")
        put(city, Project.objects.get(pk=package.pk), whole)
        with pytest.raises(Refusal) as refused:
            city.project("示例子项", parent=package)
        assert str(refused.value.fields["parent"]) == (
            "“示例打包项目”不能作打包项目：它自己就是子项。"
        )
        put(city, package, None)
        withdraw(city, Project.objects.get(pk=package.pk))
        with pytest.raises(Refusal, match="已退出台账，不能再有子项"):
            city.project("示例子项", parent=package)

    def test_nor_are_many_put_into_a_package_that_has_left(self, city):
        package, other = city.project("示例打包项目"), city.project("示例另一项目")
        withdraw(city, Project.objects.get(pk=package.pk))
        asked = [Asked(other.pk, other.version, {"parent": package})]
        with pytest.raises(Refusal, match="已退出台账，不能再有子项"):
            change_many(city.tenant, asked, kind=BulkKind.PASTED, by=city.office, now=NOW)

    def test_of_many_none_becomes_a_package_and_a_part_at_once(self, city):
        one, two, three = (city.project(f"示例{n}项目") for n in "甲乙丙")
        for first, second in (((one, two), (two, three)), ((two, three), (one, two))):
            asked = [Asked(p.pk, p.version, {"parent": into}) for p, into in (first, second)]
            with pytest.raises(Refusal, match="“示例乙项目”不能作打包项目"):
                change_many(city.tenant, asked, kind=BulkKind.PASTED, by=city.office, now=NOW)
        assert not Project.objects.filter(parent__isnull=False).exists()

    def test_an_adjustment_enters_no_part_of_a_package_that_has_left(self, city):
        package = city.project("示例打包项目")
        found(city)
        withdraw(city, package)
        values = {"name": "示例新子项", "parent": package}
        with pytest.raises(Refusal, match="已退出台账，不能再有子项"):
            adjust(city, move(ADDED, values=values))

    def test_a_project_off_the_list_may_keep_a_package_off_the_list(self, city):
        """As when a ledger is taken back: both come back together."""
        package, part = city.project("示例打包项目"), city.project("示例子项")
        withdraw(city, package, part)
        with transaction.atomic():
            held = rows_by_id(city.tenant, [package.pk, part.pk])
            change_projects([(held[part.pk], {"parent": package})], by=city.office, now=NOW)
        restore_all(city, part, package)
        assert_totals_are_true(city.tenant)


@pytest.fixture
def postgres() -> City:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one writer in at a time, and its tests share one memory")
    return build_city()


def at_once(*acts: Callable[[], object]) -> int:
    """Do the acts in threads of their own; how many were refused. Nothing else may go wrong."""
    errors = in_threads(len(acts), lambda worker: acts[worker]())
    assert [error for error in errors if not isinstance(error, Refusal)] == []
    return len(errors)


def lists_are_whole() -> bool:
    listed = Project.objects.listed().filter(parent__isnull=False)
    lost = listed.filter(parent__withdrawn_at__isnull=False)
    return not lost.exists() and not listed.filter(parent__parent__isnull=False).exists()


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    def test_who_puts_in_a_part_waits_for_who_holds_the_package(self, postgres: City) -> None:
        city = postgres
        package, other, left = (city.project(f"示例{n}项目") for n in "甲乙丙")
        put(city, left, package)
        withdraw(city, left)
        seen = Project.objects.get(pk=other.pk).version
        acts: list[Callable[[], object]] = [
            lambda: city.project("示例子项", parent=package),
            lambda: put(city, other, package),
            lambda: restore_project(left, by=city.office, now=NOW),
            lambda: change_many(
                city.tenant, [Asked(other.pk, seen, {"parent": package})],
                kind=BulkKind.PASTED, by=city.office, now=NOW,
            ),
        ]  # fmt: skip

        def impatiently(worker: int) -> None:
            with connection.cursor() as cursor:
                cursor.execute("SET lock_timeout = '100ms'")
            acts[worker]()

        with transaction.atomic():
            hold_any(package)
            errors = in_threads(len(acts), impatiently)
        assert [type(error) for error in errors] == [OperationalError] * len(acts)

    def test_a_package_gets_a_part_or_becomes_one(self, postgres: City) -> None:
        city = postgres
        whole = city.project("示例大项目")
        for n in range(ROUNDS):
            package = city.project(f"示例打包项目{n}")
            assert at_once(
                partial(city.project, "示例子项", parent=package),
                partial(put, city, package, whole),
            ) == 1  # fmt: skip
        assert lists_are_whole()
        assert_totals_are_true(city.tenant)

    def test_of_two_only_one_becomes_a_part_of_the_other(self, postgres: City) -> None:
        city = postgres
        for n in range(ROUNDS):
            one, two = (city.project(f"示例{name}项目{n}") for name in "甲乙")
            assert at_once(
                partial(put, city, one, two),
                partial(put, city, two, one),
            ) == 1  # fmt: skip
        assert lists_are_whole()

    def test_a_package_leaves_with_every_part_or_gets_none(self, postgres: City) -> None:
        city = postgres
        for n in range(ROUNDS):
            package, other = city.project(f"示例打包项目{n}"), city.project(f"示例另一项目{n}")
            early = city.project(f"示例早退子项{n}", parent=package)
            withdraw(city, early, days_ago=1)
            at_once(
                partial(withdraw, city, package),
                partial(city.project, "示例子项", parent=package),
                partial(put, city, other, package),
                partial(restore_project, early, by=city.office, now=NOW),
            )
            assert not Project.objects.get(pk=package.pk).is_listed
            assert lists_are_whole()
        assert_totals_are_true(city.tenant)
