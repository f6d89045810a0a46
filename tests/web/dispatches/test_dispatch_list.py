"""The list: what waits for whom, figures, filters, order, files."""

from __future__ import annotations

import csv
import io
from datetime import date

import openpyxl
import pytest
from django.http import HttpResponse
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from guatu.dispatches.models import Dispatch
from tests.city import City
from tests.web.dispatches.dispatching import done, drafted, fresh, issued, photo, url_of
from tests.web.rail import BADGES

URL = "/dispatches/"


def text_of(browser: Client, query: str = "") -> str:
    response = browser.get(f"{URL}{query}")
    assert response.status_code == 200
    return response.content.decode()


def rows_of(browser: Client, query: str = "") -> list[str]:
    """The titles of the list, in its order."""
    page = browser.get(f"{URL}{query}")
    return [row.dispatch.title for row in page.context["rows"]]


def table(response: HttpResponse) -> list[list[str]]:
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))


class TestList:
    def test_what_where_by_when_in_words(self, office: Client, dispatch: Dispatch) -> None:
        page = text_of(office)
        for said in (
            "公告出让芯片项目用地", "〔2021〕1号", "待签收", "签收", "还有 1 个工作日",
            "示例工信局", "会议议定", "数据截至",
        ):  # fmt: skip
            assert said in page
        assert f'data-href="{url_of(dispatch)}"' in page

    def test_late_is_said_in_workdays(self, office: Client, dispatch: Dispatch) -> None:
        overdue(dispatch)
        assert "已逾期 3 个工作日" in text_of(office, "?show=late")

    def test_what_runs_out_first_comes_first(self, city: City, office: Client) -> None:
        for title, day in (("示例甲", 9), ("示例乙", 2), ("示例丙", 5)):
            made = issued(city, title=title, due_on=date(2021, 4, day))
            made.clocks.exclude(leg="finish").update(status="stopped")
            made.clocks.update(next_at=None)
            Dispatch.objects.filter(pk=made.pk).update(
                next_due=made.clocks.get(leg="finish").due_at
            )
        assert rows_of(office) == ["示例乙", "示例丙", "示例甲"]
        assert rows_of(office, "?sort=-due") == ["示例甲", "示例丙", "示例乙"]
        assert rows_of(office, "?sort=number") == ["示例甲", "示例乙", "示例丙"]

    def test_parts_of_the_list_are_what_waits_for_the_reader(
        self, doer: Client, office: Client, dispatch: Dispatch
    ) -> None:
        assert rows_of(doer, "?show=receive") == [dispatch.title]
        assert "待我签收 1" in text_of(doer)
        done(doer, dispatch, "receipt")
        assert rows_of(doer, "?show=receive") == []
        assert rows_of(doer, "?show=reply") == [dispatch.title]
        done(doer, dispatch, "reply", words="已公告", **{"evidence-photo": photo()})
        assert rows_of(doer, "?show=reply") == []
        assert rows_of(office, "?show=review") == [dispatch.title]
        assert "待我复核" not in text_of(doer)

    def test_filters_narrow_and_chips_take_it_back(
        self, city: City, office: Client, dispatch: Dispatch
    ) -> None:
        project = city.project()
        issued(
            city, title="示例住建事项", lead_unit=city.housing, source="visit", urgency="urgent",
            project=project,
        )  # fmt: skip
        for query in (
            f"unit={city.housing.pk}", "source=visit", "urgency=urgent", f"project={project.pk}",
        ):  # fmt: skip
            assert rows_of(office, f"?{query}") == ["示例住建事项"]
            assert "去掉“" in text_of(office, f"?{query}")
        assert rows_of(office, "?status=received") == []
        Dispatch.objects.filter(title="示例住建事项").update(status="withdrawn")
        assert rows_of(office, "?show=open&status=withdrawn") == ["示例住建事项"]
        Dispatch.objects.filter(pk=dispatch.pk).update(colour="red", colour_rank=5)
        assert rows_of(office, "?colour=red") == [dispatch.title]
        assert "红单" in text_of(office)

    @pytest.mark.parametrize(
        "query",
        ["show=lost", "status=x", "unit=7", "source=y", "colour=pink", "sort=x", "page=99",
         "page=0", "project=%00"],
    )  # fmt: skip
    def test_what_makes_no_sense_is_as_if_it_were_not_there(
        self, office: Client, dispatch: Dispatch, query: str
    ) -> None:
        assert rows_of(office, f"?{query}") == [dispatch.title]

    def test_figures_from_issue_to_sign_off(
        self, city: City, doer: Client, office: Client, dispatch: Dispatch
    ) -> None:
        issued(city, title="示例另一件")
        drafted(city, title="示例草稿")
        done(doer, dispatch, "receipt")
        done(doer, dispatch, "reply", words="已公告", **{"evidence-photo": photo()})
        done(office, dispatch, "send-back", reason="缺图")
        told = office.get(URL).context["figures"]
        assert [stage.reached for stage in told.funnel] == [2, 1, 0, 0, 0]
        assert (told.replied, told.returned, told.return_rate) == (1, 1, 1.0)
        done(doer, dispatch, "reply", words="已补图", **{"evidence-photo": photo()})
        done(office, dispatch, "completion")
        done(office, dispatch, "sign-off")
        told = office.get(URL).context["figures"]
        assert [stage.reached for stage in told.funnel] == [2, 1, 1, 1, 1]
        assert "100.0%" in text_of(office)

    def test_the_oldest_and_what_was_opened_again(
        self, city: City, doer: Client, office: Client, dispatch: Dispatch
    ) -> None:
        page = text_of(office)
        assert "最久未结" in page
        assert 'id="again"' not in page
        Dispatch.objects.filter(pk=dispatch.pk).update(reopened=1)
        assert "重新打开 1 次" in text_of(office)

    def test_nothing_yet_offers_the_next_step(self, city: City, office: Client) -> None:
        assert "派第一单" in text_of(office)
        assert "派第一单" not in text_of(city.client(city.reader))


