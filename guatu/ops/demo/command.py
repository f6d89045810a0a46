"""Command in the demonstration: two meetings, blockers in batches, a month and a half of visits.

A story is a list of verbs with their moments: ``solve@02-23 16:00:words``.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import QuerySet

from guatu.command.actions import arranging, clearing, deciding, visiting
from guatu.command.actions import meetings as meeting_acts
from guatu.command.actions.clearing import Problem
from guatu.command.actions.handing import Order
from guatu.command.actions.meetings import Call
from guatu.command.actions.releasing import release
from guatu.command.actions.visiting import Seen
from guatu.command.choices import AgendaCause
from guatu.command.models import AgendaItem, Blocker, Meeting, Visit
from guatu.command.queries.blockers import unreleased
from guatu.dispatches.actions.doing import receive, reply
from guatu.dispatches.actions.reviewing import complete, sign_off
from guatu.dispatches.choices import DispatchStatus
from guatu.dispatches.models import Dispatch
from guatu.kit.clock import CHINA
from guatu.lines.models import HeadQuarters, TaskForce
from guatu.ops.demo.organisation import HEAD, LIAISON, TODAY, YEAR, Cast
from guatu.ops.demo.tables import FOLDER
from guatu.org.choices import Role
from guatu.org.models import Post, Unit, User
from guatu.projects.models import Project

Deed = tuple[datetime, Callable[[datetime], object]]
FORCE = "工业项目专班"
CALLED = datetime(2021, 3, 5, 16, 0, tzinfo=CHINA)
HELD = datetime(2021, 3, 8, 15, 0, tzinfo=CHINA)
TOMORROW = datetime(2021, 3, 16, 15, 0, tzinfo=CHINA)
CALLED_AGAIN = datetime(2021, 3, 15, 8, 20, tzinfo=CHINA)
BATCHES = (
    (datetime(2021, 2, 22, 8, 40, tzinfo=CHINA), "春节后第一批，三月上旬前打通"),
    (datetime(2021, 3, 9, 8, 40, tzinfo=CHINA), "开门红项目，一季度末前打通"),
)
VISITED = time(17, 20)
FIRST_DAY = date(2021, 2, 5)
MORNING, AFTERNOON, EVENING = time(9, 10), time(15, 40), time(16, 50)
#: Of what was handed over in meetings, on site and for blockers, one in so many is left lying.
LAZY = 5


@dataclass(frozen=True, slots=True)
class Turn:
    """A step of a story."""

    verb: str
    at: datetime
    words: str


class Tray:
    """The blockers by what they say, as they were raised."""

    def __init__(self) -> None:
        self._ids: dict[str, UUID] = {}

    def put(self, words: str, blocker: Blocker) -> None:
        self._ids[words] = blocker.pk

    def take(self, words: str) -> Blocker:
        rows = Blocker.objects.select_related("tenant", "project__task_force", "doing_unit")
        return rows.get(pk=self._ids[words])


def command_deeds(cast: Cast) -> Iterator[Deed]:
    """Blockers first, so that meetings of the same day find them."""
    yield from _blockers(cast)
    yield from _visits(cast)
    yield from _meetings(cast)
    yield from _days(cast)


def _blockers(cast: Cast) -> Iterator[Deed]:
    tray = Tray()
    for row in _read("blockers.csv"):
        raised = _moment(row["raised"])
        yield raised, _raising(cast, tray, row)
        for turn in _story(row["story"]):
            yield turn.at, _turning(cast, tray, row, turn)
    for at, title in BATCHES:
        yield at, _releasing(cast, title)


def _raising(cast: Cast, tray: Tray, row: Mapping[str, str]) -> Callable[[datetime], object]:
    def act(at: datetime) -> None:
        project = _project(cast, row["project"])
        problem = Problem(row["kind"], row["words"], express=bool(row["express"]))
        by = _speaker(cast, project)
        tray.put(row["words"], clearing.raise_blocker(project, problem, by=by, now=at))

    return act


def _turning(
    cast: Cast, tray: Tray, row: Mapping[str, str], turn: Turn
) -> Callable[[datetime], object]:
    def act(at: datetime) -> object:
        blocker = tray.take(row["words"])
        doer = cast.holder(row["doer"], LIAISON)
        seen = blocker.version
        match turn.verb:
            case "accept":
                unit, day = cast.units[row["doer"]], date.fromisoformat(row["due"])
                return clearing.accept(blocker, unit, day, seen=seen, by=cast.office, now=at)
            case "give":
                order = Order(turn.words)
                return clearing.give_blocker(blocker, order, seen=seen, by=cast.office, now=at)
            case "receive":
                return receive(_dispatch(blocker), seen=2, by=doer, now=at)
            case "done":
                return _finished(_dispatch(blocker), turn.words, doer, cast.office, at)
            case "start":
                return clearing.start(blocker, seen=seen, by=doer, now=at)
            case "note":
                return clearing.note(blocker, words=turn.words, by=doer, now=at)
            case "solve":
                return clearing.solve(blocker, words=turn.words, seen=seen, by=doer, now=at)
            case "escalate":
                return clearing.escalate(blocker, reason=turn.words, seen=seen, by=doer, now=at)
            case "sendback":
                by = blocker.raised_by
                return clearing.send_back(blocker, reason=turn.words, seen=seen, by=by, now=at)
            case "confirm":
                return clearing.confirm(
                    blocker, words=turn.words, seen=seen, by=cast.office, now=at
                )
        raise ValueError(turn.verb)

    return act


def _finished(dispatch: Dispatch, words: str, doer: User, office: User, at: datetime) -> Dispatch:
    """Replied, passed and struck off within the day; the blocker stays as it is."""
    reply(dispatch, words=words, seen=dispatch.version, by=doer, now=at)
    passed = complete(
        dispatch, seen=dispatch.version + 1, by=office, now=at + timedelta(minutes=30)
    )
    return sign_off(passed, seen=passed.version, by=office, now=at + timedelta(minutes=40))


def _releasing(cast: Cast, title: str) -> Callable[[datetime], object]:
    def act(at: datetime) -> object:
        rows = list(unreleased(cast.tenant))
        return release(cast.tenant, rows, title=title, by=cast.office, now=at)

    return act


def _visits(cast: Cast) -> Iterator[Deed]:
    for row in _read("visits.csv"):
        day = date.fromisoformat(row["day"])
        if day > TODAY:
            at = datetime.combine(TODAY, time(8, 10), CHINA)
            yield at, _planning(cast, row, day)
        else:
            yield datetime.combine(day, VISITED, CHINA), _visiting(cast, row, day)


def _planning(cast: Cast, row: Mapping[str, str], day: date) -> Callable[[datetime], object]:
    def act(at: datetime) -> object:
        project = _project(cast, row["project"])
        leader = cast.leader(row["leader"])
        return visiting.plan_visit(project, leader, day, by=cast.office, now=at)

    return act


def _visiting(cast: Cast, row: Mapping[str, str], day: date) -> Callable[[datetime], object]:
    def act(at: datetime) -> None:
        project, leader = _project(cast, row["project"]), cast.leader(row["leader"])
        by = cast.holders[f"{leader.unit.name} {leader.title}"]
        seen = Seen(day, row["found"], row["follow_up"])
        visit = visiting.log_visit(project, leader, seen, by=by, now=at)
        for n, line in enumerate(filter(None, row["decisions"].split("|")), start=1):
            _decide_on_site(visit, line, by, at + timedelta(minutes=n))

    return act


def _decide_on_site(visit: Visit, line: str, by: User, at: datetime) -> None:
    if line.startswith("/"):
        _, words, reason = line.split("/")
        deciding.decide_nothing_on_site(visit, words=words, reason=reason, by=by, now=at)
    else:
        deciding.decide_on_site(visit, Order(line), by=by, now=at)


def _days(cast: Cast) -> Iterator[Deed]:
    """Liaisons receive what came the day before, and report on its day what they have done."""
    for n in range((TODAY - FIRST_DAY).days):
        day = FIRST_DAY + timedelta(n)
        yield datetime.combine(day, MORNING, CHINA), lambda at: _receive_all(cast, at)
        yield datetime.combine(day, AFTERNOON, CHINA), lambda at: _reply_all(cast, at)
        yield datetime.combine(day, EVENING, CHINA), lambda at: _sign_off_all(cast, at)


def _receive_all(cast: Cast, at: datetime) -> None:
    for dispatch in _handed(cast).filter(status=DispatchStatus.ISSUED, issued_at__lt=at):
        if _is_done(dispatch):
            doer = _receiver(dispatch.lead.unit)
            receive(dispatch, seen=dispatch.version, by=doer, now=at)


def _reply_all(cast: Cast, at: datetime) -> None:
    due = _handed(cast).filter(status=DispatchStatus.RECEIVED, due_on__lte=at.date())
    for dispatch in due:
        if _is_done(dispatch):
            doer = _receiver(dispatch.lead.unit)
            reply(dispatch, words="已按要求办结", seen=dispatch.version, by=doer, now=at)


def _sign_off_all(cast: Cast, at: datetime) -> None:
    for dispatch in _handed(cast).filter(status=DispatchStatus.REPLIED):
        passed = complete(dispatch, seen=dispatch.version, by=cast.office, now=at)
        sign_off(passed, seen=passed.version, by=cast.office, now=at)


def _is_done(dispatch: Dispatch) -> bool:
    return bool(dispatch.serial and dispatch.serial % LAZY)


def _handed(cast: Cast) -> QuerySet[Dispatch]:
    """What meetings and visits handed over."""
    return Dispatch.objects.filter(tenant=cast.tenant, decision__isnull=False)


def _meetings(cast: Cast) -> Iterator[Deed]:
    yield CALLED, lambda at: _call_force(cast, at)
    yield HELD, lambda at: _hold(cast, at)
    yield CALLED_AGAIN, lambda at: _call_all(cast, at)


def _call_force(cast: Cast, at: datetime) -> Meeting:
    force = TaskForce.objects.get(tenant=cast.tenant, name=FORCE)
    wanted = Call(
        title="工业重点项目周调度会",
        starts_at=HELD,
        place="示例市政府三楼会议室",
        chair=cast.leader("分管工业副市长"),
        attendees=[*force.members.all(), cast.post("市工信局", HEAD)],
        task_force=force,
    )
    return meeting_acts.call(cast.tenant, wanted, by=cast.office, now=at)


def _hold(cast: Cast, at: datetime) -> Meeting:
    """Each matter of the table is decided in its line, of the rest some are put off or struck."""
    lines = {row["project"]: row["line"] for row in _read("meeting_lines.csv")}
    meeting = Meeting.objects.get(tenant=cast.tenant, task_force__name=FORCE)
    meeting_acts.hold(meeting, by=cast.office, now=at)
    for n, item in enumerate(meeting.items.select_related("project"), start=1):
        moment = at + timedelta(minutes=4 * n)
        line = lines.get(item.title)
        if line is None:
            _without_line(meeting, item, cast.office, moment)
        else:
            deciding.decide(item, Order(line), by=cast.office, now=moment)
    return meeting_acts.minute(
        meeting,
        opening="会议听取了工业重点项目一季度推进情况，对亮灯项目、迟到的要素保障和未打通的堵点逐项研究。",
        by=cast.office,
        now=at + timedelta(hours=2),
    )


def _without_line(meeting: Meeting, item: AgendaItem, by: User, at: datetime) -> None:
    """Views that differ wait for the owner; of the rest somebody has taken care."""
    if item.cause == AgendaCause.DISPUTED:
        reason = "项目单位没有带齐进度资料，下次会议当面核对"
        arranging.put_off(meeting, item.key, reason=reason, by=by, now=at)
        return
    words, reason = "听取情况，按现有安排推进", "责任单位已有安排，时间在节点之前"
    deciding.decide_nothing(item, words=words, reason=reason, by=by, now=at)


def _call_all(cast: Cast, at: datetime) -> Meeting:
    top = HeadQuarters.objects.filter(tenant=cast.tenant, parent__isnull=True).first()
    chair = top.commander if top and top.commander else cast.leader("市长")
    wanted = Call(
        title="挂图作战总指挥部三月调度会",
        starts_at=TOMORROW,
        place="示例市政府第一会议室",
        chair=chair,
        attendees=_heads(
            cast, ("市发改局", "市工信局", "市住建局", "市财政局", "市自然资源和规划局")
        ),
    )
    meeting = meeting_acts.call(cast.tenant, wanted, by=cast.office, now=at)
    arranging.add(meeting, "研究三月观摩活动的线路和点位", by=cast.office, now=at)
    return meeting


def _heads(cast: Cast, units: Sequence[str]) -> list[Post]:
    return [cast.post(unit, HEAD) for unit in units]


def _dispatch(blocker: Blocker) -> Dispatch:
    assert blocker.dispatch_id is not None
    return Dispatch.objects.get(pk=blocker.dispatch_id)


def _receiver(unit: Unit) -> User:
    """The liaison of a unit."""
    post: Post | None = unit.posts.filter(post_roles__role=Role.LIAISON).first()
    assert post is not None
    assert post.holder is not None
    return post.holder


def _speaker(cast: Cast, project: Project) -> User:
    """The owner of a project where it has an account, else the liaison of its unit."""
    if project.owner_post is not None and project.owner_post.holder is not None:
        return project.owner_post.holder
    for unit in (project.responsible_unit, project.lead_unit):
        if unit is not None and f"{unit.name} {LIAISON}" in cast.holders:
            return cast.holders[f"{unit.name} {LIAISON}"]
    return cast.office


def _project(cast: Cast, name: str) -> Project:
    rows = Project.objects.select_related(
        "tenant", "task_force", "lead_unit", "responsible_unit", "owner_post"
    )
    return rows.get(tenant=cast.tenant, name=name)


def _story(told: str) -> Iterator[Turn]:
    for one in filter(None, told.split(";")):
        verb, _, rest = one.partition("@")
        at = datetime.strptime(f"{YEAR}-{rest[:11]}", "%Y-%m-%d %H:%M").replace(tzinfo=CHINA)
        yield Turn(verb, at, rest[12:])


def _moment(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=CHINA)


def _read(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as source:
        return list(csv.DictReader(source))
