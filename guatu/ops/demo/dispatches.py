"""The dispatches of the demonstration: one in every state, told by a table.

A story is a list of verbs with their moments: ``reply@03-03 16:00:words@day``. The ladder is
climbed each morning and evening, as the timetable does it each minute.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from guatu.dispatches.actions.doing import (
    decline,
    receive,
    receive_part,
    reply,
    report,
    report_part,
)
from guatu.dispatches.actions.drafting import Matter, draft, give, submit
from guatu.dispatches.actions.extending import ask_extension, grant_extension
from guatu.dispatches.actions.issuing import reassign, withdraw
from guatu.dispatches.actions.pressing import press_due
from guatu.dispatches.actions.rechecking import draw_sample, note_finding
from guatu.dispatches.actions.reviewing import complete, send_back, sign_off
from guatu.dispatches.actions.waiting import pause
from guatu.dispatches.choices import DispatchStatus, Finding
from guatu.dispatches.evidence import Upload
from guatu.dispatches.models import Dispatch
from guatu.kit.clock import CHINA
from guatu.ops.demo.organisation import LIAISON, TODAY, YEAR, Cast
from guatu.ops.demo.samples import sample_file
from guatu.ops.demo.tables import FOLDER
from guatu.org.models import User
from guatu.projects.models import Project

Deed = tuple[datetime, Callable[[datetime], object]]
ROUNDS = (time(8, 31), time(17, 31))
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
#: Here a unit that assists has not received.
SILENT = ("D07", "D15", "D22", "D23")


@dataclass(frozen=True, slots=True)
class Turn:
    """A step of a story; ``to`` is a day or a unit."""

    verb: str
    at: datetime
    words: str
    to: str


@dataclass(frozen=True, slots=True)
class Case:
    """A line of the table."""

    key: str
    given: datetime
    row: Mapping[str, str]
    story: tuple[Turn, ...]


class Tray:
    """The dispatches by their keys, as they were given."""

    def __init__(self) -> None:
        self._ids: dict[str, UUID] = {}

    def put(self, key: str, dispatch: Dispatch) -> None:
        self._ids[key] = dispatch.pk

    def take(self, key: str) -> Dispatch:
        return Dispatch.objects.get(pk=self._ids[key])


def dispatch_deeds(cast: Cast) -> Iterator[Deed]:
    tray, cases = Tray(), list(_cases())
    for case in cases:
        yield case.given, _giving(cast, tray, case)
        if case.row["assist"] and case.key not in SILENT:
            yield case.given + 2 * HOUR, _all_received(cast, tray, case)
        for turn in case.story:
            yield turn.at, _turning(cast, tray, case, turn)
    first = min(case.given for case in cases).date()
    for n in range((TODAY - first).days + 1):
        for clock in ROUNDS:
            at = datetime.combine(first + timedelta(n), clock, CHINA)
            if at.date() < TODAY or clock == ROUNDS[0]:
                yield at, press_due


def _cases() -> Iterator[Case]:
    with (FOLDER / "dispatches.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            told = [one for one in row["story"].split(";") if one]
            story = tuple(_turn(one) for one in told if "@" in one)
            given = datetime.strptime(row["given"], "%Y-%m-%d %H:%M").replace(tzinfo=CHINA)
            yield Case(row["key"], given, row, story)


def _turn(told: str) -> Turn:
    verb, _, rest = told.partition("@")
    moment, words = rest[:11], rest[12:]
    at = datetime.strptime(f"{YEAR}-{moment}", "%Y-%m-%d %H:%M").replace(tzinfo=CHINA)
    said, _, to = words.partition("@")
    return Turn(verb, at, said, to)


def _giving(cast: Cast, tray: Tray, case: Case) -> Callable[[datetime], object]:
    row = case.row

    def act(at: datetime) -> None:
        matter = Matter(
            title=row["title"],
            asked=row["asked"],
            lead_unit=cast.units[row["unit"]],
            assisting=[cast.units[name] for name in row["assist"].split()],
            project=_project(cast, row["project"]),
            source=row["source"],
            source_words=row["words"],
            urgency=row["urgency"],
            due_on=date.fromisoformat(row["due"]) if row["due"] else None,
            evidence=row["evidence"].split(),
        )
        if row["story"] == "draft":
            tray.put(case.key, draft(cast.tenant, matter, by=cast.office, now=at))
        elif row["story"] == "submit":
            by = cast.holder("市工信局", LIAISON)
            made = draft(cast.tenant, matter, by=by, now=at)
            tray.put(case.key, submit(made, seen=made.version, by=by, now=at + MINUTE))
        else:
            tray.put(case.key, give(cast.tenant, matter, by=cast.office, now=at))

    return act


def _all_received(cast: Cast, tray: Tray, case: Case) -> Callable[[datetime], object]:
    def act(at: datetime) -> None:
        for name in case.row["assist"].split():
            by = cast.holder(cast.units[name].name, LIAISON)
            receive_part(tray.take(case.key), by=by, now=at)

    return act


def _turning(cast: Cast, tray: Tray, case: Case, turn: Turn) -> Callable[[datetime], object]:
    do = _VERBS[turn.verb]

    def act(at: datetime) -> object:
        return do(cast, tray.take(case.key), turn, at)

    return act


def _doer(cast: Cast, dispatch: Dispatch) -> User:
    return cast.holder(dispatch.lead.unit.name, LIAISON)


def _receive(cast: Cast, dispatch: Dispatch, turn: Turn, at: datetime) -> object:
    return receive(dispatch, seen=dispatch.version, by=_doer(cast, dispatch), now=at)


def _report(cast: Cast, dispatch: Dispatch, turn: Turn, at: datetime) -> object:
    by = _doer(cast, dispatch)
    return report(dispatch, words=turn.words, seen=dispatch.version, by=by, now=at)


def _help(cast: Cast, dispatch: Dispatch, turn: Turn, at: datetime) -> object:
    """The first unit that assists has done its part."""
    unit = next(part.unit for part in dispatch.parts.all() if not part.is_lead)
    by = cast.holder(unit.name, LIAISON)
    return report_part(dispatch, words=turn.words, done=True, seen=dispatch.version, by=by, now=at)


def _reply(cast: Cast, dispatch: Dispatch, turn: Turn, at: datetime) -> object:
    uploads = [Upload(*sample_file(kind, dispatch.title), kind) for kind in dispatch.evidence]
    by = _doer(cast, dispatch)
    return reply(dispatch, words=turn.words, uploads=uploads, seen=dispatch.version, by=by, now=at)


def _send_back(cast: Cast, dispatch: Dispatch, turn: Turn, at: datetime) -> object:
    return send_back(
        dispatch, reason=turn.words, until=_day(turn), seen=dispatch.version, by=cast.office, now=at
    )


def _complete(cast: Cast, dispatch: Dispatch, turn: Turn, at: datetime) -> object:
    return complete(dispatch, seen=dispatch.version, by=cast.office, now=at)


def _sign_off(cast: Cast, dispatch: Dispatch, turn: Turn, at: datetime) -> object:
    return sign_off(dispatch, seen=dispatch.version, by=cast.office, now=at)


def _decline(cast: Cast, dispatch: Dispatch, turn: Turn, at: datetime) -> object:
    by = _doer(cast, dispatch)
    return decline(dispatch, reason=turn.words, seen=dispatch.version, by=by, now=at)


def _reassign(cast: Cast, dispatch: Dispatch, turn: Turn, at: datetime) -> object:
    unit = cast.units[turn.to]
    return reassign(
        dispatch, unit, reason=turn.words, seen=dispatch.version, by=cast.office, now=at
    )


def _ask(cast: Cast, dispatch: Dispatch, turn: Turn, at: datetime) -> object:
    return ask_extension(
        dispatch,
        until=_day(turn),
        reason=turn.words,
        seen=dispatch.version,
        by=_doer(cast, dispatch),
        now=at,
    )


def _grant(cast: Cast, dispatch: Dispatch, turn: Turn, at: datetime) -> object:
    asked = dispatch.extensions.get(status="asked")
    return grant_extension(asked, seen=dispatch.version, by=cast.office, now=at)


def _pause(cast: Cast, dispatch: Dispatch, turn: Turn, at: datetime) -> object:
    by = _doer(cast, dispatch)
    return pause(
        dispatch, cast.units[turn.to], reason=turn.words, seen=dispatch.version, by=by, now=at
    )


def _withdraw(cast: Cast, dispatch: Dispatch, turn: Turn, at: datetime) -> object:
    return withdraw(dispatch, reason=turn.words, seen=dispatch.version, by=cast.office, now=at)


def _recheck(cast: Cast, dispatch: Dispatch, turn: Turn, at: datetime) -> object:
    """All that was signed off up to the day of this one is looked at again; it does not hold."""
    inspector = cast.holder("总指挥部办公室", "督查专员")
    first = date(YEAR, 2, 1)
    last = (dispatch.signed_off_at or at).astimezone(CHINA).date()
    done = Dispatch.objects.filter(tenant=cast.tenant, status=DispatchStatus.SIGNED_OFF)
    count = done.filter(signed_off_at__date__range=(first, last)).count()
    sample = draw_sample(
        cast.tenant, first=first, last=last, count=count, seed="一季度回头看", by=inspector, now=at
    )
    for row in sample.rechecks.select_related("dispatch"):
        false = row.dispatch_id == dispatch.pk
        words = turn.words if false else "现场与反馈一致"
        finding = Finding.FALSE if false else Finding.HOLDS
        until = _day(turn) if false else None
        note_finding(row, finding, words=words, until=until, by=inspector, now=at + MINUTE)
    return sample


def _day(turn: Turn) -> date:
    return date.fromisoformat(f"{YEAR}-{turn.to}")


def _project(cast: Cast, name: str) -> Project | None:
    return Project.objects.get(tenant=cast.tenant, name=name) if name else None


_VERBS: Mapping[str, Callable[[Cast, Dispatch, Turn, datetime], object]] = {
    "receive": _receive,
    "report": _report,
    "helpdone": _help,
    "reply": _reply,
    "sendback": _send_back,
    "complete": _complete,
    "signoff": _sign_off,
    "decline": _decline,
    "reassign": _reassign,
    "ask": _ask,
    "grant": _grant,
    "pause": _pause,
    "withdraw": _withdraw,
    "recheck": _recheck,
}
