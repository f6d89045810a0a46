from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from guatu.intake import actions, queries
from guatu.intake.choices import IntakeStatus
from guatu.journal.queries import latest, sentence_of
from guatu.kit.refusals import Refusal, StateChanged
from guatu.ops.verifying import faults
from guatu.org.access import Forbidden
from guatu.projects.actions.listing import edit_project, restore_project, withdraw_project
from guatu.projects.actions.progress import MonthFigures, report_progress
from guatu.projects.actions.splitting import split_package
from guatu.projects.models import ProgressReport, Project
from tests.city import NOW, City
from tests.intake.ledgers import BEARINGS, HEADERS, LIBRARY, PIPES, entered, row_of, uploaded

pytestmark = pytest.mark.django_db
MONTHLY = (*HEADERS, "年初累计完成投资（万元）", "形象进度")
LATER = NOW + timedelta(hours=1)
MARCH = date(2021, 3, 1)


def test_new_projects_leave_the_list_with_what_was_reported(city: City) -> None:
    intake = entered(city, BEARINGS, PIPES)
    project = Project.objects.get(name=BEARINGS[1])
    report_progress(project, MonthFigures(MARCH, Decimal(2600), "主体"), by=city.office, now=NOW)
    done = actions.undo(intake, by=city.office, now=LATER)
    assert (done.withdrawn, done.restored, done.kept) == (2, 0, ())
    project.refresh_from_db()
    assert (project.is_listed, project.withdrawn_reason) == (False, "撤销导入")
    assert project.reports.get().invested == 2600
    assert (intake.status, intake.undone_at) == (IntakeStatus.UNDONE, LATER)
    assert faults(city.tenant) == []
    restore_project(project, by=city.office, now=LATER)
    project.refresh_from_db()
    assert (project.is_listed, project.year_done) == (True, Decimal(2600))
    event = latest(intake.pk)
    assert event is not None
    assert "收回新增 2 个，复原 0 个" in str(sentence_of(event))


def test_a_package_that_leaves_takes_along_parts_that_no_ledger_names(city: City) -> None:
    """A listed part of a package off the list would be counted nowhere."""
    intake = entered(city, BEARINGS)
    package = Project.objects.get()
    parts = [{"name": "示例一标段"}, {"name": "示例二标段"}]
    split_package(package, parts, by=city.office, now=NOW)
    actions.undo(intake, by=city.office, now=LATER)
    assert not Project.objects.listed().exists()
    assert faults(city.tenant) == []


def test_the_next_ledger_brings_back_what_an_undo_took_off(city: City) -> None:
    actions.undo(entered(city, BEARINGS), by=city.office, now=LATER)
    mended = (*BEARINGS[:3], 53000, *BEARINGS[4:])
    intake = uploaded(city, mended)
    assert queries.header(intake).fates["back"] == 1
    actions.enter(intake, seen=intake.version, by=city.office, now=LATER)
    project = Project.objects.get()
    assert (project.is_listed, project.total_investment) == (True, Decimal(53000))
    actions.undo(intake, by=city.office, now=LATER)
    project.refresh_from_db()
    assert (project.is_listed, project.total_investment) == (False, Decimal(52000))
    assert faults(city.tenant) == []


def test_changed_fields_get_their_former_values(city: City) -> None:
    entered(city, BEARINGS)
    changed = (
        1, BEARINGS[1], "", 60000, 13000, "示例住建局", "示例乙", "2021-01-10", "2022-03-31",
    )  # fmt: skip
    intake = entered(city, changed)
    project = Project.objects.get()
    assert (project.lead_unit, project.required_finish) == (city.housing, date(2022, 3, 31))
    done = actions.undo(intake, by=city.office, now=LATER)
    assert (done.withdrawn, done.restored) == (0, 1)
    project = Project.objects.get()
    assert (project.lead_unit, project.total_investment) == (city.industry, Decimal(52000))
    assert (project.year_plan, project.required_finish) == (Decimal(12000), date(2021, 12, 31))
    assert faults(city.tenant) == []


def test_what_someone_changed_since_is_left_and_named(city: City) -> None:
    entered(city, BEARINGS)
    intake = entered(city, (*BEARINGS[:3], 60000, 13000, *BEARINGS[5:]))
    project = Project.objects.get()
    edit_project(
        project, {"total_investment": Decimal(61000)}, seen=project.version, by=city.office, now=NOW
    )
    done = actions.undo(intake, by=city.office, now=LATER)
    assert [(kept.project, kept.fields) for kept in done.kept] == [(BEARINGS[1], "总投资（万元）")]
    project.refresh_from_db()
    assert (project.total_investment, project.year_plan) == (Decimal(61000), Decimal(12000))
    told = queries.header(intake).undone
    assert told is not None
    assert [kept.project for kept in told.kept] == [BEARINGS[1]]


