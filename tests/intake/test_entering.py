from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from guatu.domain.words import Sentence
from guatu.intake import actions, queries
from guatu.intake.actions import entering
from guatu.intake.choices import IntakeStatus
from guatu.intake.reading import Field
from guatu.journal.queries import events_of, latest, sentence_of
from guatu.kit.refusals import Refusal, StateChanged
from guatu.ops.verifying import faults
from guatu.org.access import Forbidden
from guatu.org.models import Unit
from guatu.projects.actions.listing import edit_project
from guatu.projects.actions.progress import MonthFigures, report_progress
from guatu.projects.models import ProgressReport, Project, Verdict
from tests.city import NOW, City
from tests.intake.ledgers import (
    BEARINGS,
    HEADERS,
    LIBRARY,
    PIPES,
    codes,
    entered,
    row_of,
    uploaded,
)

pytestmark = pytest.mark.django_db
MONTHLY = (*HEADERS, "年初累计完成投资（万元）", "形象进度")


def enter(city: City, intake: Any, **how: Any) -> Any:
    return actions.enter(intake, seen=intake.version, by=city.office, now=NOW, **how)


def test_a_ledger_becomes_projects_with_light_totals_and_history(city: City) -> None:
    intake = entered(city, BEARINGS, PIPES, LIBRARY)
    assert (intake.status, intake.entered_at) == (IntakeStatus.ENTERED, NOW)
    project = Project.objects.get(name="示例老城雨污管网改造工程")
    assert (project.total_investment, project.year_plan) == (Decimal(18600), Decimal(9000))
    assert (project.planned_start, project.required_finish) == (
        date(2021, 3, 1), date(2022, 6, 30),
    )  # fmt: skip
    assert (project.line, project.lead_unit) == (city.industry_line, city.housing)
    assert project.sponsor == city.posts["deputy"]
    assert project.light_reason
    assert Verdict.objects.filter(project=project).count() == 1
    assert row_of(intake, project.name).project == project
    assert faults(city.tenant) == []
    event = latest(intake.pk)
    assert event is not None
    assert str(sentence_of(event)) == "台账“重点项目台账.xlsx”入账：新增 3 个，更新 0 个，未变 0 个"


def test_a_sponsor_is_known_by_name_title_or_both(city: City) -> None:
    written = ("副市长 示例乙", "示例乙", "示例乙（副市长）", "副市长", "示例 乙")
    rows = [(n, f"示例第{n}号项目", "", 1, 1, "", words, "", "") for n, words in enumerate(written)]
    entered(city, *rows)
    assert {project.sponsor_id for project in Project.objects.all()} == {city.posts["deputy"].pk}


def test_of_several_units_the_first_leads_and_it_is_said(city: City) -> None:
    intake = entered(city, (*BEARINGS[:5], "示例住建局、示例工信局", *BEARINGS[6:]))
    assert Project.objects.get().lead_unit == city.housing
    assert codes(row_of(intake, BEARINGS[1])) == ["several_units"]


def test_the_line_of_a_row_comes_before_that_of_the_file(city: City) -> None:
    headers = (*HEADERS, "工作线")
    entered(city, (*BEARINGS, ""), (*PIPES, "城建提升"), headers=headers)
    lines = dict(Project.objects.values_list("name", "line__title"))
    assert lines == {BEARINGS[1]: "工业立市", PIPES[1]: "城建提升"}


def test_entering_twice_is_once(city: City) -> None:
    intake = uploaded(city, BEARINGS)
    seen = intake.version
    actions.enter(intake, seen=seen, by=city.office, now=NOW)
    actions.enter(intake, seen=seen, by=city.office, now=NOW)
    actions.enter(intake, seen=intake.version, by=city.office, now=NOW)
    assert Project.objects.count() == 1
    assert events_of(city.tenant.pk).filter(code="intake.entered").count() == 1


