"""What entering a bundle would change, row by row, in sentences; nothing is written here."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from guatu.bundles.choices import ArrivalStatus
from guatu.bundles.models import Arrival, ArrivalItem, ArrivalRow
from guatu.bundles.opening import Opened
from guatu.bundles.queries.comparing_lists import ListLine, compare_lists
from guatu.bundles.queries.outgoing import CHUNK, figures_of
from guatu.domain.bundles.manifest import canonical, digest_of
from guatu.domain.bundles.rows import ProgressFact, ProjectFact
from guatu.domain.bundles.verdicts import ENTERED, STRANGE, Here, Verdict, verdict_of
from guatu.domain.words import Sentence, say
from guatu.kit.clock import CHINA
from guatu.org.models import Tenant
from guatu.projects.actions.figures import MonthFigures, faults_of, needs_reason
from guatu.projects.models import ProgressReport, Project

REASON = 300
#: As many projects are named in one sentence.
_NAMED = 5


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a bundle beside what is known here; ``project`` is None where it was not found."""

    project: Project | None
    label: str
    fact: ProgressFact
    verdict: Verdict
    says: tuple[Sentence, ...]
    before: ProgressReport | None

    @property
    def is_entered(self) -> bool:
        return self.verdict in ENTERED

    @property
    def is_strange(self) -> bool:
        return self.verdict in STRANGE

    @property
    def changes(self) -> list[tuple[str, Any, Any]]:
        """Names of figures with what they are here and what they would become."""
        after = self.fact.figures
        if self.before is None:
            return []
        before = figures_of(self.before)
        names = ("invested", "registered", "paid", "percent", "words")
        pairs = ((name, getattr(before, name), getattr(after, name)) for name in names)
        return [pair for pair in pairs if pair[1] != pair[2]]


@dataclass(frozen=True, slots=True)
class Comparison:
    """``lines`` are of reports, ``rows`` of lists of work."""

    lines: Sequence[Line]
    rows: Sequence[ListLine] = ()

    @property
    def counts(self) -> Counter[Verdict]:
        return Counter(line.verdict for line in self.lines)

    @property
    def entered(self) -> list[Line]:
        return [line for line in self.lines if line.is_entered]

    @property
    def rows_entered(self) -> list[ListLine]:
        return [row for row in self.rows if row.is_entered]

    @property
    def gist(self) -> str:
        """The same as long as entering it would do the same."""
        told = [
            (str(line.project.pk) if line.project else "", line.fact.as_json(), line.verdict.value,
             line.before.reported_at.isoformat() if line.before else "")
            for line in self.lines
        ]  # fmt: skip
        rows = [row.gist for row in self.rows]
        return digest_of(canonical({"lines": told, "rows": rows}))[:32]


def compare(tenant: Tenant, opened: Opened, now: datetime) -> Comparison:
    """Ten queries and as many again for each 500 projects; more for figures that look wrong."""
    matched = dict(_matched(tenant, opened.projects))
    found = [match.project for match in matched.values() if match.project is not None]
    reports = _reports(found, opened.year)
    origins = _origins(reports.values())
    today = now.astimezone(CHINA).date()
    return Comparison(
        [_line(fact, matched[fact.key], reports, origins, today) for fact in opened.reports],
        compare_lists(tenant, opened.lists, today),
    )


@dataclass(frozen=True, slots=True)
class _Match:
    fact: ProjectFact
    project: Project | None
    verdict: Verdict | None
    says: tuple[Sentence, ...]


_Reports = Mapping[tuple[UUID, date], ProgressReport]


def _matched(tenant: Tenant, facts: Sequence[ProjectFact]) -> Iterator[tuple[str, _Match]]:
    """By the project code, else by the exact name among the projects of the year; none of those
    that meet in one project here, for only one of them can be it."""
    by_code: dict[str, list[Project]] = defaultdict(list)
    by_name: dict[str, list[Project]] = defaultdict(list)
    for start in range(0, len(facts), CHUNK):
        part = facts[start : start + CHUNK]
        rows = Project.objects.filter(tenant=tenant, year=tenant.year)
        codes = [fact.code for fact in part if fact.code]
        for row in rows.filter(code__in=codes):
            by_code[row.code].append(row)
        for row in rows.filter(name__in=[fact.name for fact in part]):
            by_name[row.name].append(row)
    matches = [
        _match(fact, by_code[fact.code] if fact.code else [], by_name[fact.name]) for fact in facts
    ]
    meeting: dict[UUID, list[ProjectFact]] = defaultdict(list)
    for match in matches:
        if match.project is not None:
            meeting[match.project.pk].append(match.fact)
    for match in matches:
        others = meeting[match.project.pk] if match.project is not None else []
        yield match.fact.key, _shared(match, others) if len(others) > 1 else match


def _shared(match: _Match, facts: Sequence[ProjectFact]) -> _Match:
    words = say(
        "对端有 {n} 个项目都对应到本网的“{ours}”（{theirs}），分不清是哪一个，都不写入。"
        "请先核对两边的项目代码。",
        n=len(facts),
        ours=match.project.name if match.project else "",
        theirs="、".join(f"{fact.name} {fact.code or '—'}" for fact in facts[:_NAMED]),
    )
    return _Match(match.fact, None, Verdict.AMBIGUOUS, (words,))