def test_reports_of_the_ledger_go_unless_corrected_since(city: City) -> None:
    entered(city, BEARINGS, PIPES)
    intake = entered(city, (*BEARINGS, 2600, "主体"), (*PIPES, 1200, "沟槽"), headers=MONTHLY)
    pipes = Project.objects.get(name=PIPES[1])
    corrected = MonthFigures(MARCH, Decimal(1300), "沟槽", reason="漏报一笔")
    report_progress(pipes, corrected, by=city.office, now=LATER)
    actions.undo(intake, by=city.office, now=LATER)
    assert [r.invested for r in ProgressReport.objects.all()] == [Decimal(1300)]
    done = dict(Project.objects.values_list("name", "year_done"))
    assert done == {BEARINGS[1]: Decimal(0), PIPES[1]: Decimal(1300)}
    assert faults(city.tenant) == []


def test_projects_that_the_ledger_took_off_come_back(city: City) -> None:
    entered(city, BEARINGS, PIPES)
    intake = uploaded(city, BEARINGS, LIBRARY)
    actions.enter(intake, seen=intake.version, withdraw_gone=True, by=city.office, now=NOW)
    assert not Project.objects.get(name=PIPES[1]).is_listed
    actions.undo(intake, by=city.office, now=LATER)
    listed = {p.name for p in Project.objects.all().listed()}
    assert listed == {BEARINGS[1], PIPES[1]}


def test_undone_once_is_undone(city: City) -> None:
    intake = entered(city, BEARINGS)
    actions.undo(intake, by=city.office, now=LATER)
    with pytest.raises(StateChanged, match="已撤销"):
        actions.undo(intake, by=city.office, now=LATER)
    assert Project.objects.count() == 1


def test_what_was_not_entered_cannot_be_undone(city: City) -> None:
    with pytest.raises(StateChanged):
        actions.undo(uploaded(city, BEARINGS), by=city.office, now=LATER)


@pytest.mark.parametrize("who", ["liaison", "reader", "deputy", "outsider"])
def test_others_undo_nothing(city: City, who: str) -> None:
    intake = entered(city, BEARINGS)
    with pytest.raises(Forbidden):
        actions.undo(intake, by=getattr(city, who), now=LATER)
    assert Project.objects.get().is_listed
    assert row_of(intake, BEARINGS[1]).project is not None


def part(name: str, code: str = "") -> tuple[object, ...]:
    return ("", f"其中：{name}", code, 9000, 3000, "", "", "", "")


def test_a_part_that_a_ledger_moved_goes_back_to_its_package_if_that_is_there(city: City) -> None:
    code = "2101-370881-04-01-123456"
    entered(city, BEARINGS, part("示例一期", code), PIPES)
    moved = entered(city, BEARINGS, PIPES, part("示例一期", code))
    inner = Project.objects.get(code=code)
    former = Project.objects.get(name=BEARINGS[1])
    assert inner.parent == Project.objects.get(name=PIPES[1])
    withdraw_project(former, reason="停建", by=city.office, now=NOW)
    done = actions.undo(moved, by=city.office, now=LATER)
    assert [(kept.project, kept.fields) for kept in done.kept] == [("示例一期", "所属打包项目")]
    inner.refresh_from_db()
    assert (inner.is_listed, inner.parent.name) == (True, PIPES[1])
    assert faults(city.tenant) == []


def test_a_package_that_a_ledger_took_off_is_back_before_its_former_part(city: City) -> None:
    code = "2101-370881-04-01-123456"
    entered(city, BEARINGS, part("示例一期", code), PIPES)
    moved = uploaded(city, PIPES, part("示例一期", code))
    actions.enter(moved, seen=moved.version, withdraw_gone=True, by=city.office, now=NOW)
    former = Project.objects.get(name=BEARINGS[1])
    assert not former.is_listed
    assert actions.undo(moved, by=city.office, now=LATER).kept == ()
    former.refresh_from_db()
    assert former.is_listed
    assert Project.objects.get(code=code).parent == former
    assert faults(city.tenant) == []


def test_what_comes_back_comes_to_the_package_of_the_ledger(city: City) -> None:
    """Its former package stays away, for this ledger does not name it."""
    code = "2101-370881-04-01-123456"
    first = entered(city, BEARINGS, part("示例一期", code))
    actions.undo(first, by=city.office, now=LATER)
    entered(city, PIPES)
    entered(city, PIPES, part("示例一期", code))
    assert set(Project.objects.listed().values_list("name", flat=True)) == {PIPES[1], "示例一期"}
    assert Project.objects.get(code=code).parent == Project.objects.get(name=PIPES[1])
    assert faults(city.tenant) == []


def test_no_part_comes_back_alone(city: City) -> None:
    code = "2101-370881-04-01-123456"
    first = entered(city, BEARINGS, part("示例一期", code))
    actions.undo(first, by=city.office, now=LATER)
    alone = uploaded(city, (1, "示例一期", code, *BEARINGS[3:]))
    with pytest.raises(Refusal, match=f"请先恢复列入“{BEARINGS[1]}”"):
        actions.enter(alone, seen=alone.version, by=city.office, now=LATER)
    assert not Project.objects.listed().exists()
    assert alone.status == IntakeStatus.READ
