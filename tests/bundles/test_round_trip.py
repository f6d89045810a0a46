from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from importlib import import_module

import pytest
from django.apps import apps

from guatu.bundles.actions.receiving import accept, comparison_of, drop, receive
from guatu.bundles.actions.trusting import accept_sender
from guatu.bundles.actions.undoing import undo
from guatu.bundles.choices import ArrivalStatus, ListRowVerdict, RowVerdict
from guatu.bundles.models import Arrival
from guatu.domain.bundles.verdicts import ListVerdict, Verdict
from guatu.journal.queries import events_of, sentence_of
from guatu.kit.refusals import Refusal, StateChanged
from guatu.org.access import Forbidden
from guatu.projects.actions.figures import MonthFigures
from guatu.projects.actions.progress import report_progress
from guatu.projects.models import ProgressReport, Project, ReportTyping
from tests.bundles.twin import CODE, FEBRUARY, JANUARY, Twin
from tests.city import NOW

LATER = NOW + timedelta(hours=1)
NAME = "示例轴承生产线项目"


def _arrive(twin: Twin, raw: bytes) -> Arrival:
    return receive(twin.inner, "guatu.zip", raw, by=twin.office, now=LATER)


def _enter(twin: Twin, arrival: Arrival, minutes: int = 0) -> None:
    accept(
        arrival, seen=arrival.version, gist=comparison_of(arrival, LATER).gist, by=twin.office,
        now=LATER + timedelta(minutes=minutes),
    )  # fmt: skip


def _both(twin: Twin) -> tuple[Project, Project]:
    return twin.city.project(code=CODE), twin.project(NAME)


def test_what_was_reported_outside_stands_inside_after_it_was_entered(twin: Twin) -> None:
    outer, inner = _both(twin)
    twin.report(outer, JANUARY, 800)
    twin.report(outer, FEBRUARY, 1900, physical_words="桩基完成", physical_percent=Decimal(12))
    twin.sender()
    _, raw = twin.bundle()

    arrival = _arrive(twin, raw)
    assert not ProgressReport.objects.filter(project=inner).exists()
    shown = comparison_of(arrival, LATER)
    assert [(line.verdict, line.project) for line in shown.lines] == [
        (Verdict.NEW, inner), (Verdict.NEW, inner),
    ]  # fmt: skip
    _enter(twin, arrival)

    report = ProgressReport.objects.get(project=inner, period=FEBRUARY)
    assert (report.invested, report.physical_words) == (Decimal(1900), "桩基完成")
    assert report.reported_by == twin.office
    assert "示例市外网第 1 号数据包" in report.reason
    inner.refresh_from_db()
    assert inner.year_done == Decimal(1900)


def test_only_what_is_new_goes_out_again_and_the_chain_goes_on(twin: Twin) -> None:
    outer, inner = _both(twin)
    other = twin.city.project("示例供热管网项目", code="2101-370881-04-01-654321")
    twin.report(outer, JANUARY, 800)
    twin.report(other, JANUARY, 300)
    twin.sender()
    first, raw = twin.bundle()
    _enter(twin, _arrive(twin, raw))
    twin.report(outer, FEBRUARY, 1900, minutes=5)
    second, raw = twin.bundle(minutes=10)

    assert (first.projects, second.projects) == (2, 1)
    assert (second.number, second.previous) == (2, first.digest)
    _enter(twin, _arrive(twin, raw), minutes=20)
    assert ProgressReport.objects.filter(project=inner).count() == 2


def test_nothing_new_is_no_bundle(twin: Twin) -> None:
    outer, _ = _both(twin)
    twin.report(outer, JANUARY, 800)
    twin.key()
    twin.bundle()
    with pytest.raises(Refusal, match="没有新的进度"):
        twin.bundle(minutes=5)


def test_a_correction_made_outside_before_the_first_bundle_arrived_is_later_all_the_same(
    twin: Twin,
) -> None:
    """Reported there at 9:00, entered here at 10:00, corrected there at 9:30: 9:30 holds."""
    outer, inner = _both(twin)
    twin.report(outer, JANUARY, 800)
    twin.sender()
    _, first = twin.bundle()
    twin.report(outer, JANUARY, 850, reason="漏报一笔", minutes=30)
    _, second = twin.bundle(minutes=31)
    _enter(twin, _arrive(twin, first))
    arrival = _arrive(twin, second)

    line = comparison_of(arrival, LATER).lines[0]
    assert line.verdict is Verdict.CHANGED
    assert line.changes == [("invested", Decimal(800), Decimal(850))]
    _enter(twin, arrival, minutes=1)
    report = ProgressReport.objects.get(project=inner)
    assert report.invested == Decimal(850)
    assert "漏报一笔" in report.reason


