"""Two people on one dispatch at once: one wins, the other is told who was first and when."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from django.db import connection

from guatu.domain.lifecycle import STATUS_WORDS, Status, Verb
from guatu.kit.refusals import StateChanged
from guatu.ops.verifying import faults
from tests.city import build_city
from tests.dispatches.cast import Cast, Course, at, build_cast
from tests.dispatches.often import TIMES
from tests.journal.test_recording import in_threads

#: A state, then who does what at the same time.
PAIRS = (
    (Status.REPLIED, ("reviewer", Verb.COMPLETE), ("issuer", Verb.SEND_BACK)),
    (Status.RECEIVED, ("doer", Verb.REPLY), ("issuer", Verb.WITHDRAW)),
    (Status.COMPLETED, ("office", Verb.SIGN_OFF), ("reviewer", Verb.SEND_BACK)),
    (Status.RECEIVED, ("issuer", Verb.WITHDRAW), ("reviewer", Verb.GRANT_EXTENSION)),
    (Status.RECEIVED, ("doer", Verb.REPLY), ("reviewer", Verb.GRANT_EXTENSION)),
    (Status.DRAFT, ("issuer", Verb.SUBMIT), ("approver", Verb.ISSUE)),
    (Status.APPROVING, ("office", Verb.APPROVE), ("approver", Verb.RETURN_DRAFT)),
    (Status.ISSUED, ("doer", Verb.RECEIVE), ("issuer", Verb.REASSIGN)),
    (Status.ISSUED, ("doer", Verb.DECLINE), ("head", Verb.RECEIVE)),
    (Status.ISSUED, ("doer", Verb.RECEIVE), ("head", Verb.RECEIVE)),
    (Status.RECEIVED, ("doer", Verb.PAUSE), ("head", Verb.REPORT)),
    (Status.SIGNED_OFF, ("office", Verb.REOPEN), ("reviewer", Verb.REOPEN)),
)
NAMES = [f"{status}-{one[1]}-{other[1]}" for status, one, other in PAIRS]
By = tuple[str, Verb]


@dataclass
class Race:
    """Both have read the same version; ``told`` is what was said to who came second."""

    cast: Cast
    course: Course
    seen: int
    told: list[StateChanged] = field(default_factory=list)
    won: list[str] = field(default_factory=list)

    def run(self, who: str, verb: Verb) -> None:
        course = Course(self.cast, self.course.now)
        course.dispatch = self.course.dispatch
        people = self.cast.people | {"head": self.cast.city.head}
        try:
            course.act(verb, people[who], seen=self.seen)
            self.won.append(people[who].name)
        except StateChanged as refusal:
            self.told.append(refusal)

    def run_together(self, *acts: By) -> list[BaseException]:
        """Each act in a thread of its own; what they raised besides being told."""
        return in_threads(len(acts), lambda n: self.run(*acts[n]))

    def assert_one_won(self) -> None:
        now = self.course.read()
        assert len(self.won) == len(self.told) == 1
        assert (now.version, now.changed_by_name) == (self.seen + 1, self.won[0])
        said = str(self.told[0])
        assert self.won[0] in said
        assert f"{self.course.now:%m月%d日 %H:%M}" in said
        assert STATUS_WORDS[now.stage] in said or "批复" in said
        assert [str(fault) for fault in faults(self.cast.city.tenant)] == []


def race(cast: Cast, status: Status, *acts: By) -> Race:
    """At ``status``, with a request for more time where one of them decides it."""
    course = at(cast, status)
    if Verb.GRANT_EXTENSION in (verb for _, verb in acts):
        course.do(Verb.ASK_EXTENSION)
    return Race(cast, course, course.dispatch.version)


@pytest.mark.parametrize(("status", "one", "other"), PAIRS, ids=NAMES)
@pytest.mark.parametrize("turned", [False, True], ids=["first", "second"])
def test_who_comes_second_is_told_who_was_first(
    cast: Cast, status: Status, one: By, other: By, turned: bool
) -> None:
    run = race(cast, status, one, other)
    for act in (other, one) if turned else (one, other):
        run.run(*act)
    run.assert_one_won()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("status", "one", "other"), PAIRS, ids=NAMES)
def test_at_the_same_time_one_wins(status: Status, one: By, other: By) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one writer in at a time, and its tests share one memory")
    cast = build_cast(build_city())
    for _ in range(3 * TIMES):
        run = race(cast, status, one, other)
        assert run.run_together(one, other) == []
        run.assert_one_won()
