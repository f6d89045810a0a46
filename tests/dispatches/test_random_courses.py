"""Whatever anybody tries in whatever order: the acts do what the model says, and the books hold."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from guatu.dispatches import proofs
from guatu.dispatches.actions.pressing import press_due
from guatu.dispatches.models import Clock, Terms
from guatu.domain.lifecycle import TABLE, Verb
from guatu.kit.refusals import Refusal, StateChanged
from guatu.org.access import Forbidden
from guatu.org.models import Unit, User
from guatu.workdays.queries import calendar_in_force
from tests.city import City
from tests.dispatches.cast import DUE_ON, Cast, Course, build_cast
from tests.dispatches.model import DO, FORBIDDEN, REFUSED, STALE, Ask, Model, ahead
from tests.dispatches.often import TIMES

DECIDING = (Verb.GRANT_EXTENSION, Verb.REFUSE_EXTENSION)
BACKWARDS = (Verb.EDIT, Verb.RETURN_DRAFT, Verb.WITHDRAW)
UNITS = ("industry", "housing", "water", "woods")
#: Who tries, by how the model knows them.
PEOPLE = {
    "issuer": "plan",
    "approver": "plan head",
    "office": "office",
    "reviewer": "over",
    "doer": "industry",
    "helper": "housing",
    "awaited": "water",
    "stranger": "woods",
}
#: Friday before a long holiday among them; a clock that is set back a little is possible.
STEPS = (
    timedelta(minutes=-4),
    timedelta(minutes=20),
    timedelta(hours=3),
    timedelta(hours=16),
    timedelta(days=2),
    timedelta(days=9),
)


class Story(RuleBasedStateMachine):
    cast: Cast

    def __init__(self) -> None:
        super().__init__()
        self.block = transaction.atomic()
        self.block.__enter__()
        self.course = Course(self.cast).draft()
        self.model = Model(calendar_in_force(), DUE_ON)
        self.units: dict[str, Unit] = {
            "industry": self.cast.city.industry,
            "housing": self.cast.city.housing,
            "water": self.cast.water,
            "woods": self.cast.woods,
        }

    def teardown(self) -> None:
        try:
            said = [str(fault) for fault in proofs.faults(self.cast.city.tenant)]
            assert said == []
        finally:
            transaction.set_rollback(True)
            self.block.__exit__(None, None, None)

    @rule(step=st.sampled_from(STEPS))
    def time_passes(self, step: timedelta) -> None:
        self.course.now += step

    @rule()
    def the_ladder_is_climbed(self) -> None:
        press_due(self.course.now)
        assert press_due(self.course.now).rungs == 0

    @rule(
        verb=st.sampled_from(list(Verb)),
        who=st.sampled_from(list(PEOPLE)),
        unit=st.sampled_from(UNITS),
        days=st.sampled_from([None, 1, 5, 20, 45]),
        done=st.booleans(),
        stale=st.sampled_from([False] * 9 + [True]),
    )
    def somebody_tries(
        self, verb: Verb, who: str, unit: str, days: int | None, done: bool, stale: bool
    ) -> None:
        stale = stale and verb is not Verb.RECEIVE_PART
        self.attempt(verb, who, unit, days, done, stale=stale)

    @rule(data=st.data())
    def somebody_who_may_goes_on(self, data: st.DataObject) -> None:
        self.go_on(data)

    @rule(data=st.data())
    def and_goes_on(self, data: st.DataObject) -> None:
        self.go_on(data)

    @rule(data=st.data())
    def and_on(self, data: st.DataObject) -> None:
        self.go_on(data)

    def go_on(self, data: st.DataObject) -> None:
        """What is left to chance alone seldom comes far: here only verbs and people that fit."""
        fitting = self.fitting()
        if fitting:
            verb = data.draw(st.sampled_from(sorted(fitting)))
            who = data.draw(st.sampled_from(fitting[verb]))
            unit = data.draw(st.sampled_from(UNITS))
            days = data.draw(st.sampled_from([5, 1, 20]))
            self.attempt(verb, who, unit, days, data.draw(st.booleans()), stale=False)

    def fitting(self) -> dict[Verb, list[str]]:
        """Who may do what now, but for what leads back or ends it all."""
        model = self.model
        found: dict[Verb, list[str]] = {}
        for row in TABLE:
            if model.status in row.sources and row.verb not in BACKWARDS:
                for who, unit in PEOPLE.items():
                    if row.parties & model.parties(unit):
                        found.setdefault(row.verb, []).append(who)
        return found

    def attempt(
        self, verb: Verb, who: str, unit: str, days: int | None, done: bool, *, stale: bool
    ) -> None:
        if verb in DECIDING and not self.model.is_asked:
            return
        now = self.course.now
        day = None if days is None and verb is Verb.SEND_BACK else ahead(now, days or 5)
        ask = Ask(unit, day, done, stale)
        by = self.cast.people[who]
        one = Verb.APPROVE if self.model.status == "approving" else Verb.ISSUE
        meant = one if verb in (Verb.APPROVE, Verb.ISSUE) else verb
        wanted = self.model.expect(meant, PEOPLE[who], now, ask)
        came = self.outcome(verb, by, ask)
        if wanted == STALE and came == FORBIDDEN:
            return  # whoever may never do it in any post is not told who was first
        assert came == wanted, (verb, who, ask, self.model)

    def outcome(self, verb: Verb, by: User, ask: Ask) -> str:
        seen = self.course.dispatch.version - 1 if ask.stale else None
        try:
            with transaction.atomic():
                self.course.act(verb, by, seen=seen, **self.options(verb, ask))
        except StateChanged:
            return STALE
        except Refusal:
            return REFUSED
        except Forbidden:
            return FORBIDDEN
        return DO

    def options(self, verb: Verb, ask: Ask) -> dict[str, Any]:
        if verb in (Verb.REASSIGN, Verb.CO_HANDLE, Verb.PAUSE):
            return {"unit": self.units[ask.unit]}
        if verb in (Verb.SEND_BACK, Verb.REOPEN, Verb.ASK_EXTENSION):
            return {"until": ask.day}
        return {"done": ask.done} if verb is Verb.REPORT_PART else {}

    @invariant()
    def the_dispatch_is_as_the_model_says(self) -> None:
        model, dispatch = self.model, self.course.read()
        said = (dispatch.stage, dispatch.version, dispatch.round, dispatch.bounces)
        assert said == (model.status, model.version, model.round, model.bounces)
        assert dispatch.waiting == bool(model.waiting_for)
        if model.lead is not None:
            parts = {part.unit_id: part for part in dispatch.parts.all() if part.is_in}
            wanted = {self.units[name].pk for name in (model.lead.unit, *model.helpers)}
            assert set(parts) == wanted
            assert dispatch.lead.unit_id == self.units[model.lead.unit].pk
            self.assert_due(model)

    def assert_due(self, model: Model) -> None:
        assert model.lead is not None
        part = self.course.dispatch.lead
        clocks = Clock.objects.filter(part=part, leg="finish").order_by("started_at")
        assert clocks.latest("started_at").due_at == model.lead.due


@pytest.mark.django_db
def test_whatever_is_tried_comes_out_as_the_model_says(city: City) -> None:
    cast = build_cast(city)
    default = city.posts["stranger"]
    Terms.objects.create(tenant=city.tenant, default_post=default)
    story = type("Tried", (Story,), {"cast": cast})
    run_state_machine_as_test(
        story,
        settings=settings(
            max_examples=8 * TIMES,
            stateful_step_count=30 if TIMES == 1 else 60,
            deadline=None,
            derandomize=TIMES == 1,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