def test_what_is_later_here_is_kept_and_said(twin: Twin) -> None:
    outer, inner = _both(twin)
    twin.report(outer, JANUARY, 800)
    twin.sender()
    _, raw = twin.bundle()
    own = MonthFigures(JANUARY, Decimal(820))
    report_progress(inner, own, by=twin.office, now=NOW + timedelta(minutes=30))

    arrival = _arrive(twin, raw)
    line = comparison_of(arrival, LATER).lines[0]
    assert line.verdict is Verdict.OLDER
    assert "保留本网" in str(line.says[-1])
    _enter(twin, arrival)
    assert ProgressReport.objects.get(project=inner).invested == Decimal(820)
    assert arrival.rows.get().verdict == RowVerdict.OLDER


def test_rows_that_cannot_be_entered_say_why_and_do_not_stop_the_others(twin: Twin) -> None:
    outer, _ = _both(twin)
    lost = twin.city.project("示例内网没有的项目", code="")
    twice = twin.city.project("示例重名项目", code="")
    twin.project("示例重名项目", code="")
    twin.project("示例重名项目", code="")
    for project in (outer, lost, twice):
        twin.report(project, JANUARY, 800)
    twin.sender()
    _, raw = twin.bundle()
    arrival = _arrive(twin, raw)

    found = {line.label: line for line in comparison_of(arrival, LATER).lines}
    assert found["示例内网没有的项目"].verdict is Verdict.UNKNOWN
    assert "请先导入台账" in str(found["示例内网没有的项目"].says[0])
    assert found["示例重名项目"].verdict is Verdict.AMBIGUOUS
    _enter(twin, arrival)
    assert ProgressReport.objects.filter(project__tenant=twin.inner).count() == 1
    said = [str(sentence_of(event)) for event in events_of(twin.inner.pk)[:2]]
    assert any("新增 1 条，更正 0 条，未写入 2 条" in sentence for sentence in said)


def test_without_a_code_the_exact_name_of_the_year_is_enough(twin: Twin) -> None:
    outer = twin.city.project(code="")
    inner = twin.project(NAME, code="")
    twin.report(outer, JANUARY, 800)
    twin.sender()
    _, raw = twin.bundle()
    _enter(twin, _arrive(twin, raw))
    assert ProgressReport.objects.get(project=inner).invested == Decimal(800)


def test_two_codes_are_two_projects_whatever_their_names(twin: Twin) -> None:
    outer = twin.city.project(NAME, code="2101-370881-04-01-000001")
    inner = twin.project(NAME, code="2101-370881-04-01-000002")
    twin.report(outer, JANUARY, 800)
    twin.sender()
    _, raw = twin.bundle()
    arrival = _arrive(twin, raw)
    line = comparison_of(arrival, LATER).lines[0]
    assert (line.verdict, line.project) == (Verdict.UNKNOWN, None)
    assert "代码不同" in str(line.says[0])
    _enter(twin, arrival)
    assert not ProgressReport.objects.filter(project=inner).exists()


def test_a_code_on_one_side_only_leaves_the_name_to_decide(twin: Twin) -> None:
    outer, inner = twin.city.project(NAME, code=CODE), twin.project(NAME, code="")
    twin.project(NAME, code="2101-370881-04-01-000002")
    twin.report(outer, JANUARY, 800)
    twin.sender()
    _, raw = twin.bundle()
    _enter(twin, _arrive(twin, raw))
    assert ProgressReport.objects.get(project__tenant=twin.inner).project == inner


def test_projects_that_meet_in_one_here_are_all_left_and_the_chain_goes_on(twin: Twin) -> None:
    """By its code the first, by its name the second: for the same months."""
    one, two = twin.city.project(code=CODE), twin.city.project("示例轴承二期", code="")
    inner = twin.project("示例轴承二期")
    other = twin.city.project("示例供热管网项目", code="")
    known = twin.project("示例供热管网项目", code="")
    for project in (one, two, other):
        twin.report(project, JANUARY, 800)
    twin.sender()
    _, raw = twin.bundle()
    arrival = _arrive(twin, raw)
    found = [line for line in comparison_of(arrival, LATER).lines if line.is_strange]
    assert [line.verdict for line in found] == [Verdict.AMBIGUOUS, Verdict.AMBIGUOUS]
    assert all("对端有 2 个项目" in str(line.says[0]) for line in found)
    _enter(twin, arrival)
    assert not ProgressReport.objects.filter(project=inner).exists()
    assert ProgressReport.objects.filter(project=known).exists()
    arrival.refresh_from_db()
    assert undo(arrival, seen=None, reason="先补代码", by=twin.office, now=LATER) == 1


def test_another_name_and_total_under_the_same_code_are_told(twin: Twin) -> None:
    outer = twin.city.project(code=CODE)
    twin.project("示例轴承项目（二期）", total_investment=Decimal(60000))
    twin.report(outer, JANUARY, 800)
    twin.sender()
    _, raw = twin.bundle()
    line = comparison_of(_arrive(twin, raw), LATER).lines[0]
    told = "".join(str(sentence) for sentence in line.says)
    assert line.verdict is Verdict.NEW
    assert "名称不同" in told
    assert "60000" in told


