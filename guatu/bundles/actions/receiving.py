"""A bundle comes in: refused as a whole, or kept until it was looked at, then entered at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction

from guatu.bundles.actions.holding import hold
from guatu.bundles.actions.listing import enter_rows
from guatu.bundles.choices import ArrivalStatus
from guatu.bundles.models import Arrival, ArrivalRow, Sender
from guatu.bundles.opening import Opened, open_bundle
from guatu.bundles.queries.comparing import Comparison, Line, compare, month_figures
from guatu.bundles.queries.comparing_lists import counts_of
from guatu.bundles.queries.outgoing import CHUNK
from guatu.domain.bundles.manifest import BadBundle, Known, check_chain
from guatu.domain.bundles.verdicts import ListVerdict, Verdict
from guatu.domain.words import Sentence, say
from guatu.journal import actions as journal
from guatu.kit import files
from guatu.kit.bulk import insert_rows
from guatu.kit.refusals import Refusal, StateChanged
from guatu.org.access import require
from guatu.org.models import Tenant, User
from guatu.projects.actions.holding import hold_many
from guatu.projects.actions.progress import MonthFigures, report_all, take_back_report
from guatu.projects.models import ProgressReport, Project
from guatu.returns.formers import stored

NAME = 200


@dataclass(frozen=True, slots=True)
class Entered:
    """How many rows were written, and how many left as they were."""

    new: int
    changed: int
    left: int


def receive(tenant: Tenant, filename: str, raw: bytes, *, by: User, now: datetime) -> Arrival:
    """Check everything and keep the file; nothing else is changed.

    Raises ``Refusal`` for what is not whole, not signed, not from here or not next in the chain;
    the journal then keeps what was refused, and why. The same file twice is one arrival.
    """
    require(by, "bundle.enter", tenant)
    try:
        return _take_in(tenant, filename, raw, by, now)
    except BadBundle as bad:
        _note_refused(tenant, filename, bad.sentence, by, now)
        raise Refusal(bad.sentence, {"file": bad.sentence}) from bad


def known_of(sender: Sender) -> Known:
    """Where its chain and its journal stood with the last bundle that was entered."""
    return Known(sender.last_number, sender.last_digest, sender.last_until, sender.last_head)


def comparison_of(arrival: Arrival, now: datetime) -> Comparison:
    """What entering it now would change; raises ``Refusal`` when it can't be entered any more."""
    try:
        opened = open_bundle(arrival.tenant, files.fetch(arrival.file))
        check_chain(opened.manifest, known_of(opened.sender))
    except FileNotFoundError as error:
        raise Refusal(
            say("{label}的文件已不在数据目录，请重新上传。", label=str(arrival))
        ) from error
    except BadBundle as bad:
        raise Refusal(bad.sentence) from bad
    return compare(arrival.tenant, opened, now)


@transaction.atomic
def accept(
    arrival: Arrival, *, seen: int | None, gist: str | None, by: User, now: datetime
) -> Entered:
    """Enter what is new or later than what is here, all or nothing, as reports of ``by``.

    ``gist`` is that of the comparison that was looked at: when something changed since, the
    person looks again.
    """
    require(by, "bundle.enter", arrival)
    held = hold(arrival, ArrivalStatus.CHECKED, seen)
    found = comparison_of(held, now)
    hold_many(line.project.pk for line in found.lines if line.project is not None)
    journal.await_turn(held.tenant_id)  # projects first, then the turn, then lists
    found = comparison_of(held, now)  # anew, under the locks
    if gist is not None and found.gist != gist:
        raise StateChanged(say("核对以后本网的数据有变化，请再看一遍会改动什么。"))
    reports = _reported(held, found.entered, by, now)
    insert_rows([_row(held, n, line, reports) for n, line in enumerate(found.lines, start=1)])
    enter_rows(held, found.rows, by, now)
    move_on(held, ArrivalStatus.ACCEPTED, by, now)
    move_chain(held, Known(held.number, held.digest, held.until, held.until_head))
    entered = _counted(found)
    journal.record(
        "bundle.imported", held, by=by, at=now, new=entered.new, changed=entered.changed,
        left=entered.left,
    )  # fmt: skip
    return entered


@transaction.atomic
def drop(arrival: Arrival, *, seen: int | None, reason: str, by: User, now: datetime) -> None:
    """Not to be entered; the same bundle can come again."""
    require(by, "bundle.enter", arrival)
    if not reason.strip():
        words = say("请写明放弃的原因。")
        raise Refusal(words, {"reason": words})
    held = hold(arrival, ArrivalStatus.CHECKED, seen)
    move_on(held, ArrivalStatus.DROPPED, by, now)
    journal.record("bundle.dropped", held, by=by, at=now, reason=reason.strip())


def move_on(held: Arrival, status: ArrivalStatus, by: User, now: datetime) -> None:
    """Where it leads, when and by whom."""
    held.status, held.settled_at, held.settled_by_name = status, now, by.name
    held.version += 1
    held.save(update_fields=["status", "settled_at", "settled_by_name", "version"])


