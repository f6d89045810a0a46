"""Blockers: raised, accepted, cleared, confirmed by others than those who clear them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from guatu.command.access import parties, verbs_open
from guatu.command.actions import clearing
from guatu.command.actions.clearing import Picture
from guatu.command.actions.handing import Order
from guatu.command.actions.releasing import release
from guatu.command.choices import BlockerKind, BlockerStatus
from guatu.command.models import Blocker
from guatu.command.queries.blockers import (
    BlockerFilter,
    Show,
    batch_counts,
    blocker_counts,
    blockers_in_order,
    departments,
    left_open,
)
from guatu.dispatches.actions.issuing import reassign
from guatu.dispatches.choices import DispatchStatus, Kind, Source
from guatu.domain.blockers import (
    PATH,
    STATUS_WORDS,
    TABLE,
    Party,
    Status,
    Verb,
    open_to,
    place_on_path,
)
from guatu.kit.refusals import Refusal, StateChanged
from guatu.org.access import Forbidden
from guatu.projects.models import Project
from tests.city import NOW, TODAY, City
from tests.command.steering import DUE, LATER, accepted, raised

ALL = BlockerFilter(2021, Show.ALL)


@pytest.fixture
def project(city: City) -> Project:
    return city.project()


def fresh(blocker: Blocker) -> Blocker:
    return Blocker.objects.select_related("project__task_force").get(pk=blocker.pk)


def solved(city: City, project: Project) -> Blocker:
    blocker = accepted(city, project)
    return clearing.solve(
        blocker, words="图审已过", seen=blocker.version, by=city.other_liaison, now=LATER
    )


class TestTable:
    def test_choices_and_states_are_the_same(self) -> None:
        assert BlockerStatus.choices == [(one.value, word) for one, word in STATUS_WORDS.items()]

    def test_a_doer_never_says_that_the_way_is_free(self) -> None:
        judging = {Verb.CONFIRM, Verb.SEND_BACK, Verb.REOPEN, Verb.ACCEPT, Verb.GIVE}
        assert all(Party.DOER not in row.parties for row in TABLE if row.verb in judging)

    def test_nothing_is_stuck_without_a_way_on(self) -> None:
        for status in Status:
            moves = [row for row in TABLE if status in row.sources and row.target]
            assert moves, status

    def test_each_state_has_one_place_on_the_path(self) -> None:
        for status in Status:
            assert sum(status in states for _, states in PATH) == 1
        assert [place_on_path(one) for one in (Status.OPEN, Status.SOLVED, Status.CONFIRMED)] == [
            1, 4, 5,
        ]  # fmt: skip

    def test_who_is_no_party_may_nothing(self) -> None:
        assert all(open_to(status, ()) == [] for status in Status)


class TestRaising:
    def test_it_is_received_at_once_with_a_number(self, city: City, project: Project) -> None:
        blocker = raised(city, project)
        assert (blocker.label, blocker.status) == ("堵点〔2021〕1号", BlockerStatus.OPEN)
        assert blocker.owner_unit == city.industry
        assert raised(city, project).label == "堵点〔2021〕2号"

    def test_without_a_lead_unit_the_office_answers_for_it(self, city: City) -> None:
        assert raised(city, city.project(lead_unit=None)).owner_unit == city.root

    @pytest.mark.parametrize(
        ("kind", "words", "field"),
        [("land", " ", "words"), ("weather", "下雨", "kind"), ("land", "字" * 301, "words")],
    )
    def test_what_is_missing_is_said(
        self, city: City, project: Project, kind: str, words: str, field: str
    ) -> None:
        with pytest.raises(Refusal) as refused:
            raised(city, project, words, kind=kind)
        assert field in refused.value.fields

    def test_strangers_and_readers_raise_nothing(self, city: City, project: Project) -> None:
        for user in (city.other_liaison, city.reader, city.outsider):
            with pytest.raises(Forbidden):
                raised(city, project, by=user)

    def test_not_for_a_withdrawn_project(self, city: City, project: Project) -> None:
        Project.objects.update(withdrawn_at=NOW)
        project.refresh_from_db()
        with pytest.raises(Refusal, match="已退出台账"):
            raised(city, project)


class TestParties:
    def test_owner_doer_and_raiser_are_different_people(self, city: City, project: Project) -> None:
        blocker = accepted(city, project)
        assert parties(city.other_liaison, blocker) == {Party.DOER}
        assert parties(city.owner, blocker) == {Party.RAISER}
        assert Party.OWNER in parties(city.office, blocker)
        assert parties(city.liaison, blocker) == {Party.OWNER, Party.RAISER}
        assert parties(city.reader, blocker) == parties(city.outsider, blocker) == frozenset()

    def test_the_unit_that_answers_for_it_hands_it_to_the_office_when_it_clears_it_itself(
        self, city: City, project: Project
    ) -> None:
        blocker = raised(city, project)
        taken = clearing.accept(blocker, city.industry, DUE, seen=1, by=city.liaison, now=LATER)
        assert (taken.doing_unit, taken.owner_unit) == (city.industry, city.root)
        assert parties(city.liaison, fresh(blocker)) == {Party.DOER}

    def test_the_database_keeps_them_apart(self, city: City, project: Project) -> None:
        blocker = raised(city, project)
        with pytest.raises(IntegrityError), transaction.atomic():
            Blocker.objects.filter(pk=blocker.pk).update(doing_unit=blocker.owner_unit_id)

    def test_a_head_answers_for_what_a_unit_below_clears(
        self, city: City, project: Project
    ) -> None:
        blocker = raised(city, project)
        clearing.accept(blocker, city.workshop, DUE, seen=1, by=city.liaison, now=LATER)
        assert Party.DOER not in parties(city.head, fresh(blocker))
        assert Party.OWNER in parties(city.head, fresh(blocker))


class TestClearing:
    def test_the_whole_way(self, city: City, project: Project) -> None:
        blocker = accepted(city, project)
        blocker = clearing.start(blocker, seen=blocker.version, by=city.other_liaison, now=LATER)
        assert blocker.status == BlockerStatus.SOLVING
        blocker = clearing.solve(
            blocker, words="已过", seen=blocker.version, by=city.other_liaison, now=LATER
        )
        with pytest.raises(Forbidden, match="谁解决谁不确认"):
            clearing.confirm(blocker, seen=blocker.version, by=city.other_liaison, now=LATER)
        blocker = clearing.confirm(blocker, seen=blocker.version, by=city.owner, now=LATER)
        assert (blocker.status, blocker.is_cleared) == (BlockerStatus.CONFIRMED, True)
        assert verbs_open(city.owner, fresh(blocker)) == [Verb.REOPEN]

    @pytest.mark.parametrize(
        ("act", "words"),
        [("solve", "words"), ("send_back", "reason"), ("escalate", "reason")],
    )
    def test_what_is_said_without_words_is_refused(
        self, city: City, project: Project, act: str, words: str
    ) -> None:
        blocker = accepted(city, project) if act == "solve" else solved(city, project)
        by = city.other_liaison if act == "solve" else city.liaison
        if act == "escalate":
            blocker = clearing.send_back(
                blocker, reason="还差一项", seen=blocker.version, by=by, now=LATER
            )
        with pytest.raises(Refusal) as refused:
            getattr(clearing, act)(blocker, **{words: " "}, seen=blocker.version, by=by, now=LATER)
        assert words in refused.value.fields

    def test_who_raised_it_may_say_that_it_cleared_itself(
        self, city: City, project: Project
    ) -> None:
        blocker = raised(city, project)
        with pytest.raises(Refusal, match="怎么通的"):
            clearing.confirm(blocker, seen=1, by=city.owner, now=LATER)
        with pytest.raises(Forbidden):
            clearing.confirm(blocker, words="通了", seen=1, by=city.office, now=LATER)
        clearing.confirm(blocker, words="图审已自行补正", seen=1, by=city.owner, now=LATER)
        assert fresh(blocker).is_cleared

    def test_reopened_it_keeps_its_number_and_counts_on(self, city: City, project: Project) -> None:
        blocker = solved(city, project)
        blocker = clearing.confirm(blocker, seen=blocker.version, by=city.owner, now=LATER)
        again = clearing.reopen(
            blocker, reason="又被退件", seen=blocker.version, by=city.owner, now=LATER
        )
        assert (again.label, again.cleared_at) == (blocker.label, None)
        assert again.days_open(TODAY + timedelta(days=9)) == 9

    def test_of_two_at_once_the_second_is_told_who_was_first(
        self, city: City, project: Project
    ) -> None:
        blocker = solved(city, project)
        seen = blocker.version
        clearing.confirm(blocker, seen=seen, by=city.owner, now=LATER)
        with pytest.raises(StateChanged, match="示例辛"):
            clearing.send_back(blocker, reason="没有", seen=seen, by=city.liaison, now=LATER)

    def test_a_state_that_does_not_fit_is_told(self, city: City, project: Project) -> None:
        blocker = raised(city, project)
        with pytest.raises(Refusal, match="现在是“已收到”，不能“还没有解决”"):
            clearing.send_back(blocker, reason="没有", seen=1, by=city.liaison, now=LATER)

    def test_a_photo_is_kept_and_anything_else_refused(self, city: City, project: Project) -> None:
        blocker = raised(city, project)
        picture = Picture("现场.jpg", b"\xff\xd8\xff\xe0" + b"0" * 32 + b"\xff\xd9")
        note = clearing.note(blocker, words="补一张照片", picture=picture, by=city.owner, now=LATER)
        assert note.photo
        with pytest.raises(Refusal, match="不能作为“现场照片”"):
            clearing.note(
                blocker, words="表", picture=Picture("表.pdf", b"%PDF-1.7"), by=city.owner,
                now=LATER,
            )  # fmt: skip


class TestGiving:
    def test_it_becomes_an_express_dispatch(self, city: City, project: Project) -> None:
        blocker = raised(city, project, express=True)
        order = Order("示例住建局3月25日前出具图审意见")
        dispatch = clearing.give_blocker(blocker, order, seen=1, by=city.office, now=LATER)
        blocker = fresh(blocker)
        assert (dispatch.kind, dispatch.source) == (Kind.EXPRESS, Source.EXPRESS)
        assert (dispatch.origin_kind, dispatch.origin_id) == ("command.Blocker", blocker.pk)
        assert (blocker.status, blocker.dispatch) == (BlockerStatus.SOLVING, dispatch)
        assert (blocker.doing_unit, blocker.due_on) == (city.housing, DUE)

    def test_raised_at_the_desk_it_is_an_ordinary_one(self, city: City, project: Project) -> None:
        order = Order("示例住建局3月25日前出具图审意见")
        dispatch = clearing.give_blocker(
            raised(city, project), order, seen=1, by=city.office, now=LATER
        )
        assert (dispatch.kind, dispatch.source) == (Kind.ASSIGNMENT, Source.BLOCKER)

    def test_passed_on_to_another_unit_it_is_theirs_to_clear(
        self, city: City, project: Project
    ) -> None:
        blocker = raised(city, city.project("示例他项目", lead_unit=None))
        order = Order("示例工信局3月25日前出具意见")
        dispatch = clearing.give_blocker(blocker, order, seen=1, by=city.office, now=LATER)
        assert Party.DOER in parties(city.liaison, fresh(blocker))
        assert blocker not in Blocker.objects.visible_to(city.other_liaison)
        reassign(
            dispatch, city.housing, reason="应由住建局办", seen=dispatch.version,
            by=city.office, now=LATER,
        )  # fmt: skip
        assert Party.DOER not in parties(city.liaison, fresh(blocker))
        assert blocker in Blocker.objects.visible_to(city.other_liaison)
        clearing.solve(fresh(blocker), words="意见已出", seen=2, by=city.other_liaison, now=LATER)
        assert fresh(blocker).status == BlockerStatus.SOLVED

    def test_whoever_it_was_passed_on_to_does_not_confirm_it(
        self, city: City, project: Project
    ) -> None:
        blocker = raised(city, project)
        order = Order("示例住建局3月25日前出具图审意见")
        dispatch = clearing.give_blocker(blocker, order, seen=1, by=city.office, now=LATER)
        reassign(
            dispatch, city.industry, reason="应由工信局办", seen=dispatch.version,
            by=city.office, now=LATER,
        )  # fmt: skip
        assert parties(city.liaison, fresh(blocker)) == {Party.DOER}

    def test_signed_off_and_still_blocked_is_shown(self, city: City, project: Project) -> None:
        blocker = raised(city, project)
        order = Order("示例住建局3月25日前出具图审意见")
        dispatch = clearing.give_blocker(blocker, order, seen=1, by=city.office, now=LATER)
        assert left_open(dispatch) == []
        type(dispatch).objects.filter(pk=dispatch.pk).update(status=DispatchStatus.SIGNED_OFF)
        dispatch.refresh_from_db()
        assert left_open(dispatch) == [blocker]
        counts = blocker_counts(city.office, ALL, TODAY)
        assert counts[Show.SIGNED_OFF] == 1


class TestBatches:
    def test_batches_are_numbered_and_count_what_is_left(
        self, city: City, project: Project
    ) -> None:
        first, second, third = (raised(city, project, f"堵点{n}") for n in "一二三")
        release(city.tenant, [first, second], by=city.office, now=NOW)
        batch = release(city.tenant, [second, third], title="一季度末前", by=city.office, now=NOW)
        assert [str(batch), batch.title] == ["2021 年第 2 批", "一季度末前"]
        clearing.confirm(first, words="已通", seen=1, by=city.owner, now=LATER)
        counted = batch_counts(city.tenant, 2021)
        assert [(one.batch.number, one.all, one.left) for one in counted] == [(2, 1, 1), (1, 2, 1)]

    def test_nothing_chosen_is_refused_and_the_office_alone_releases(
        self, city: City, project: Project
    ) -> None:
        with pytest.raises(Refusal, match="至少勾选一个"):
            release(city.tenant, [], by=city.office, now=NOW)
        for user in (city.deputy, city.head, city.inspector, city.outsider):
            with pytest.raises(Forbidden):
                release(city.tenant, [raised(city, project)], by=user, now=NOW)

    def test_by_department_the_most_left_first(self, city: City, project: Project) -> None:
        raised(city, project)
        accepted(city, project)
        accepted(city, project)
        found = departments(city.office, ALL)
        assert [(one.unit, one.left) for one in found] == [(city.housing, 2), (None, 1)]


class TestLists:
    def test_the_longest_open_first_and_late_ones_apart(self, city: City, project: Project) -> None:
        late = accepted(city, project)
        Blocker.objects.filter(pk=late.pk).update(due_on=date(2021, 3, 10))
        early = raised(city, project, now=NOW - timedelta(days=30), kind=BlockerKind.LAND)
        assert list(blockers_in_order(city.office, ALL, TODAY)) == [early, late]
        shown = BlockerFilter(2021, Show.LATE)
        assert list(blockers_in_order(city.office, shown, TODAY)) == [late]
        narrowed = BlockerFilter(2021, Show.ALL, kind=BlockerKind.LAND)
        assert list(blockers_in_order(city.office, narrowed, TODAY)) == [early]

    def test_who_sees_which(self, city: City, project: Project) -> None:
        blocker = raised(city, project)
        for user in (city.office, city.deputy, city.liaison, city.owner, city.reader):
            assert blocker in Blocker.objects.visible_to(user)
        assert blocker not in Blocker.objects.visible_to(city.other_liaison)
        assert blocker not in Blocker.objects.visible_to(city.outsider)
        clearing.accept(blocker, city.housing, DUE, seen=1, by=city.liaison, now=LATER)
        assert blocker in Blocker.objects.visible_to(city.other_liaison)

    def test_last_years_stay_until_they_are_cleared(self, city: City, project: Project) -> None:
        old = raised(city, project)
        Blocker.objects.update(year=2020)
        assert list(blockers_in_order(city.office, ALL, TODAY)) == [old]
        clearing.confirm(old, words="已通", seen=1, by=city.owner, now=LATER)
        assert list(blockers_in_order(city.office, ALL, TODAY)) == []
