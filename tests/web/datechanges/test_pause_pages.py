"""Pages of pauses: asked with the unit waited for, decided, ended, given back."""

from __future__ import annotations

from django.test import Client
from django.urls import reverse

from guatu.datechanges.actions.pausing import approve_pause
from guatu.datechanges.models import DateChange, PlanPause
from tests.city import NOW, City
from tests.datechanges.moving import paused, planned


def test_asked_on_a_form_the_unit_reads_it(city: City) -> None:
    project = planned(city)
    url = reverse("pause-new", args=[project.pk])
    liaison = city.client(city.liaison)
    assert liaison.get(url).status_code == 200
    piles = project.milestones.get(code="piles")
    sent = {
        "milestone": str(piles.pk),
        "unit": str(city.housing.pk),
        "what": "施工许可",
        "words": "许可未办结",
        "since": "2021-03-10",
        "expected": "2021-04-09",
    }
    response = liaison.post(url, sent)
    row = PlanPause.objects.get()
    assert response["Location"] == reverse("pause-detail", args=[row.pk])
    page = city.client(city.other_liaison).get(response["Location"]).content.decode()
    assert "施工许可" in page
    assert "同意暂停" not in page


def test_what_is_missing_is_said(city: City) -> None:
    project = planned(city)
    url = reverse("pause-new", args=[project.pk])
    sent = {"since": "2021-03-10", "expected": "2021-04-09"}
    response = city.client(city.liaison).post(url, sent)
    assert response.status_code == 422
    assert "请选择在等哪个单位" in response.content.decode()


def test_approved_ended_and_given_back(city: City, office: Client) -> None:
    row = paused(city, planned(city))
    url = reverse("pause-approval", args=[row.pk])
    assert office.get(url).status_code == 200
    office.post(url, {"seen": row.version, "answer": ""})
    row.refresh_from_db()
    assert row.is_running
    liaison = city.client(city.liaison)
    liaison.post(reverse("pause-ending", args=[row.pk]), {"on": "2021-03-15"})
    page = liaison.get(reverse("pause-detail", args=[row.pk])).content.decode()
    assert "停了 3 个工作日，可以顺延同样天数" in page
    liaison.post(reverse("pause-giving-back", args=[row.pk]), {})
    assert DateChange.objects.get().pause == row


def test_refused_withdrawn_and_listed(city: City, office: Client) -> None:
    row = paused(city, planned(city))
    assert "等您审批" in office.get(reverse("pause-list")).content.decode()
    office.post(reverse("pause-refusal", args=[row.pk]), {"reason": "许可已核发"})
    liaison = city.client(city.liaison)
    assert "许可已核发" in liaison.get(reverse("pause-detail", args=[row.pk])).content.decode()
    liaison.post(reverse("pause-reading", args=[row.pk]))
    row.refresh_from_db()
    assert row.acknowledged_at is not None
    second = paused(city, row.project)
    liaison.post(reverse("pause-withdrawal", args=[second.pk]), {"seen": second.version})
    second.refresh_from_db()
    assert second.status == "withdrawn"


def test_doors(city: City) -> None:
    row = paused(city, planned(city))
    approve_pause(row, by=city.office, now=NOW)
    url = reverse("pause-detail", args=[row.pk])
    assert city.client(city.outsider).get(url).status_code == 404
    assert city.client(city.reader).get(url).status_code == 200
    assert city.client(city.reader).get(reverse("pause-ending", args=[row.pk])).status_code == 403