def move_chain(held: Arrival, known: Known) -> None:
    """To here the bundles of this sender are known."""
    sender = held.sender
    sender.last_number, sender.last_digest = known.number, known.digest
    sender.last_until, sender.last_head = known.until, known.head
    sender.save(update_fields=["last_number", "last_digest", "last_until", "last_head"])


@transaction.atomic
def _take_in(tenant: Tenant, filename: str, raw: bytes, by: User, now: datetime) -> Arrival:
    if len(raw) > settings.UPLOAD_LIMIT:
        limit = settings.UPLOAD_LIMIT // (1024 * 1024)
        raise BadBundle(say("数据包超过 {limit} MB，不接收。", limit=limit))
    opened = open_bundle(tenant, raw)
    sender = type(opened.sender).objects.select_for_update(no_key=True).get(pk=opened.sender.pk)
    check_chain(opened.manifest, known_of(sender))
    waiting = Arrival.objects.filter(
        sender=sender, number=opened.manifest.number, status=ArrivalStatus.CHECKED
    ).first()
    if waiting is not None:
        return _same(waiting, opened)
    manifest = opened.manifest
    arrival = Arrival.objects.create(
        tenant=tenant,
        sender=sender,
        number=manifest.number,
        digest=opened.digest,
        previous=manifest.previous,
        file=files.keep(raw),
        filename=filename[-NAME:],
        made_at=manifest.made_at,
        made_by_name=manifest.made_by[:100],
        reports=len(opened.reports),
        lists=len(opened.lists),
        since=manifest.since,
        until=manifest.until,
        since_head=manifest.since_head,
        until_head=manifest.until_head,
        arrived_at=now,
        arrived_by=by,
    )
    journal.record(
        "bundle.arrived", arrival, by=by, at=now, reports=arrival.reports, lists=arrival.lists
    )
    return arrival


def _same(waiting: Arrival, opened: Opened) -> Arrival:
    if waiting.digest != opened.digest:
        raise BadBundle(
            say(
                "已有另一个{label}在等待接收。请先接收或放弃那一个，再与对端核对。",
                label=str(waiting),
            )
        )
    return waiting


@transaction.atomic
def _note_refused(tenant: Tenant, filename: str, reason: Sentence, by: User, now: datetime) -> None:
    journal.record(
        "bundle.refused", tenant, by=by, at=now, filename=filename[-NAME:], reason=str(reason)
    )


_Reports = Mapping[tuple[UUID, date], ProgressReport]


def _reported(held: Arrival, entered: Sequence[Line], by: User, now: datetime) -> _Reports:
    """Written by the act of the page, month by month: of a project it takes one at a time; what
    was taken back there is taken back here first."""
    _take_back(entered, by, now)
    months: dict[date, list[tuple[Project, MonthFigures]]] = defaultdict(list)
    for line in entered:
        if line.project is not None and not line.fact.is_gone:
            figures = month_figures(line.fact, _reason(held, line))
            months[line.fact.period].append((line.project, figures))
    found: dict[tuple[UUID, date], ProgressReport] = {}
    for _, listed in sorted(months.items(), key=lambda one: one[0]):
        for start in range(0, len(listed), CHUNK):
            reports = report_all(listed[start : start + CHUNK], typed=False, by=by, now=now)
            found |= {(row.project_id, row.period): row for row in reports}
    return found


def _take_back(entered: Sequence[Line], by: User, now: datetime) -> None:
    for line in entered:
        if line.fact.is_gone and line.project is not None and line.before is not None:
            period, since = line.fact.period, line.before.reported_at
            take_back_report(line.project, period, None, since=since, by=by, now=now)


def _row(arrival: Arrival, serial: int, line: Line, reports: _Reports) -> ArrivalRow:
    """What is not entered is kept as well, with its sentence."""
    project = line.project
    report = None
    if project is not None and line.is_entered:
        report = line.before if line.fact.is_gone else reports[project.pk, line.fact.period]
    return ArrivalRow(
        arrival=arrival,
        serial=serial,
        label=line.label,
        project=project,
        period=line.fact.period,
        verdict=line.verdict.value,
        says=[said.as_json() for said in line.says],
        before=stored(line.before),
        after={} if line.fact.is_gone else line.fact.figures.as_json(),
        report_id=report.pk if report else None,
        reported_at=line.fact.reported_at,
        reported_by_name=line.fact.reported_by[:100],
    )


def _reason(arrival: Arrival, line: Line) -> str:
    """Where it comes from stands on the report itself, after what was said there."""
    origin = f"{arrival}，{line.fact.reported_by}报"
    return f"{line.fact.reason}（{origin}）" if line.fact.reason else origin


def _counted(found: Comparison) -> Entered:
    counts, rows = found.counts, counts_of(found.rows)
    new = counts[Verdict.NEW] + rows[ListVerdict.NEW]
    changed = len(found.entered) + len(found.rows_entered) - new
    return Entered(new, changed, len(found.lines) + len(found.rows) - new - changed)
