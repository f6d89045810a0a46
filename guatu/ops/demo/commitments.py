"""Promises in the demonstration: in every state, with a year that was voted on by 29 members."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from uuid import UUID

from guatu.commitments.actions import approving, drafting, judging, practising, reviewing, revising
from guatu.commitments.actions.drafting import Promise
from guatu.commitments.actions.reminding import remind
from guatu.commitments.actions.revising import Wanted
from guatu.commitments.models import Commitment, YearlyReview
from guatu.domain.commitments import Finding
from guatu.domain.votes import Votes
from guatu.kit.clock import CHINA
from guatu.ops.demo.organisation import TODAY, YEAR, Cast
from guatu.ops.demo.tables import FOLDER
from guatu.org.actions.founding import OFFICE_NAME
from guatu.org.models import Post, User
from guatu.projects.models import Project

Act = Callable[[datetime], object]
Deed = tuple[datetime, Act]
Row = Mapping[str, str]
DRAFTING, DOING, REMINDING = time(9, 10), time(16, 40), time(7, 5)
#: How long after the draft each step is taken, and until which a promise of the table goes.
STEPS = {"offered": timedelta(minutes=20), "confirmed": timedelta(hours=2), "shown": timedelta(1)}
OPENED, ACCOUNTED, GRADED = date(2021, 1, 12), date(2021, 1, 20), date(2021, 1, 26)
VOTED, PUBLISHED = date(2021, 1, 28), date(2021, 2, 2)
MEETING = "市人大常委会重点工作评议会（示例）"
INSPECTOR = "督查专员"


@dataclass(slots=True)
class Scene:
    """Who is who, and the promises by the key that the tables give them."""

    cast: Cast
    rows: Mapping[str, Row]
    made: dict[str, UUID] = field(default_factory=dict)

    def promised(self, key: str) -> Commitment:
        return Commitment.objects.select_related("tenant").get(pk=self.made[key])

    def promiser(self, key: str) -> User:
        return self.cast.holder(self.rows[key]["unit"], self.rows[key]["post"])

    @property
    def inspector(self) -> User:
        return self.cast.holder(OFFICE_NAME, INSPECTOR)


def commitment_deeds(cast: Cast) -> Iterator[Deed]:
    """Drafted and shown in January and later, what happened each on its day, reminders daily."""
    scene = Scene(cast, {row["key"]: row for row in _table("commitments.csv")})
    for n, row in enumerate(scene.rows.values()):
        yield from _drafting(scene, row, timedelta(minutes=n))
    for n, row in enumerate(_table("commitment_acts.csv")):
        yield _at(row["day"], DOING) + timedelta(minutes=n), _acting(scene, row)
    yield from _reviewing(scene)
    yield from _reminding(scene)


def _drafting(scene: Scene, row: Row, later: timedelta) -> Iterator[Deed]:
    """As far as the table says: drafted, offered, confirmed or shown."""
    at, key, cast = _at(row["drafted"], DRAFTING) + later, row["key"], scene.cast

    def draft(now: datetime) -> None:
        promise = _promise(cast, row)
        scene.made[key] = drafting.draft(cast.tenant, promise, by=cast.office, now=now).pk

    steps: dict[str, Act] = {
        "offered": lambda now: drafting.offer(scene.promised(key), by=cast.office, now=now),
        "confirmed": lambda now: approving.confirm(
            scene.promised(key), by=scene.promiser(key), now=now
        ),
        "shown": lambda now: approving.show(scene.promised(key), by=cast.office, now=now),
    }
    yield at, draft
    reached = ["drafted", *steps].index(row["until"])
    for name, act in list(steps.items())[:reached]:
        yield at + STEPS[name], act


def _promise(cast: Cast, row: Row) -> Promise:
    projects = Project.objects.filter(tenant=cast.tenant)
    return Promise(
        post=cast.post(row["unit"], row["post"]),
        words=row["words"],
        measure=row["measure"],
        target=row["target"],
        due_on=date.fromisoformat(row["due"]),
        kind=row["kind"],
        before=row["before"],
        occasion=row["occasion"],
        occasion_on=date.fromisoformat(row["drafted"]),
        handling_unit=cast.units[row["handler"]] if row["handler"] else None,
        owner_post=_post(cast, row["owner"]),
        project=projects.get(name=row["project"]) if row["project"] else None,
    )


def _post(cast: Cast, place: str) -> Post | None:
    unit, _, title = place.partition(" ")
    return cast.post(unit, title) if place else None


def _acting(scene: Scene, row: Row) -> Act:
    key, words = row["key"], row["words"]
    on = date.fromisoformat(row["on"]) if row["on"] else None

    def report(now: datetime) -> None:
        practising.report(
            scene.promised(key), words=words, met_on=on, by=scene.promiser(key), now=now
        )

    def ask(now: datetime) -> None:
        held = scene.promised(key)
        wanted = Wanted(held.words, held.measure, row["target"], on)
        revising.ask_revision(held, wanted, reason=words, by=scene.promiser(key), now=now)

    def grant(now: datetime) -> None:
        revising.grant_revision(scene.promised(key), answer=words, by=scene.cast.office, now=now)

    def judge(now: datetime) -> None:
        finding = Finding(row["act"])
        judging.judge(
            scene.promised(key), finding, evidence=words, met_on=on, by=scene.inspector, now=now
        )

    acts: dict[str, Act] = {"report": report, "claim": report, "ask": ask, "grant": grant}
    return acts.get(row["act"], judge)


def _reviewing(scene: Scene) -> Iterator[Deed]:
    """The year before: accounts in January, grades, the vote of a meeting, published."""
    cast, rows = scene.cast, list(_table("commitment_reviews.csv"))
    posts = [cast.post(row["unit"], row["post"]) for row in rows]
    yield (
        _at(OPENED, DOING),
        lambda now: reviewing.open_reviews(cast.tenant, YEAR - 1, posts, by=cast.office, now=now),
    )
    for n, row in enumerate(rows):
        later = timedelta(minutes=7 * n)
        if row["account"]:
            yield _at(ACCOUNTED, DOING) + later, _accounting(cast, row)
            yield _at(GRADED, DOING) + later, _grading(scene, row)
            yield _at(VOTED, DOING) + later, _counting(cast, row)
        if row["published"]:
            yield _at(PUBLISHED, DOING) + later, _publishing(cast, row)


def _publishing(cast: Cast, row: Row) -> Act:
    return lambda now: reviewing.publish(_review(cast, row), by=cast.office, now=now)


def _accounting(cast: Cast, row: Row) -> Act:
    by = cast.holder(row["unit"], row["post"])
    return lambda now: reviewing.give_account(
        _review(cast, row), account=row["account"], by=by, now=now
    )


def _grading(scene: Scene, row: Row) -> Act:
    return lambda now: reviewing.grade(
        _review(scene.cast, row),
        grade=row["grade"],
        reason=row["reason"],
        by=scene.inspector,
        now=now,
    )


def _counting(cast: Cast, row: Row) -> Act:
    names = ("members", "satisfied", "basically", "dissatisfied")
    votes = Votes(*(int(row[name]) for name in names))
    return lambda now: reviewing.enter_vote(
        _review(cast, row), votes, voted_on=VOTED, meeting=MEETING, by=cast.office, now=now
    )


def _review(cast: Cast, row: Row) -> YearlyReview:
    post = cast.post(row["unit"], row["post"])
    found: YearlyReview = YearlyReview.objects.get(tenant=cast.tenant, year=YEAR - 1, post=post)
    return found


def _reminding(scene: Scene) -> Iterator[Deed]:
    first = min(date.fromisoformat(row["drafted"]) for row in scene.rows.values())
    for days in range((TODAY - first).days + 1):
        at = datetime.combine(first + timedelta(days), REMINDING, CHINA)
        yield at, lambda now: remind(now, scene.cast.tenant)


def _at(day: str | date, clock: time) -> datetime:
    on = date.fromisoformat(day) if isinstance(day, str) else day
    return datetime.combine(on, clock, CHINA)


def _table(name: str) -> Iterator[Row]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as source:
        yield from csv.DictReader(source)
