"""Random ladders, clocks, and moments at which somebody asks."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from guatu.domain.clocks import Span, SpanUnit, due
from guatu.domain.escalation import Addressee, Entry, Ladder, Manner, Rung, Trigger, Watch, When
from tests.domain.escalation.samples import CALENDAR, HOURS

UNITS = st.sampled_from([SpanUnit.WORKDAYS, SpanUnit.DAYS, SpanUnit.HOURS])
SPANS = st.builds(Span, st.integers(1, 12), UNITS)
WORKDAYS = st.integers(1, 12).map(lambda n: Span(n, SpanUnit.WORKDAYS))
FIRST = datetime(2025, 1, 6, tzinfo=UTC)
MOMENTS = st.integers(0, 700 * 24 * 60).map(lambda minutes: FIRST + timedelta(minutes=minutes))
LATER = st.integers(0, 60 * 24 * 60).map(lambda minutes: timedelta(minutes=minutes))
ADDRESSEES = st.lists(st.sampled_from(Addressee), min_size=1, unique=True).map(tuple)


def _rung(number: int, trigger: Trigger, to: tuple[Addressee, ...], deadline: Span | None) -> Rung:
    return Rung(
        f"r{number}", "示例", Manner.REMIND, to, "{title}", trigger=trigger, deadline=deadline
    )


@st.composite
def anchored(draw: st.DrawFn, spans: st.SearchStrategy[Span] = SPANS) -> list[Trigger]:
    """Triggers around the due date, roughly in the order of time."""
    ahead = draw(st.lists(spans, max_size=3, unique=True))
    past = draw(st.lists(spans, max_size=3, unique=True))
    middle = draw(st.lists(st.sampled_from([When.ON, When.AT]), max_size=2, unique=True))
    return [
        *(Trigger(When.BEFORE, span) for span in sorted(ahead, key=lambda s: -s.amount)),
        *(Trigger(when) for when in sorted(middle, reverse=True)),
        *(Trigger(When.AFTER, span) for span in sorted(past, key=lambda s: s.amount)),
    ]


@st.composite
def ladders(draw: st.DrawFn) -> Ladder:
    triggers = draw(anchored().filter(bool))
    for place in sorted(draw(st.sets(st.integers(1, len(triggers)), max_size=2)), reverse=True):
        triggers.insert(place, Trigger(When.LAPSED))
    rungs = [
        _rung(number, trigger, draw(ADDRESSEES), draw(SPANS))
        for number, trigger in enumerate(triggers)
    ]
    entries: tuple[Entry, ...] = ()
    if draw(st.booleans()):
        entries = (Entry(2, draw(st.sampled_from(rungs)).code),)
    return Ladder("made", "1", "示例", "示例", "示例", tuple(rungs), entries)


@st.composite
def workday_ladders(draw: st.DrawFn) -> Ladder:
    """All in workdays, so that their order is that of their spans."""
    triggers = draw(anchored(WORKDAYS).filter(bool))
    rungs = (_rung(n, trigger, (Addressee.DOER,), None) for n, trigger in enumerate(triggers))
    return Ladder("made", "1", "示例", "示例", "示例", tuple(rungs))


@st.composite
def watches(draw: st.DrawFn, spans: st.SearchStrategy[Span] = SPANS) -> Watch:
    started, weight = draw(MOMENTS), draw(st.integers(0, 3))
    return Watch(started, due(started, draw(spans), CALENDAR, HOURS), weight=weight)


@st.composite
def asking(draw: st.DrawFn, watch: Watch) -> list[datetime]:
    """Moments at which somebody asks, before and after, early and late, in no order."""
    begin = watch.started - timedelta(days=3)
    return [begin + length for length in draw(st.lists(LATER, max_size=12))]
