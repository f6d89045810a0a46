"""Pages of date changes: seen before it is sent, decided by somebody else, listed, exported."""

from __future__ import annotations

from datetime import date

from django.test import Client
from django.urls import reverse

from guatu.datechanges.actions.deciding import refuse_change
from guatu.datechanges.models import ChangeTerms, DateChange
from guatu.projects.models import Project
from tests.city import NOW, City
from tests.datechanges.moving import asked, fresh, planned


def form_of(project: Project) -> str:
    return reverse("date-change-new", args=[project.pk])


def typed(city: City, **more: object) -> dict[str, object]:
    return {
        "target": "piles",
        "day": "2021-09-24",
        "previewed": "piles|2021-09-24",
        "reason": "design",
        "words": "桩型由预制改为灌注",
        "basis": "drawing",
        "evidence": "示例变更〔2021〕3号",
        "agreed": [str(city.posts["deputy"].pk)],
        **more,
    }


class TestAsking:
    def test_the_effect_is_shown_and_nothing_is_written(self, city: City) -> None:
        project = planned(city)
        url = reverse("date-change-effect", args=[project.pk])
        page = city.client(city.liaison).post(url, typed(city)).content.decode()
        for words in ("打桩", "2021-09-24", "要求完成", "由总指挥部办公室审批", "批准后的灯"):
            assert words in page
        assert not DateChange.objects.exists()

    def test_sent_unseen_it_comes_back_with_what_follows(self, city: City) -> None:
        project = planned(city)
        sent = typed(city, previewed="")
        response = city.client(city.liaison).post(form_of(project), sent)
        assert response.status_code == 422
        assert "请先看下面的影响" in response.content.decode()
        assert not DateChange.objects.exists()

    def test_sent_it_waits_for_somebody_else(self, city: City) -> None:
        project = planned(city)
        response = city.client(city.liaison).post(form_of(project), typed(city))
        row = DateChange.objects.get()
        assert response["Location"] == reverse("date-change-detail", args=[row.pk])
        mine = city.client(city.liaison).get(response["Location"]).content.decode()
        assert "撤回申请" in mine
        assert "同意改期" not in mine

    def test_what_is_missing_is_said_at_its_field_and_the_rest_stays(self, city: City) -> None:
        project = planned(city)
        sent = typed(city, evidence="", reason="factor")
        response = city.client(city.liaison).post(form_of(project), sent)
        page = response.content.decode()
        assert response.status_code == 422
        assert "请写明依据的名称和文号" in page
        assert "请选择在等哪个单位" in page
        assert "桩型由预制改为灌注" in page

    def test_doors(self, city: City) -> None:
        project = planned(city)
        answers = {
            person.username.split("-", 1)[1]: city.client(person).get(form_of(project)).status_code
            for person in (city.liaison, city.head, city.owner, city.office, city.reader)
        }
        expected = {"liaison": 200, "head": 200, "owner": 200, "office": 200, "reader": 403}
        assert answers == expected
        assert city.client(city.other_liaison).get(form_of(project)).status_code == 404
        assert city.client(city.outsider).get(form_of(project)).status_code == 404


