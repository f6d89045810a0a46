"""Pages of signed bundles: from the key to the entered row, and what each person may do."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from guatu.bundles import archive, keys
from guatu.bundles.actions.receiving import comparison_of, receive
from guatu.bundles.choices import ArrivalStatus
from guatu.bundles.models import Arrival, Bundle, Sender
from guatu.domain.worklists.rows import Cell
from guatu.projects.actions.figures import MonthFigures
from guatu.projects.actions.progress import report_progress
from guatu.projects.models import ProgressReport
from tests.bundles.twin import CODE, JANUARY, Twin
from tests.bundles.weeks import weeks_of
from tests.city import NOW

LATER = NOW + timedelta(hours=1)
LIST = "bundle-list"


@pytest.fixture
def inside(twin: Twin) -> Client:
    """The office of the inner network."""
    return twin.city.client(twin.office)


@pytest.fixture
def arrival(twin: Twin) -> Arrival:
    twin.project("示例轴承生产线项目")
    twin.report(twin.city.project(code=CODE), JANUARY, 800)
    twin.report(twin.city.project("示例内网没有的项目"), JANUARY, 100)
    twin.sender()
    _, raw = twin.bundle()
    return receive(twin.inner, "来自外网.zip", raw, by=twin.office, now=LATER)


def _file(raw: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("来自外网.zip", raw, "application/zip")


def _seen(arrival: Arrival, **more: str) -> dict[str, str]:
    return {"seen": str(arrival.version), **more}


def test_without_a_key_the_page_says_who_makes_one_and_offers_no_export(
    twin: Twin, inside: Client
) -> None:
    page = inside.get(reverse(LIST)).content.decode()
    assert "请系统管理员生成" in page
    assert reverse("bundle-export") not in page
    assert inside.post(reverse("bundle-key")).status_code == 403
    admin = twin.city.client(twin.admin)
    admin.post(reverse("bundle-key"))
    key = keys.own_key()
    assert key is not None
    assert key.spoken in inside.get(reverse(LIST)).content.decode()


def test_the_office_exports_and_fetches_the_file_as_often_as_needed(twin: Twin) -> None:
    twin.report(twin.city.project(code=CODE), JANUARY, 800)
    twin.key()
    with twin.outside():
        office = twin.city.client(twin.city.office)
        office.post(reverse("bundle-export"))
        bundle = Bundle.objects.get()
        address = reverse("bundle-file", args=[bundle.pk])
        assert office.get(address).content == office.get(address).content
        again = office.post(reverse("bundle-export"), follow=True).content.decode()
        assert "没有新的进度" in again
        assert twin.city.client(twin.office).get(address).status_code == 404
        assert twin.city.client(twin.city.audit_admin).get(address).status_code == 403


def test_what_one_bundle_does_not_hold_is_asked_for_once_more(
    twin: Twin, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in range(3):
        project = twin.city.project(f"示例项目{n}", code=f"2101-370881-04-01-12345{n}")
        twin.report(project, JANUARY, 800, minutes=n)
    twin.key()
    monkeypatch.setitem(archive.LIMITS, "progress.jsonl", 600)
    with twin.outside():
        office = twin.city.client(twin.city.office)
        told = "还有没装进去的，请再导出一次"
        pages = [office.post(reverse("bundle-export"), follow=True) for _ in range(2)]
    assert [told in page.content.decode() for page in pages] == [True, False]
    assert sum(row.reports for row in Bundle.objects.all()) == 3


def test_a_sender_is_accepted_by_the_fingerprint_that_was_heard(twin: Twin) -> None:
    key, admin = twin.key(), twin.city.client(twin.admin)
    given = {"name": "示例市外网", "public_key": key.text, "heard": "0" * 40}
    answer = admin.post(reverse("bundle-sender-new"), given)
    assert answer.status_code == 422
    assert "指纹与公钥不符" in answer.content.decode()
    admin.post(reverse("bundle-sender-new"), {**given, "heard": key.spoken.upper()})
    sender = Sender.objects.get(tenant=twin.inner)
    assert sender.name in admin.get(reverse(LIST)).content.decode()

    admin.post(reverse("bundle-sender-revocation", args=[sender.pk]), {"reason": "更换密钥"})
    sender.refresh_from_db()
    assert not sender.is_trusted
    assert "更换密钥" in admin.get(reverse(LIST)).content.decode()


def test_an_upload_that_is_refused_says_why_on_the_form(twin: Twin, inside: Client) -> None:
    answer = inside.post(reverse("bundle-arrival-new"), {"file": _file(b"nonsense")})
    assert answer.status_code == 422
    assert "没有拷完整" in answer.content.decode()
    assert not Arrival.objects.exists()


def test_what_would_change_is_shown_and_then_entered_at_once(
    twin: Twin, inside: Client, arrival: Arrival
) -> None:
    page = inside.get(reverse("bundle-arrival", args=[arrival.pk])).content.decode()
    assert "接收，写入 1 条" in page
    assert "请先导入台账" in page
    gist = comparison_of(arrival, LATER).gist
    assert gist in page
    entry = reverse("bundle-arrival-entry", args=[arrival.pk])
    inside.post(entry, _seen(arrival, gist=gist))
    assert ProgressReport.objects.get(project__tenant=twin.inner).invested == 800
    page = inside.get(reverse("bundle-arrival", args=[arrival.pk])).content.decode()
    assert "已接收" in page
    assert "撤销接收" in page
    assert inside.post(entry, _seen(arrival, gist=gist)).status_code == 409


def test_entering_what_has_changed_since_it_was_seen_is_refused_in_words(
    twin: Twin, inside: Client, arrival: Arrival
) -> None:
    gist = comparison_of(arrival, LATER).gist
    project = comparison_of(arrival, LATER).entered[0].project
    assert project is not None
    report_progress(project, MonthFigures(JANUARY, 820), by=twin.office, now=LATER)
    entry = reverse("bundle-arrival-entry", args=[arrival.pk])
    answer = inside.post(entry, _seen(arrival, gist=gist))
    assert answer.status_code == 409
    assert "请再看一遍" in answer.content.decode()


def test_it_is_undone_with_a_reason(twin: Twin, inside: Client, arrival: Arrival) -> None:
    gist = comparison_of(arrival, LATER).gist
    inside.post(reverse("bundle-arrival-entry", args=[arrival.pk]), _seen(arrival, gist=gist))
    arrival.refresh_from_db()
    undoing = reverse("bundle-arrival-undoing", args=[arrival.pk])
    answer = inside.post(undoing, _seen(arrival))
    assert answer.status_code == 422
    assert "请写明撤销的原因" in answer.content.decode()
    inside.post(undoing, _seen(arrival, reason="接错了包"))
    assert not ProgressReport.objects.filter(project__tenant=twin.inner).exists()
    arrival.refresh_from_db()
    assert arrival.status == ArrivalStatus.UNDONE


def test_a_dropped_bundle_needs_a_reason(inside: Client, arrival: Arrival) -> None:
    address = reverse("bundle-arrival-drop", args=[arrival.pk])
    assert inside.post(address, _seen(arrival)).status_code == 422
    inside.post(address, _seen(arrival, reason="先核对台账"))
    arrival.refresh_from_db()
    assert arrival.status == ArrivalStatus.DROPPED


def test_rows_of_a_list_are_told_beside_the_reports_and_taken_back_from_the_page(
    twin: Twin, inside: Client
) -> None:
    weeks = weeks_of(twin)
    weeks.type("基础", {Cell.HELP: "请住建局周三前答复"})
    weeks.file()
    arrival = weeks.arrive()
    address = reverse("bundle-arrival", args=[arrival.pk])
    page = inside.get(address).content.decode()
    assert "示例工信局周清单（3月15日至3月21日） · 对端待审定" in page
    assert "请住建局周三前答复" in page
    assert "状态以本网来源为准" in page
    assert "与上次接收的衔接" in page
    assert keys.spoken(arrival.until_head) in page
    assert "请住建局周三前答复" not in twin.city.client(twin.admin).get(address).content.decode()

    gist = comparison_of(arrival, LATER).gist
    inside.post(reverse("bundle-arrival-entry", args=[arrival.pk]), _seen(arrival, gist=gist))
    assert weeks.row("基础").text(Cell.HELP) == "请住建局周三前答复"
    assert "请住建局周三前答复" in inside.get(address).content.decode()
    assert f"对端日志第 {arrival.until} 号止" in inside.get(reverse(LIST)).content.decode()
    arrival.refresh_from_db()
    undoing = reverse("bundle-arrival-undoing", args=[arrival.pk])
    done = inside.post(undoing, _seen(arrival, reason="接错了包"), follow=True)
    assert "条恢复原样" in done.content.decode()
    assert weeks.row("基础").hand == {}


@pytest.mark.parametrize("is_entered", [False, True])
def test_who_enters_no_bundles_reads_what_was_counted_and_no_row(
    twin: Twin, inside: Client, arrival: Arrival, is_entered: bool
) -> None:
    """The project page does not exist for an administrator; nor do its figures here."""
    address = reverse("bundle-arrival", args=[arrival.pk])
    if is_entered:
        gist = comparison_of(arrival, LATER).gist
        inside.post(reverse("bundle-arrival-entry", args=[arrival.pk]), _seen(arrival, gist=gist))
    assert "示例轴承生产线项目" in inside.get(address).content.decode()
    page = twin.city.client(twin.admin).get(address).content.decode()
    assert "示例轴承生产线项目" not in page
    assert "示例内网没有的项目" not in page
    assert "新增 1" in page
    assert keys.spoken(arrival.digest) in page


def test_others_see_no_bundles(twin: Twin, arrival: Arrival) -> None:
    """A liaison has nothing to do with them; another government does not know of them."""
    page = reverse("bundle-arrival", args=[arrival.pk])
    for user in (twin.city.office, twin.city.liaison, twin.city.outsider):
        assert twin.city.client(user).get(page).status_code == 404
    liaison = twin.city.client(twin.city.liaison)
    assert liaison.get(reverse(LIST)).status_code == 403
    assert liaison.get(reverse("bundle-arrival-new")).status_code == 403
    assert "接收，写入" not in twin.city.client(twin.admin).get(page).content.decode()
