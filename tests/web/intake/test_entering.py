"""Step 5: entering, once; and undoing."""

from __future__ import annotations

from decimal import Decimal

from django.test import Client

from guatu.intake.models import Intake
from guatu.projects.models import Project
from tests.city import City
from tests.web.intake.books import address, book, plain_rows, sent


def enter(office: Client, intake: Intake, **more: str) -> str:
    answer = office.post(address("entering", intake), {"seen": intake.version, **more}, follow=True)
    assert answer.status_code == 200, answer.content.decode()[:2000]
    return answer.content.decode()


def test_the_button_names_the_file_and_the_counts_and_asks_first(office: Client) -> None:
    intake = sent(office, book(*plain_rows(3)), "三月台账.xlsx")
    page = office.get(address("entering", intake)).content.decode()
    assert "data-confirm=" in page
    assert "把“三月台账.xlsx”入账到 2021 年清单：新增 3 个，更新 0 个，无变化 0 个？" in page
    assert not Project.objects.exists()


def test_entering_lists_the_projects_and_says_so(office: Client) -> None:
    intake = sent(office, book(*plain_rows(3)))
    page = enter(office, intake)
    assert Project.objects.count() == 3
    assert "已入账：新增 3 个" in page
    for project in Project.objects.all():
        assert f"/projects/{project.pk}/" in page
    assert "撤销入账" in page
    assert office.get(address("detail", intake))["Location"] == address("entering", intake)


def test_entering_twice_is_once(office: Client) -> None:
    intake = sent(office, book(*plain_rows(3)))
    enter(office, intake)
    again = office.post(address("entering", intake), {"seen": intake.version}, follow=True)
    assert "已入账：新增 3 个" in again.content.decode()
    assert Project.objects.count() == 3


def test_entering_an_older_state_is_refused_with_words(office: Client) -> None:
    intake = sent(office, book(*plain_rows(2)))
    row = intake.rows.filter(kind="project")[0]
    office.post(address("skip", intake, row.pk), {"seen": intake.version})
    answer = office.post(address("entering", intake), {"seen": intake.version})
    assert answer.status_code == 409
    assert "data-reason" in answer.content.decode()
    assert not Project.objects.exists()


def test_a_row_left_out_is_not_entered(office: Client) -> None:
    intake = sent(office, book(*plain_rows(2)))
    row = intake.rows.filter(kind="project")[0]
    office.post(address("skip", intake, row.pk), {"seen": intake.version})
    intake.refresh_from_db()
    enter(office, intake)
    assert Project.objects.get().name == "示例2号建设项目"


def test_nothing_to_enter_is_said_and_refused(office: Client) -> None:
    intake = sent(office, book(*plain_rows(1)))
    row = intake.rows.filter(kind="project")[0]
    office.post(address("skip", intake, row.pk), {"seen": intake.version})
    intake.refresh_from_db()
    page = office.get(address("entering", intake)).content.decode()
    assert "还不能入账" in page
    answer = office.post(address("entering", intake), {"seen": intake.version})
    assert answer.status_code == 422
    assert "入账没有成功" in answer.content.decode()


def test_unknown_units_are_added_only_when_ticked(city: City, office: Client) -> None:
    rows = [(1, "示例甲建设项目", 9000, 3000, "2021-03-01", "示例港航中心")]
    intake = sent(office, book(*rows))
    page = office.get(address("entering", intake)).content.decode()
    assert "示例港航中心" in page
    enter(office, intake, new_units="on")
    project = Project.objects.get()
    assert project.lead_unit is not None
    assert project.lead_unit.name == "示例港航中心"


def test_completed_amounts_that_would_be_lost_are_said_before_entering(office: Client) -> None:
    """A sum since the start, without what was done before the year, gives no figure of the year."""
    headers = ("序号", "项目名称", "总投资（万元）", "至2月底累计完成投资（万元）", "建设性质")
    intake = sent(office, book((1, "示例甲号项目", 10000, 4000, "续建"), headers=headers))
    page = office.get(address("entering", intake)).content.decode()
    assert "台账里的完成投资不会记为进度" in page
    assert "至2月底累计完成投资" in page
    assert address("columns", intake) in page
    plain = sent(office, book(*plain_rows(1)))
    assert "不会记为进度" not in office.get(address("entering", plain)).content.decode()


def test_gone_projects_stay_unless_ticked(city: City, office: Client) -> None:
    gone = city.project("示例退出建设项目")
    first = sent(office, book(*plain_rows(1)), "一.xlsx", line=city.industry_line.pk)
    enter(office, first)
    gone.refresh_from_db()
    assert gone.withdrawn_at is None
    second = sent(
        office,
        book((1, "示例2号建设项目", 9000, 3000, "2021-03-01", "示例工信局")),
        "二.xlsx",
        line=city.industry_line.pk,
    )
    page = office.get(address("entering", second)).content.decode()
    assert "台账中已没有的 2 个项目退出清单" in page
    enter(office, second, withdraw_gone="on")
    gone.refresh_from_db()
    assert gone.withdrawn_at is not None


def test_undoing_takes_it_back_and_names_what_was_left(city: City, office: Client) -> None:
    project = city.project("示例甲建设项目", total_investment=Decimal(52000))
    intake = sent(
        office,
        book(
            (1, "示例甲建设项目", 58000, 12000, "2021-01-10", "示例工信局"),
            (2, "示例崭新热电联产项目", 9000, 3000, "2021-05-01", "示例住建局"),
        ),
    )
    enter(office, intake)
    project.refresh_from_db()
    assert project.total_investment == 58000
    answer = office.post(address("undo", intake), follow=True)
    page = answer.content.decode()
    assert "撤销：收回 1 个项目，复原 1 个项目" in page
    project.refresh_from_db()
    assert project.total_investment == 52000
    assert Project.objects.listed().count() == 1
    assert office.post(address("undo", intake)).status_code == 409


def test_what_was_not_entered_cannot_be_undone(office: Client) -> None:
    intake = sent(office, book(*plain_rows(1)))
    assert office.post(address("undo", intake)).status_code == 409
