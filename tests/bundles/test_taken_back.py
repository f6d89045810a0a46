"""What was taken back on one side is taken back on the other, and can be undone like the rest."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from guatu.bundles.actions.receiving import accept, comparison_of, receive
from guatu.bundles.actions.undoing import undo
from guatu.bundles.models import Arrival
from guatu.bundles.queries.comparing import Line
from guatu.bundles.queries.outgoing import outgoing
from guatu.domain.bundles.verdicts import Verdict
from guatu.kit.refusals import Refusal
from guatu.projects.actions.figures import MonthFigures
from guatu.projects.actions.progress import report_progress, take_back_report
from guatu.projects.models import ProgressReport, Project
from tests.bundles.twin import CODE, FEBRUARY, JANUARY, Twin
from tests.city import NOW

NAME = "示例轴承生产线项目"
LATER = NOW + timedelta(hours=1)


def _arrive(twin: Twin, raw: bytes) -> Arrival:
    return receive(twin.inner, "guatu.zip", raw, by=twin.office, now=LATER)


def _enter(twin: Twin, arrival: Arrival, minutes: int = 0) -> None:
    at = LATER + timedelta(minutes=minutes)
    accept(arrival, seen=None, gist=None, by=twin.office, now=at)


def _lines(arrival: Arrival) -> list[Line]:
    return list(comparison_of(arrival, LATER).lines)


def _take_back(
    twin: Twin, project: Project, month: date, former: ProgressReport | None, minutes: int
) -> None:
    """Outside, after ``minutes``."""
    since = ProgressReport.objects.get(project=project, period=month).reported_at
    at = NOW + timedelta(minutes=minutes)
    assert take_back_report(project, month, former, since=since, by=twin.city.office, now=at)


@pytest.fixture
def outer(twin: Twin) -> Project:
    """January was reported outside and entered inside."""
    project = twin.city.project(NAME, code=CODE)
    twin.project(NAME)
    twin.report(project, JANUARY, 800)
    twin.sender()
    _, raw = twin.bundle()
    _enter(twin, _arrive(twin, raw))
    return project


def _inside() -> ProgressReport:
    return ProgressReport.objects.get(project__tenant__name="示例市（内网）", period=JANUARY)


def _gone(twin: Twin, outer: Project) -> Arrival:
    """The bundle that tells that January was taken back, entered inside."""
    _take_back(twin, outer, JANUARY, None, 8)
    _, raw = twin.bundle(9)
    arrival = _arrive(twin, raw)
    _enter(twin, arrival, 10)
    return Arrival.objects.get(pk=arrival.pk)


def test_a_figure_that_was_put_right_by_taking_it_back_is_put_right_inside(
    twin: Twin, outer: Project
) -> None:
    former = ProgressReport.objects.get(project=outer, period=JANUARY)
    twin.report(outer, JANUARY, 8000, reason="多写了零", minutes=5)
    _, raw = twin.bundle(6)
    _enter(twin, _arrive(twin, raw), 7)
    assert _inside().invested == Decimal(8000)

    _take_back(twin, outer, JANUARY, former, 8)
    _, raw = twin.bundle(9)
    arrival = _arrive(twin, raw)
    assert [line.verdict for line in _lines(arrival)] == [Verdict.CHANGED]
    _enter(twin, arrival, 10)
    assert _inside().invested == Decimal(800)


def test_a_month_that_has_no_report_outside_any_more_has_none_inside(
    twin: Twin, outer: Project
) -> None:
    twin.report(outer, FEBRUARY, 1900, minutes=5)
    _take_back(twin, outer, JANUARY, None, 8)
    _, raw = twin.bundle(9)
    arrival = _arrive(twin, raw)
    found = {line.fact.period: line for line in _lines(arrival)}
    assert found[JANUARY].verdict is Verdict.CHANGED
    assert "对端已撤回" in str(found[JANUARY].says[-1])
    assert ("invested", Decimal(800), None) in found[JANUARY].changes
    _enter(twin, arrival, 10)

    kept = ProgressReport.objects.get(project__tenant=twin.inner)
    assert (kept.period, kept.invested) == (FEBRUARY, Decimal(1900))
    assert Project.objects.get(tenant=twin.inner).year_done == Decimal(1900)


def test_it_is_told_once_more_without_harm_and_a_new_report_stands_again(
    twin: Twin, outer: Project
) -> None:
    _gone(twin, outer)
    twin.report(outer, FEBRUARY, 1900, minutes=20)
    _, raw = twin.bundle(21)
    arrival = _arrive(twin, raw)
    assert {line.fact.period: line.verdict for line in _lines(arrival)} == {
        JANUARY: Verdict.SAME, FEBRUARY: Verdict.NEW,
    }  # fmt: skip
    _enter(twin, arrival, 22)
    twin.report(outer, JANUARY, 810, minutes=30)
    _, raw = twin.bundle(31)
    _enter(twin, _arrive(twin, raw), 32)
    assert _inside().invested == Decimal(810)


def test_what_a_bundle_brought_goes_back_as_old_as_it_came(twin: Twin, outer: Project) -> None:
    """Else a report made outside while the stick was under way would lose to its own echo."""
    assert [row.reported_at for row in outgoing(twin.inner, 0).reports] == [NOW]
    _gone(twin, outer)
    echo = outgoing(twin.inner, 0).reports
    assert [(row.is_gone, row.reported_at) for row in echo] == [(True, NOW + timedelta(minutes=8))]


def test_what_was_reported_later_here_is_not_taken_back(twin: Twin, outer: Project) -> None:
    inner = Project.objects.get(tenant=twin.inner)
    own = MonthFigures(JANUARY, Decimal(820), reason="核实后更正")
    report_progress(inner, own, by=twin.office, now=NOW + timedelta(minutes=30))
    arrival = _gone(twin, outer)
    assert _inside().invested == Decimal(820)
    assert arrival.rows.get().verdict == Verdict.OLDER


def test_taking_it_back_is_undone_and_can_be_entered_again(twin: Twin, outer: Project) -> None:
    before = _inside()
    arrival = _gone(twin, outer)
    assert undo(arrival, seen=None, reason="接错了包", by=twin.office, now=LATER) == 1
    stands = _inside()
    assert (stands.invested, stands.reported_at, stands.reason) == (
        before.invested, before.reported_at, before.reason,
    )  # fmt: skip
    assert Project.objects.get(tenant=twin.inner).year_done == Decimal(800)

    _, raw = twin.bundle_again(arrival.number)
    _enter(twin, _arrive(twin, raw), 20)
    assert not ProgressReport.objects.filter(project__tenant=twin.inner).exists()


def test_it_is_not_undone_over_a_report_made_since(twin: Twin, outer: Project) -> None:
    arrival = _gone(twin, outer)
    inner = Project.objects.get(tenant=twin.inner)
    own = MonthFigures(JANUARY, Decimal(820))
    report_progress(inner, own, by=twin.office, now=LATER + timedelta(minutes=15))
    with pytest.raises(Refusal, match="又改过"):
        undo(arrival, seen=None, reason="接错了包", by=twin.office, now=LATER)
    assert _inside().invested == Decimal(820)