def _match(fact: ProjectFact, coded: list[Project], named: list[Project]) -> _Match:
    """By name only where one side has no code: two codes are two projects."""
    free = [row for row in named if not (fact.code and row.code)]
    found = _listed_first(coded) or _listed_first(free)
    if not found and named:
        words = say(
            "本网的“{name}”项目代码是 {ours}，对端是 {theirs}，代码不同，不当作同一个项目。"
            "请核对两边的项目代码。",
            name=fact.name,
            ours=named[0].code,
            theirs=fact.code,
        )
        return _Match(fact, None, Verdict.UNKNOWN, (words,))
    if not found:
        words = say(
            "本网台账里没有“{name}”（项目代码 {code}），请先导入台账。",
            name=fact.name,
            code=fact.code or "—",
        )
        return _Match(fact, None, Verdict.UNKNOWN, (words,))
    if len(found) > 1:
        words = say(
            "本网有 {n} 个项目叫“{name}”，又没有项目代码可以分辨。请先补填项目代码。",
            n=len(found),
            name=fact.name,
        )
        return _Match(fact, None, Verdict.AMBIGUOUS, (words,))
    project = found[0]
    if not project.is_listed:
        words = say("“{name}”在本网已退出台账，不写入。", name=project.name)
        return _Match(fact, project, Verdict.WITHDRAWN, (words,))
    return _Match(fact, project, None, tuple(_differences(fact, project)))


def _listed_first(rows: list[Project]) -> list[Project]:
    """What was withdrawn counts only where nothing is listed."""
    return [row for row in rows if row.is_listed] or rows[:1]


def _differences(fact: ProjectFact, project: Project) -> Iterator[Sentence]:
    """Worth a look, and no reason to leave the row out."""
    if project.name != fact.name:
        yield say(
            "项目代码相同，名称不同：对端“{theirs}”，本网“{ours}”。",
            theirs=fact.name,
            ours=project.name,
        )
    if fact.total is not None and project.total_investment not in (None, fact.total):
        yield say(
            "总投资不同：对端 {theirs} 万元，本网 {ours} 万元。",
            theirs=format(fact.total.normalize(), "f"),
            ours=format(project.total_investment.normalize(), "f"),
        )


def _reports(projects: Sequence[Project], year: int) -> _Reports:
    ids = sorted({project.pk for project in projects})
    found: dict[tuple[UUID, date], ProgressReport] = {}
    for start in range(0, len(ids), CHUNK):
        rows = ProgressReport.objects.filter(
            project_id__in=ids[start : start + CHUNK], period__year=year
        )
        found |= {(row.project_id, row.period): row for row in rows}
    return found


def _origins(reports: Iterable[ProgressReport]) -> Mapping[UUID, tuple[datetime, datetime]]:
    """Of reports that a bundle wrote: when that was, and when they were reported there."""
    ids = [row.pk for row in reports]
    found: dict[UUID, tuple[datetime, datetime]] = {}
    for start in range(0, len(ids), CHUNK):
        rows = ArrivalRow.objects.filter(
            report_id__in=ids[start : start + CHUNK], arrival__status=ArrivalStatus.ACCEPTED
        )
        columns = ("report_id", "arrival__settled_at", "reported_at")
        for pk, settled, reported in rows.order_by("arrival__settled_at").values_list(*columns):
            found[pk] = (settled, reported)
    return found


def _line(
    fact: ProgressFact,
    match: _Match,
    reports: _Reports,
    origins: Mapping[UUID, tuple[datetime, datetime]],
    today: date,
) -> Line:
    project = match.project
    if project is None or match.verdict is not None:
        verdict = match.verdict or Verdict.UNKNOWN
        return Line(project, match.fact.name, fact, verdict, match.says, None)
    before = reports.get((project.pk, fact.period))
    told = None if fact.is_gone else fact.figures
    verdict = verdict_of(told, fact.reported_at, _here(before, origins))
    says = match.says
    if fact.is_gone:
        says = (*says, say("对端已撤回这个月的进度，对端现在没有这个月的数字。"))
    elif verdict in ENTERED:
        given = month_figures(fact)
        if faults := faults_of(project, given, today):
            return Line(
                project, project.name, fact, Verdict.FAULTY, (*says, *faults.values()), before
            )
        if not fact.reason and (asked := needs_reason(project, given, None)):
            says = (*says, asked)
        if fact.reason:
            says = (*says, say("对端说明：{reason}", reason=fact.reason))
    if verdict is Verdict.OLDER and before is not None:
        day = f"{before.reported_at.astimezone(CHINA):%Y-%m-%d %H:%M}"
        says = (*says, say("本网 {day} 报过更新的数字，保留本网的。", day=day))
    return Line(project, project.name, fact, verdict, says, before)


def _here(
    report: ProgressReport | None, origins: Mapping[UUID, tuple[datetime, datetime]]
) -> Here | None:
    """A report that a bundle wrote and nobody touched since is as old as at its origin."""
    if report is None:
        return None
    settled, origin = origins.get(report.pk, (None, report.reported_at))
    known = origin if report.reported_at == settled else report.reported_at
    return Here(figures_of(report), known)


def month_figures(fact: ProgressFact, reason: str = "") -> MonthFigures:
    return MonthFigures(
        period=fact.period,
        invested=fact.figures.invested,
        registered=fact.figures.registered,
        paid=fact.figures.paid,
        physical_words=fact.figures.words,
        physical_percent=fact.figures.percent,
        reason=reason[:REASON],
    )


def rows_kept(arrival: Arrival) -> list[ArrivalRow]:
    """What became of each row when it was entered."""
    return list(arrival.rows.select_related("project"))


def items_kept(arrival: Arrival) -> list[ArrivalItem]:
    """The same of the rows of lists."""
    return list(arrival.items.all())