def test_what_changed_since_it_was_looked_at_is_looked_at_again(twin: Twin) -> None:
    outer, inner = _both(twin)
    twin.report(outer, JANUARY, 800)
    twin.sender()
    _, raw = twin.bundle()
    arrival = _arrive(twin, raw)
    gist = comparison_of(arrival, LATER).gist
    own = MonthFigures(JANUARY, Decimal(820))
    report_progress(inner, own, by=twin.office, now=LATER)
    with pytest.raises(StateChanged):
        accept(arrival, seen=arrival.version, gist=gist, by=twin.office, now=LATER)
    arrival.refresh_from_db()
    assert arrival.status == ArrivalStatus.CHECKED


def test_an_entered_bundle_can_be_taken_back_and_entered_again(twin: Twin) -> None:
    outer, inner = _both(twin)
    own = MonthFigures(JANUARY, Decimal(700))
    report_progress(inner, own, by=twin.office, now=NOW - timedelta(hours=1))
    twin.report(outer, JANUARY, 800)
    twin.report(outer, FEBRUARY, 1900)
    twin.sender()
    _, raw = twin.bundle()
    arrival = _arrive(twin, raw)
    _enter(twin, arrival)
    arrival.refresh_from_db()
    assert undo(arrival, seen=None, reason="接错了包", by=twin.office, now=LATER) == 2

    kept = ProgressReport.objects.get(project=inner)
    assert (kept.period, kept.invested) == (JANUARY, Decimal(700))
    inner.refresh_from_db()
    assert inner.year_done == Decimal(700)
    _enter(twin, _arrive(twin, raw), minutes=30)
    assert ProgressReport.objects.filter(project=inner).count() == 2


def test_a_report_corrected_since_keeps_the_whole_bundle(twin: Twin) -> None:
    outer, inner = _both(twin)
    twin.report(outer, JANUARY, 800)
    twin.report(outer, FEBRUARY, 1900)
    twin.sender()
    _, raw = twin.bundle()
    arrival = _arrive(twin, raw)
    _enter(twin, arrival)
    corrected = MonthFigures(FEBRUARY, Decimal(1950), reason="核实后更正")
    report_progress(inner, corrected, by=twin.office, now=LATER + timedelta(minutes=5))
    arrival.refresh_from_db()
    with pytest.raises(Refusal, match="又改过"):
        undo(arrival, seen=None, reason="接错了包", by=twin.office, now=LATER)
    assert ProgressReport.objects.filter(project=inner).count() == 2


def test_the_verdicts_of_the_domain_have_their_words() -> None:
    assert set(RowVerdict.values) == {one.value for one in Verdict}
    assert set(ListRowVerdict.values) == {one.value for one in ListVerdict}


def test_a_dropped_bundle_may_come_again(twin: Twin) -> None:
    outer, _ = _both(twin)
    twin.report(outer, JANUARY, 800)
    twin.sender()
    _, raw = twin.bundle()
    arrival = _arrive(twin, raw)
    drop(arrival, seen=None, reason="先核对台账", by=twin.office, now=LATER)
    again = _arrive(twin, raw)
    assert again.pk != arrival.pk
    _enter(twin, again)


def test_the_office_enters_and_only_the_system_administrator_says_whom_to_believe(
    twin: Twin,
) -> None:
    outer, _ = _both(twin)
    twin.report(outer, JANUARY, 800)
    key = twin.key()
    with pytest.raises(Forbidden):
        accept_sender(twin.inner, "外网", key.text, key.spoken, by=twin.office, now=NOW)
    twin.sender()
    _, raw = twin.bundle()
    with pytest.raises(Forbidden):
        receive(twin.inner, "guatu.zip", raw, by=twin.admin, now=LATER)
    arrival = _arrive(twin, raw)
    with pytest.raises(Forbidden):
        accept(arrival, seen=None, gist=None, by=twin.admin, now=LATER)


def test_what_a_bundle_wrote_is_no_typing_of_the_time_before_typing_was_kept(twin: Twin) -> None:
    """January came in a bundle, February too and was then corrected here; asked twice."""
    outer, inner = _both(twin)
    twin.report(outer, JANUARY, 800)
    twin.report(outer, FEBRUARY, 1900)
    twin.sender()
    _, raw = twin.bundle()
    _enter(twin, _arrive(twin, raw))
    later = MonthFigures(FEBRUARY, Decimal(1950), reason="核实后更正")
    report_progress(inner, later, by=twin.office, now=LATER + timedelta(minutes=5))
    ReportTyping.objects.all().delete()

    keep_typings = import_module("guatu.projects.migrations.0011_first_typings").keep_typings
    for _ in range(2):
        keep_typings(apps, None)

    assert list(ReportTyping.objects.filter(project=inner).values_list("period")) == [(FEBRUARY,)]
    assert ReportTyping.objects.filter(project=outer).count() == 2