class TestDeciding:
    def test_approved_on_its_page(self, city: City, office: Client) -> None:
        project = planned(city)
        row = asked(city, project, date(2021, 9, 24))
        page = office.get(reverse("date-change-detail", args=[row.pk])).content.decode()
        assert "同意改期" in page
        url = reverse("date-change-approval", args=[row.pk])
        assert office.get(url).status_code == 200
        office.post(url, {"seen": row.version, "answer": "同意"})
        assert fresh(project).replans == 1

    def test_who_was_overtaken_gets_409(self, city: City, office: Client) -> None:
        row = asked(city, planned(city), date(2021, 9, 24))
        refuse_change(row, reason="再想办法", by=city.deputy, now=NOW)
        url = reverse("date-change-approval", args=[row.pk])
        response = office.post(url, {"seen": row.version})
        assert response.status_code == 409
        assert "示例乙" in response.content.decode()

    def test_refused_it_is_read_by_whoever_asked(self, city: City, office: Client) -> None:
        row = asked(city, planned(city), date(2021, 9, 24))
        office.post(reverse("date-change-refusal", args=[row.pk]), {"reason": "再加一个作业面"})
        liaison = city.client(city.liaison)
        assert "看不同意的理由" in liaison.get("/desk/").content.decode()
        liaison.post(reverse("date-change-reading", args=[row.pk]))
        assert "看不同意的理由" not in liaison.get("/desk/").content.decode()

    def test_withdrawn(self, city: City) -> None:
        row = asked(city, planned(city), date(2021, 9, 24))
        city.client(city.liaison).post(
            reverse("date-change-withdrawal", args=[row.pk]), {"seen": row.version}
        )
        assert DateChange.objects.get().status == "withdrawn"

    def test_the_asker_cannot(self, city: City, office: Client) -> None:
        row = asked(city, planned(city), date(2021, 9, 24), by=city.office)
        assert office.get(reverse("date-change-approval", args=[row.pk])).status_code == 403


class TestLists:
    def test_what_waits_for_the_reader_comes_first(self, city: City, office: Client) -> None:
        waiting = asked(city, planned(city), date(2021, 9, 24))
        other = planned(city, name="示例电机项目")
        long = asked(city, other, date(2021, 10, 20))
        page = office.get(reverse("date-change-list")).content.decode()
        assert page.index(str(waiting.pk)) < page.index(str(long.pk))
        assert page.count("等您审批</span>") == 1

    def test_narrowed_and_exported(self, city: City, office: Client) -> None:
        asked(city, planned(city), date(2021, 9, 24))
        empty = office.get(reverse("date-change-list") + "?cause=objective").content.decode()
        assert "没有符合条件的改期" in empty
        export = office.get(reverse("date-change-export")).content.decode("utf-8-sig")
        assert "示例变更〔2021〕3号" in export
        assert "2021-09-24" in export

    def test_others_see_only_their_projects(self, city: City) -> None:
        row = asked(city, planned(city), date(2021, 9, 24))
        url = reverse("date-change-detail", args=[row.pk])
        assert city.client(city.other_liaison).get(url).status_code == 404
        assert city.client(city.outsider).get(url).status_code == 404
        assert city.client(city.reader).get(url).status_code == 200

    def test_on_the_page_of_the_project(self, city: City, office: Client) -> None:
        project = planned(city)
        asked(city, project, date(2021, 9, 24))
        page = office.get(reverse("project-detail", args=[project.pk])).content.decode()
        assert "改期 0 次，累计推迟 0 天" in page
        assert "等您审批" in page


class TestRules:
    def test_the_office_sets_them(self, city: City, office: Client) -> None:
        url = reverse("date-change-rules")
        assert "产品默认" in office.get(url).content.decode()
        sent = {
            "seen": 0,
            "most_times": 1,
            "most_days": 30,
            "lock_days": 5,
            "notice_days": 10,
            "leader_days": 30,
            "code": ["design", "", ""],
            "name": ["设计变更", "汛期停工", ""],
            "objective": ["1"],
        }
        office.post(url, sent)
        terms = ChangeTerms.objects.get()
        assert (terms.most_times, terms.lock_days) == (1, 5)
        assert terms.reasons == [
            {"code": "design", "name": "设计变更"},
            {"code": "own-1", "name": "汛期停工", "objective": True},
        ]
        assert office.post(url, sent).status_code == 409

    def test_others_read_them(self, city: City) -> None:
        liaison = city.client(city.liaison)
        page = liaison.get(reverse("date-change-rules")).content.decode()
        assert "不可抗力" in page
        assert 'name="most_times"' not in page
        assert liaison.post(reverse("date-change-rules"), {}).status_code == 403
