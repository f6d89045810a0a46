"""Drafting, confirming, renegotiating and judging: what is refused, kept and told."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from guatu.commitments.actions import approving, drafting, judging, practising, revising
from guatu.commitments.actions.revising import Wanted
from guatu.commitments.models import Commitment
from guatu.domain.commitments import Finding, Status
from guatu.journal.queries import latest, sentence_of
from guatu.kit.refusals import Refusal, StateChanged
from guatu.org.access import Forbidden
from guatu.org.actions import close_post, hand_over
from guatu.org.models import Post, User
from tests.city import NOW, TODAY, City
from tests.commitments.promising import (
    DAY,
    DUE,
    PAST_DUE,
    drafted,
    fresh,
    in_state,
    promise,
    shown,
)


def told(row: Commitment, code: str) -> str:
    event = latest(row.pk, [code])
    assert event is not None
    return str(sentence_of(event))


class TestDrafting:
    @pytest.mark.parametrize(
        ("values", "field", "sentence"),
        [
            ({"measure": " "}, "measure", "没有衡量指标的承诺无法评定"),
            ({"target": ""}, "target", "没有目标值的承诺无法评定"),
            ({"due_on": None}, "due_on", "没有时限的承诺无法评定"),
            ({"due_on": TODAY}, "due_on", "时限 2021-03-15 已到或已过"),
            ({"due_on": date(2121, 3, 15)}, "due_on", "请核对年份"),
            ({"words": ""}, "words", "请写明承诺什么"),
            ({"post": None}, "post", "请选择承诺人"),
            ({"kind": "star"}, "project", "须选定项目"),
            ({"kind": "nonsense"}, "kind", "请选择承诺的类别"),
        ],
    )
    def test_what_nobody_could_judge_is_refused(
        self, city: City, values: dict[str, Any], field: str, sentence: str
    ) -> None:
        with pytest.raises(Refusal) as refused:
            drafted(city, **values)
        if values.get("due_on", DUE) is not None:
            assert sentence in str(refused.value.fields[field])
        assert set(refused.value.fields) == {field}
        assert not Commitment.objects.exists()

    def test_numbers_run_by_year_of_the_day(self, city: City) -> None:
        numbers = [drafted(city).number, drafted(city).number]
        later = drafted(city, due_on=date(2022, 1, 31))
        assert (numbers, later.year, later.number) == ([1, 2], 2022, 1)

    def test_what_follows_is_filled_in(self, city: City) -> None:
        project = city.project()
        row = drafted(city, kind="star", project=project, words=" 按期投产 ")
        assert (row.words, row.unit, row.letter) == ("按期投产", city.industry, True)
        assert row.line == city.industry_line

    def test_others_do_not_promise_for_a_post(self, city: City) -> None:
        for user in (city.other_liaison, city.inspector, city.owner, city.outsider):
            with pytest.raises((Forbidden, Refusal)):
                drafting.draft(city.tenant, promise(city), by=user, now=NOW)
        assert not Commitment.objects.exists()

    def test_rows_of_another_government_are_refused(self, city: City) -> None:
        elsewhere = Post.objects.exclude(tenant=city.tenant).get()
        with pytest.raises(Refusal) as refused:
            drafted(city, owner_post=elsewhere)
        assert "不属于本地" in str(refused.value.fields["owner_post"])

    def test_whose_promise_it_is_does_not_change(self, city: City) -> None:
        row = drafted(city)
        with pytest.raises(Refusal, match="承诺人不能改"):
            drafting.edit(row, promise(city, post=city.posts["deputy"]), by=city.office, now=NOW)

    def test_the_journal_names_what_was_changed(self, city: City) -> None:
        row = drafted(city)
        drafting.edit(row, promise(city, target="4 万平方米"), by=city.head, now=NOW)
        assert told(row, "commitment.changed").endswith("：目标值")
        drafting.edit(row, promise(city, target="4 万平方米"), by=city.head, now=NOW)
        assert fresh(row).version == 2

    def test_a_vacant_post_confirms_nothing(self, city: City) -> None:
        row = drafted(city)
        hand_over(city.posts["head"], None, on=TODAY, by=city.office, now=NOW)
        with pytest.raises(Refusal, match="现在空缺"):
            drafting.offer(row, by=city.office, now=NOW)
        assert fresh(row).status == "drafted"

    def test_a_closed_post_promises_nothing(self, city: City) -> None:
        close_post(city.posts["liaison"], on=TODAY, by=city.office, now=NOW)
        with pytest.raises(Refusal, match="已撤销"):
            drafted(city, post=Post.objects.get(pk=city.posts["liaison"].pk))


class TestConfirming:
    def test_a_draft_that_lay_too_long_promises_nothing(self, city: City) -> None:
        offered = in_state(city, Status.OFFERED)
        with pytest.raises(Refusal, match="已到或已过"):
            approving.confirm(offered, by=city.head, now=PAST_DUE)
        waiting = in_state(city, Status.APPROVING)
        with pytest.raises(Refusal, match="已到或已过"):
            approving.show(waiting, by=city.office, now=PAST_DUE)

    def test_who_returns_it_says_why(self, city: City) -> None:
        row = in_state(city, Status.APPROVING)
        with pytest.raises(Refusal, match="请写明退回的原因"):
            approving.return_draft(row, reason=" ", by=city.office, now=NOW)
        approving.return_draft(row, reason="目标低于年度任务", by=city.office, now=NOW)
        assert "目标低于年度任务" in told(row, "commitment.returned")
        assert fresh(row).status == "drafted"

    def test_a_successor_takes_the_promise_over(self, city: City) -> None:
        row = shown(city)
        hand_over(city.posts["head"], city.owner, on=TODAY, by=city.office, now=NOW)
        successor = User.objects.get(pk=city.owner.pk)
        practising.report(row, words="已接手", by=successor, now=NOW)
        with pytest.raises(Forbidden):
            practising.report(row, words="x", by=User.objects.get(pk=city.head.pk), now=NOW)

    def test_overtaken_people_are_told_who_and_when(self, city: City) -> None:
        row = in_state(city, Status.APPROVING)
        approving.show(row, by=city.office, now=NOW, seen=row.version)
        with pytest.raises(StateChanged) as second:
            approving.return_draft(row, reason="x", by=city.office, now=NOW, seen=row.version)
        assert str(second.value.sentence) == (
            "〔2021〕1号已由 示例甲 在 03-15 09:00 办理，现为“亮诺”。请刷新页面后再办理。"
        )


class TestRevising:
    def wanted(self, row: Commitment, **values: Any) -> Wanted:
        given = {
            "words": row.words,
            "measure": row.measure,
            "target": row.target,
            "due_on": row.due_on,
            **values,
        }
        return Wanted(**given)

    def ask(self, city: City, row: Commitment, now: Any = NOW, **values: Any) -> None:
        wanted = self.wanted(row, **values)
        revising.ask_revision(row, wanted, reason="征迁推后", by=city.head, now=now)

    def test_old_words_and_day_are_kept_and_reminders_follow_the_new_day(self, city: City) -> None:
        row = shown(city)
        self.ask(city, row, target="2 万平方米", due_on=date(2021, 5, 20))
        assert fresh(row).target == "3 万平方米"
        revising.grant_revision(row, answer="同意", by=city.office, now=NOW)
        now = fresh(row)
        assert (now.status, now.target, now.due_on) == (
            "renegotiated", "2 万平方米", date(2021, 5, 20),
        )  # fmt: skip
        assert now.remind_on == date(2021, 5, 17)
        kept = now.revisions.get()
        assert (kept.old_target, kept.old_due_on, kept.answer) == ("3 万平方米", DUE, "同意")
        assert "第 1 次" in told(row, "commitment.revised")

    def test_every_version_stays_readable(self, city: City) -> None:
        row = shown(city)
        for day in (date(2021, 5, 20), date(2021, 6, 20)):
            self.ask(city, fresh(row), due_on=day)
            revising.grant_revision(row, by=city.office, now=NOW)
        dates = [(r.old_due_on, r.due_on) for r in row.revisions.order_by("id")]
        assert dates == [
            (DUE, date(2021, 5, 20)),
            (date(2021, 5, 20), date(2021, 6, 20)),
        ]
        with pytest.raises(Refusal, match="已改过 2 次"):
            self.ask(city, fresh(row), due_on=date(2021, 7, 20))

    @pytest.mark.parametrize(
        ("values", "now", "sentence"),
        [
            ({}, NOW, "没有要改的"),
            ({"measure": ""}, NOW, "没有衡量指标"),
            ({"due_on": None}, NOW, "没有时限"),
            ({"due_on": TODAY}, NOW, "已到或已过"),
            ({"due_on": date(2021, 6, 1)}, PAST_DUE, "时限已过，不能再改诺"),
        ],
    )
    def test_what_cannot_be_renegotiated(
        self, city: City, values: dict[str, Any], now: Any, sentence: str
    ) -> None:
        row = shown(city)
        with pytest.raises(Refusal, match=sentence):
            self.ask(city, row, now, **values)
        assert not row.revisions.exists()

    def test_one_request_at_a_time_and_no_verdict_meanwhile(self, city: City) -> None:
        row = shown(city)
        self.ask(city, row, due_on=date(2021, 5, 20))
        with pytest.raises(Refusal, match="已有一份改诺申请"):
            self.ask(city, fresh(row), due_on=date(2021, 6, 20))
        with pytest.raises(Refusal, match="请先审定"):
            judging.judge(
                fresh(row), Finding.MET, evidence="x", met_on=TODAY, by=city.inspector, now=NOW
            )

    def test_refused_it_stands_as_it_was(self, city: City) -> None:
        row = shown(city)
        self.ask(city, row, due_on=date(2021, 5, 20))
        revising.refuse_asked_revision(row, reason="工期可压", by=city.office, now=NOW)
        assert (fresh(row).status, fresh(row).due_on, fresh(row).revised) == ("shown", DUE, 0)
        assert row.revisions.get().answer == "工期可压"

    def test_what_is_withdrawn_leaves_no_request_open(self, city: City) -> None:
        row = shown(city)
        self.ask(city, row, due_on=date(2021, 5, 20))
        drafting.withdraw(row, reason="项目退出", by=city.office, now=NOW)
        assert row.revisions.get().status == "refused"
        assert fresh(row).remind_on is None


class TestJudging:
    def judge(self, city: City, row: Commitment, finding: Finding, **said: Any) -> None:
        given = {"evidence": "现场核实", "by": city.inspector, "now": PAST_DUE, **said}
        judging.judge(row, finding, **given)

    @pytest.mark.parametrize(
        ("finding", "met_on", "status"),
        [
            (Finding.MET, DUE, "kept"),
            (Finding.MET, DUE + DAY, "kept_late"),
            (Finding.PARTLY, None, "partly"),
            (Finding.NOT_MET, None, "broken"),
        ],
    )
    def test_outcome_with_its_evidence(
        self, city: City, finding: Finding, met_on: date | None, status: str
    ) -> None:
        row = shown(city)
        self.judge(city, row, finding, met_on=met_on)
        now = fresh(row)
        assert (now.status, now.met_on, now.evidence) == (status, met_on, "现场核实")
        assert (now.judged_by, now.remind_on) == (city.inspector, None)

    def test_without_evidence_there_is_no_outcome(self, city: City) -> None:
        row = shown(city)
        with pytest.raises(Refusal, match="请写明评定依据"):
            self.judge(city, row, Finding.MET, met_on=DUE, evidence=" ")

    @pytest.mark.parametrize("who", ["head", "liaison", "owner"])
    def test_nobody_judges_the_own_promise(self, city: City, who: str) -> None:
        row = shown(city, owner_post=city.posts["owner"])
        with pytest.raises(Forbidden, match="不评定自己的承诺"):
            self.judge(city, row, Finding.MET, met_on=DUE, by=getattr(city, who))

    def test_not_even_the_office_its_own(self, city: City) -> None:
        row = drafted(city, post=city.posts["office"])
        drafting.offer(row, by=city.office, now=NOW)
        approving.confirm(row, by=city.office, now=NOW)
        with pytest.raises(Forbidden):
            approving.show(row, by=city.office, now=NOW)

    def test_a_broken_promise_can_be_kept_late(self, city: City) -> None:
        row = in_state(city, Status.BROKEN)
        self.judge(city, row, Finding.MET, met_on=DUE + 3 * DAY)
        assert fresh(row).status == "kept_late"

    def test_a_verdict_is_taken_back_with_a_reason_and_a_trace(self, city: City) -> None:
        row = in_state(city, Status.KEPT)
        with pytest.raises(Refusal, match="为什么重新评定"):
            judging.reconsider(row, reason="", by=city.inspector, now=PAST_DUE)
        judging.reconsider(row, reason="清单不实", by=city.inspector, now=PAST_DUE)
        now = fresh(row)
        assert (now.status, now.met_on, now.evidence) == ("practising", None, "")
        assert "撤回“兑现”：清单不实" in told(row, "commitment.reconsidered")
        assert "评为兑现" in told(row, "commitment.kept")

    def test_a_claim_is_no_verdict(self, city: City) -> None:
        row = shown(city)
        practising.report(row, words="全部交付", met_on=TODAY, by=city.head, now=NOW)
        assert fresh(row).status == "practising"
        with pytest.raises(Refusal, match="不能晚于今天"):
            practising.report(row, words="x", met_on=TODAY + DAY, by=city.head, now=NOW)