class TestSeen:
    def test_units_see_what_concerns_them_and_no_drafts(
        self, city: City, doer: Client, stranger: Client, dispatch: Dispatch
    ) -> None:
        drafted(city, title="示例草稿")
        assert rows_of(doer, "?show=all") == [dispatch.title]
        assert rows_of(stranger, "?show=all") == []
        assert rows_of(city.client(city.outsider), "?show=all") == []

    def test_people_who_are_not_logged_in_see_nothing(
        self, client: Client, dispatch: Dispatch
    ) -> None:
        for url in (URL, f"{URL}export/", f"{URL}new/", url_of(dispatch), f"{URL}terms/"):
            assert client.get(url).status_code == 302

    def test_the_list_is_only_read(self, office: Client) -> None:
        assert office.post(URL).status_code == 405
        assert office.post(f"{URL}export/").status_code == 405

    def test_queries_do_not_grow(
        self, city: City, django_assert_max_num_queries: DjangoAssertNumQueries
    ) -> None:
        for n in range(8):
            issued(city, title=f"示例第{n}件", assisting=[city.housing])
        browser = city.client(city.office)
        browser.get(URL)  # what the rail counts is kept for a while
        with django_assert_max_num_queries(18 + BADGES):
            browser.get(URL)


class TestFile:
    def test_rows_as_on_the_list(self, office: Client, dispatch: Dispatch) -> None:
        head, row = table(office.get(f"{URL}export/?as=csv"))
        told = dict(zip(head, row, strict=True))
        assert (told["编号"], told["主办单位"], told["状态"]) == (
            "〔2021〕1号",
            "示例工信局",
            "待签收",
        )
        assert (told["时限"], told["剩余"]) == ("2021-03-16", "还有 1 个工作日")

    def test_the_workbook_has_days(self, office: Client, dispatch: Dispatch) -> None:
        response = office.get(f"{URL}export/?as=xlsx")
        book = openpyxl.load_workbook(io.BytesIO(response.content))
        head, row = list(book.worksheets[0].values)
        told = dict(zip(head, row, strict=True))
        assert told["时限"].date() == date(2021, 3, 16)
        assert told["工作要求"] == dispatch.asked
        assert "数据截至 2021-03-15" in book.worksheets[1]["A1"].value

    @pytest.mark.parametrize("evil", ["=1+1", "+1", "@SUM(A1)", "＝1+1"])
    def test_text_is_never_a_formula(self, city: City, office: Client, evil: str) -> None:
        issued(city, title=f"{evil}示例", asked=evil)
        book = openpyxl.load_workbook(io.BytesIO(office.get(f"{URL}export/?as=xlsx").content))
        cell = book.worksheets[0]["B2"]
        assert (cell.data_type, cell.value[0]) == ("s", "'")
        assert table(office.get(f"{URL}export/?as=csv"))[1][1].startswith("'")

    def test_everyone_gets_only_what_he_sees(
        self, doer: Client, stranger: Client, dispatch: Dispatch
    ) -> None:
        assert len(table(doer.get(f"{URL}export/"))) == 2
        assert len(table(stranger.get(f"{URL}export/"))) == 1


def overdue(dispatch: Dispatch) -> None:
    """Its clocks ran out on Wednesday, three workdays before the day of the cast."""
    at = "2021-03-10T09:30:00+00:00"
    dispatch.clocks.update(due_at=at)
    Dispatch.objects.filter(pk=dispatch.pk).update(next_due=at)
    assert fresh(dispatch).next_due
