"""The annual list: the arithmetic of published adjustments, and what counts once."""

from __future__ import annotations

from decimal import Decimal
from itertools import count
from uuid import UUID

from guatu.domain.annuallist import Entry, Kind, compare, figures_of

NUMBERS = count(1)


def entry(total: int | str = 10_000, **more: object) -> Entry:
    number = next(NUMBERS)
    given = Entry(
        UUID(int=number), number, f"示例{number}", "new", None, "工业立市", "示例工信局",
        Decimal(total), Decimal(1000),
    )  # fmt: skip
    return given._replace(**more)


def parts(package: Entry, *totals: int) -> list[Entry]:
    return [entry(total, parent=package.project) for total in totals]


class TestAYearsAdjustment:
    def test_wujin_at_mid_year_2012(self):
        """21 out (162亿元), 41 in (192.4亿元), 9 with another total: 228 projects."""
        stays = [entry(40_000) for _ in range(178)]
        dearer = [entry(50_000) for _ in range(9)]
        out = [entry("77142.8571") for _ in range(20)] + [entry("77142.858")]
        come = [entry("46926.8293") for _ in range(40)] + [entry("46926.828")]
        first = stays + dearer + out
        adjusted = [one._replace(total=Decimal(51_000)) for one in dearer] + stays + come

        held = compare(first, adjusted)

        assert (held.before.items, held.after.items) == (208, 228)
        sums = held.sums
        assert (sums[Kind.WITHDRAWN].changes, sums[Kind.WITHDRAWN].money) == (21, -1_620_000)
        assert (sums[Kind.ADDED].changes, sums[Kind.ADDED].money) == (41, 1_924_000)
        assert (sums[Kind.CHANGED].changes, sums[Kind.CHANGED].items) == (9, 0)
        flows = held.flows
        assert held.before.items + flows.come.items - flows.gone.items == held.after.items
        moved = flows.come.money - flows.gone.money + flows.moved.money
        assert held.before.total + moved == held.after.total

    def test_all_four_kinds_at_once(self):
        gone, starts, rests, kept = (
            entry(), entry(nature="reserve"), entry(), entry()
        )  # fmt: skip
        new = entry()
        held = compare(
            [gone, starts, rests, kept],
            [starts._replace(nature="new"), rests._replace(nature="reserve"), kept, new],
        )
        assert [change.kind for change in held.changes] == [
            Kind.ADDED, Kind.STARTED, Kind.RESERVED, Kind.WITHDRAWN,
        ]  # fmt: skip
        assert [change.items for change in held.changes] == [1, 1, -1, -1]
        assert (held.before.items, held.after.items) == (3, 3)
        assert (held.before.reserve, held.after.reserve) == (1, 1)

    def test_a_project_added_to_the_reserve_is_not_counted(self):
        held = compare([], [entry(nature="reserve")])
        assert held.changes[0].kind is Kind.ADDED
        assert (held.changes[0].items, held.changes[0].money, held.after.items) == (0, 0, 0)


class TestPackages:
    def test_jiangmen_both_counts(self):
        """444 items, 569 after splitting: 25 packages in 150 parts."""
        whole = [entry() for _ in range(444)]
        split = [part for one in whole[:25] for part in parts(one, *[1000] * 6)]
        figures = figures_of(whole + split)
        assert (figures.items, figures.split_items) == (444, 569)
        assert figures.total == 4_440_000

    def test_a_split_moves_no_total_and_is_one_change(self):
        package, other = entry(30_000), entry()
        held = compare([package, other], [package, other, *parts(package, 9000, 9000, 12_000)])
        (change,) = held.changes
        assert (change.kind, change.parts_before, change.parts_after) == (Kind.SPLIT, 0, 3)
        assert (change.items, change.money) == (0, 0)
        assert held.before.total == held.after.total

    def test_a_part_that_leaves_is_told_by_its_package(self):
        package = entry(30_000)
        one, two, three = parts(package, 1, 2, 3)
        held = compare([package, one, two, three], [package, one, two])
        (change,) = held.changes
        assert (change.kind, change.entry.project) == (Kind.CHANGED, package.project)
        assert (change.parts_before, change.parts_after) == (3, 2)

    def test_a_package_leaves_with_its_parts_as_one(self):
        package = entry(30_000)
        held = compare([package, *parts(package, 1, 2)], [])
        assert [(c.kind, c.items) for c in held.changes] == [(Kind.WITHDRAWN, -1)]

    def test_parts_that_stay_alone_are_counted_from_then_on(self):
        package = entry(30_000)
        one, two = parts(package, 14_000, 16_000)
        alone = [part._replace(parent=None) for part in (one, two)]
        held = compare([package, one, two], alone)
        assert [(c.kind, c.items) for c in held.changes] == [
            (Kind.WITHDRAWN, -1), (Kind.CHANGED, 1), (Kind.CHANGED, 1),
        ]  # fmt: skip
        assert (held.after.items, held.after.total) == (2, 30_000)

    def test_the_reserve_takes_a_package_with_its_parts(self):
        package = entry(30_000)
        own = parts(package, 10, 20)
        moved = [one._replace(nature="reserve") for one in (package, *own)]
        held = compare([package, *own], moved)
        assert [change.kind for change in held.changes] == [Kind.RESERVED]
        assert (held.after.items, held.after.parts, held.after.reserve) == (0, 0, 1)

    def test_a_part_with_another_total_changes_no_sum(self):
        package = entry(30_000)
        own = parts(package, 10, 20)
        dearer = [own[0]._replace(total=Decimal(99)), own[1]]
        (change,) = compare([package, *own], [package, *dearer]).changes
        assert (change.kind, change.moves_total, change.money) == (Kind.CHANGED, True, 0)


def test_the_same_list_has_no_changes_whatever_its_numbers():
    listed = [entry(), entry()]
    assert compare(listed, [one._replace(number=one.number + 5) for one in listed]).changes == ()