def test_who_corrected_meanwhile_comes_first(city: City) -> None:
    intake = uploaded(city, BEARINGS)
    seen, row = intake.version, row_of(intake, BEARINGS[1])
    actions.mend_cell(row, Field.TOTAL, "1", seen=seen, by=city.office, now=NOW)
    with pytest.raises(StateChanged):
        actions.enter(intake, seen=seen, by=city.office, now=NOW)
    assert not Project.objects.exists()


def test_a_failure_in_the_middle_leaves_nothing(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second thousand fails after the first was written."""
    intake = uploaded(city, BEARINGS, PIPES, LIBRARY)
    monkeypatch.setattr(entering, "CHUNK", 1)
    create, before = entering.create_projects, events_of(city.tenant.pk).count()

    def failing(*args: Any, **how: Any) -> Any:
        if Project.objects.count() == 2:
            raise Refusal(Sentence("第三个不行"))
        return create(*args, **how)

    monkeypatch.setattr(entering, "create_projects", failing)
    with pytest.raises(Refusal, match="第三个不行"):
        enter(city, intake)
    assert not Project.objects.exists()
    assert events_of(city.tenant.pk).count() == before
    assert faults(city.tenant) == []
    assert intake.status == IntakeStatus.READ
    assert str(queries.header(intake).refusal) == "第三个不行"
    monkeypatch.setattr(entering, "create_projects", create)
    assert enter(city, intake).status == IntakeStatus.ENTERED
    assert Project.objects.count() == 3


def test_what_the_list_would_refuse_is_left_out_and_said(city: City) -> None:
    bad = (1, BEARINGS[1], "1234", 52000, 12000, "示例工信局", "示例乙", "2021-12-01", "2021-03-01")
    intake = entered(city, bad)
    project = Project.objects.get()
    assert (project.code, project.required_finish) == ("", None)
    assert "bad_value" in codes(row_of(intake, BEARINGS[1]))


def test_skipped_rows_do_not_enter(city: City) -> None:
    intake = uploaded(city, BEARINGS, PIPES)
    row = row_of(intake, PIPES[1])
    actions.skip_rows(intake, [row.pk], True, seen=intake.version, by=city.office, now=NOW)
    enter(city, intake)
    assert [project.name for project in Project.objects.all()] == [BEARINGS[1]]


def test_units_are_added_only_when_asked(city: City) -> None:
    strange = (*BEARINGS[:5], "示例园区管委会", *BEARINGS[6:])
    entered(city, strange)
    assert Project.objects.get().lead_unit is None
    assert not Unit.objects.filter(name="示例园区管委会").exists()
    other = (2, "示例另一项目", "", 10, 10, "示例园区管委会", "", "", "")
    enter(city, uploaded(city, strange, other), new_units=True)
    unit = Unit.objects.get(name="示例园区管委会")
    assert {project.lead_unit for project in Project.objects.all()} == {unit}


@pytest.mark.parametrize("total", [52000, 53000], ids=["as it is", "changed"])
@pytest.mark.parametrize("away", [False, True], ids=["listed", "coming back"])
def test_a_new_part_belongs_to_a_package_that_is_there_already(
    city: City, total: int, away: bool
) -> None:
    first = entered(city, BEARINGS)
    if away:
        actions.undo(first, by=city.office, now=NOW)
    package = (*BEARINGS[:3], total, *BEARINGS[4:])
    entered(city, package, ("", "其中：示例轴承生产线一期", "", 20000, 5000, "", "", "", ""))
    inner = Project.objects.get(name="示例轴承生产线一期")
    assert inner.parent == Project.objects.get(name=BEARINGS[1])
    assert Project.objects.all().counted().count() == 1


def test_parts_belong_to_their_package_and_are_not_counted_twice(city: City) -> None:
    part = ("", "其中：示例轴承生产线一期", "", 20000, 5000, "", "", "", "")
    intake = uploaded(city, BEARINGS, part, PIPES)
    enter(city, intake)
    inner = Project.objects.get(parent__isnull=False)
    assert inner.parent is not None
    assert (inner.name, inner.parent.name) == ("示例轴承生产线一期", BEARINGS[1])
    assert Project.objects.all().counted().count() == 2
    assert faults(city.tenant) == []
    assert queries.header(uploaded(city, BEARINGS, part, PIPES)).fates["same"] == 3


def test_an_updated_ledger_changes_what_it_says_and_nothing_else(city: City) -> None:
    entered(city, BEARINGS, PIPES)
    bearings = Project.objects.get(name=BEARINGS[1])
    more = (1, "示例轴承生产线 项目", "", 60000, 12000, "", "", "", "2021-12-31")
    intake = uploaded(city, more, LIBRARY)
    fates = queries.header(intake).fates
    assert (fates["changed"], fates["new"], fates["gone"]) == (1, 1, 1)
    rows = {row.name: row for row in queries.difference_page(intake).rows}
    change = next(c for c in rows[more[1]].changes if c.field == "total_investment")
    assert (change.label, change.before, change.after) == ("总投资（万元）", "52000", "60000")
    enter(city, intake)
    bearings.refresh_from_db()
    assert (bearings.total_investment, bearings.lead_unit) == (Decimal(60000), city.industry)
    assert Project.objects.get(name=PIPES[1]).is_listed
    assert faults(city.tenant) == []


def test_projects_no_longer_named_leave_only_when_asked(city: City) -> None:
    entered(city, BEARINGS, PIPES, LIBRARY)
    intake = uploaded(city, BEARINGS)
    library = intake.rows.get(fate="gone", project__name=LIBRARY[1])
    actions.skip_rows(intake, [library.pk], True, seen=intake.version, by=city.office, now=NOW)
    enter(city, intake, withdraw_gone=True)
    gone = Project.objects.get(name=PIPES[1])
    assert (gone.is_listed, gone.withdrawn_reason) == (False, "台账“重点项目台账.xlsx”中已没有")
    assert Project.objects.get(name=LIBRARY[1]).is_listed


def test_a_code_finds_the_project_under_another_name(city: City) -> None:
    code = "2012-370881-04-01-123456"
    entered(city, (1, "示例旧名项目", code, 100, 50, "", "", "", ""))
    intake = uploaded(city, (1, "示例全新名称工程", code, 100, 50, "", "", "", ""))
    row = row_of(intake, "示例全新名称工程")
    assert (row.fate, list(row.before)) == ("changed", ["name"])


def test_phases_of_one_name_stay_apart(city: City) -> None:
    entered(city, LIBRARY)
    intake = uploaded(
        city, (1, "示例图书馆(二期)工程", *LIBRARY[2:]), (2, "示例图书馆（三期）", *LIBRARY[2:])
    )
    assert row_of(intake, "示例图书馆(二期)工程").before.keys() == {"name"}
    assert row_of(intake, "示例图书馆（三期）").fate == "new"


def test_month_figures_become_a_report_of_the_ledgers_month(city: City) -> None:
    intake = entered(city, (*BEARINGS, 2600, "主体施工"), headers=MONTHLY)
    report = ProgressReport.objects.get()
    assert (report.period, report.invested, report.physical_words, report.source) == (
        date(2021, 3, 1), Decimal(2600), "主体施工", "ledger",
    )  # fmt: skip
    assert report.project.year_done == 2600
    assert queries.header(intake).period == date(2021, 3, 1)
    assert faults(city.tenant) == []


def test_a_reported_month_is_never_overwritten(city: City) -> None:
    entered(city, BEARINGS)
    project = Project.objects.get()
    told = MonthFigures(date(2021, 3, 1), Decimal(3100), "封顶")
    report_progress(project, told, by=city.office, now=NOW)
    intake = uploaded(city, (*BEARINGS, 2600, "主体施工"), headers=MONTHLY)
    row = row_of(intake, BEARINGS[1])
    assert (row.fate, codes(row)) == ("same", ["already_reported"])
    earlier = uploaded(city, (*BEARINGS, 1500, "基础"), headers=MONTHLY, as_of=date(2021, 2, 28))
    enter(city, earlier)
    project.refresh_from_db()
    assert (project.year_done, project.physical_words) == (Decimal(3100), "封顶")
    assert ProgressReport.objects.count() == 2


def test_a_list_that_changed_since_it_was_shown_is_shown_again(city: City) -> None:
    entered(city, BEARINGS)
    intake = uploaded(city, (*BEARINGS[:3], 60000, *BEARINGS[4:]))
    project = Project.objects.get()
    edit_project(
        project, {"total_investment": Decimal(58000)}, seen=project.version, by=city.office, now=NOW
    )
    with pytest.raises(StateChanged, match="差异已重新计算"):
        enter(city, intake)
    project.refresh_from_db()
    assert project.total_investment == 58000
    assert row_of(intake, BEARINGS[1]).before["total_investment"] == ["58000", "60000"]
    enter(city, intake)
    project.refresh_from_db()
    assert project.total_investment == 60000


def test_nothing_to_enter_is_said(city: City) -> None:
    entered(city, BEARINGS)
    intake = uploaded(city, BEARINGS)
    assert queries.header(intake).fates["same"] == 1
    with pytest.raises(Refusal, match="没有新增和变化"):
        enter(city, intake)


@pytest.mark.parametrize("who", ["liaison", "head", "reader", "inspector", "outsider"])
def test_others_enter_nothing(city: City, who: str) -> None:
    intake = uploaded(city, BEARINGS)
    with pytest.raises(Forbidden):
        actions.enter(intake, seen=intake.version, by=getattr(city, who), now=NOW)
    assert not Project.objects.exists()
    assert intake.status == IntakeStatus.READ


def test_a_dropped_ledger_cannot_be_entered(city: City) -> None:
    intake = uploaded(city, BEARINGS)
    actions.drop(intake, by=city.office, now=NOW)
    with pytest.raises(StateChanged):
        enter(city, intake)


def test_works_that_go_on_have_begun_and_new_ones_wait_for_their_report(city: City) -> None:
    """续建 with a start in the past: nobody has to say again that the works have begun."""
    headers = ("项目名称", "总投资（万元）", "开工时间", "竣工时间", "建设性质")
    rows = [
        headers,
        ("示例续建园区项目", 9000, "2020年6月", "2021年12月", "续建"),
        ("示例新建园区项目", 9000, "2021年3月1日", "2022年12月", "新开工"),
        ("示例待续园区项目", 9000, "2021年9月", "2022年12月", "续建"),
    ]
    intake = actions.upload(
        city.tenant, "台账.csv", csv_of(rows), as_of=NOW.date(), by=city.office, now=NOW
    )
    enter(city, intake)
    started = dict(Project.objects.values_list("name", "actual_start"))
    assert started == {
        "示例续建园区项目": date(2020, 6, 1),
        "示例新建园区项目": None,
        "示例待续园区项目": None,
    }
    ongoing = Project.objects.get(name="示例续建园区项目")
    assert ongoing.light == "green"  # begun in an earlier year: no one asks for its registration


def test_new_units_stand_below_the_government_as_what_their_names_say(city: City) -> None:
    rows = [
        ("项目名称", "总投资（万元）", "牵头单位"),
        ("示例甲园项目", 900, "示例食品有限公司"),
        ("示例乙园项目", 900, "示例南镇"),
        ("示例丙园项目", 900, "示例档案馆"),
    ]
    intake = actions.upload(
        city.tenant, "台账.csv", csv_of(rows), as_of=NOW.date(), by=city.office, now=NOW
    )
    enter(city, intake, new_units=True)
    added = Unit.objects.filter(tenant=city.tenant, name__in=[row[2] for row in rows[1:]])
    assert {unit.name: str(unit.kind) for unit in added} == {
        "示例食品有限公司": "company",
        "示例南镇": "township",
        "示例档案馆": "department",
    }
    assert all(unit.path.startswith(city.root.path) and unit.depth == 2 for unit in added)


def csv_of(rows: list[tuple[object, ...]]) -> bytes:
    return "\n".join(",".join(map(str, row)) for row in rows).encode()
