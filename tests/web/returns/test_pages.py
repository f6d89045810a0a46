"""Pages of sheets: sent, fetched, brought back, checked, entered, taken back."""

from __future__ import annotations

import io
import re
import zipfile

from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from guatu.domain.words import say
from guatu.notices.choices import NoticeKind
from guatu.notices.models import Delivery, Letter
from guatu.returns.models import ReturnFile, ReturnParcel, ReturnRound
from tests.city import City
from tests.notices.sample import only, tell
from tests.returns.sheets import FIRST, INVESTED, PROGRESS, edited, fill, out, sent, sheet_of
from tests.worklists.lists import prepared, with_milestones


def _upload(browser: Client, *files: tuple[str, bytes]) -> ReturnParcel:
    listed = [SimpleUploadedFile(name, raw) for name, raw in files]
    answer = browser.post("/returns/bringing/", {"sheets": listed})
    assert answer.status_code == 302, answer.content.decode()
    return ReturnParcel.objects.latest("brought_at")


def test_the_office_sends_and_the_liaison_fetches_fills_and_returns(
    city: City, office: Client
) -> None:
    project = with_milestones(city)
    prepared(city)
    assert "还没有发出过填报表" in office.get("/returns/").content.decode()
    answer = office.post(
        "/returns/sending/", {"month": "2021-02", "week": "on", "due_on": "2021-03-19"}
    )
    row = ReturnRound.objects.get()
    assert answer.url == f"/returns/{row.pk}/"
    liaison = city.client(city.liaison)
    page = liaison.get(answer.url).content.decode()
    assert "示例工信局" in page
    assert "示例住建局" not in page
    sheet = sheet_of(row, city.industry)
    raw = liaison.get(f"/returns/sheets/{sheet.pk}/").content

    filled = edited(raw, lambda book: fill(book[PROGRESS], FIRST, {INVESTED: 1200}))
    parcel = _upload(liaison, ("回.xlsx", filled))
    checked = liaison.get(f"/returns/parcels/{parcel.pk}/").content.decode()
    assert "全部入账（1 个）" in checked
    assert f"项目进度 第 {FIRST} 行" in checked
    project.refresh_from_db()
    assert project.year_done == 0

    assert liaison.post(f"/returns/parcels/{parcel.pk}/entering/").status_code == 302
    project.refresh_from_db()
    assert project.year_done == 1200
    file = ReturnFile.objects.get()
    page = office.get(f"/returns/files/{file.pk}/").content.decode()
    assert "撤销入账" in page
    assert liaison.get(f"/returns/files/{file.pk}/original/").content == filled
    office.post(f"/returns/files/{file.pk}/undoing/", {"seen": file.version})
    project.refresh_from_db()
    assert project.year_done == 0
    assert "入账已撤销" in office.get(f"/returns/files/{file.pk}/").content.decode()


def test_a_zip_of_all_sheets_goes_out_and_comes_back(city: City, office: Client) -> None:
    with_milestones(city)
    prepared(city)
    row = sent(city)
    raw = office.get(f"/returns/{row.pk}/zip/").content
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        assert len(archive.namelist()) == 2
    parcel = _upload(office, ("全部.zip", raw))
    assert parcel.files.count() == 2
    page = office.get(f"/returns/parcels/{parcel.pk}/").content.decode()
    assert page.count("与发出时相比没有变化") == 2


def test_a_liaison_sees_and_returns_only_the_own_sheet(city: City, office: Client) -> None:
    with_milestones(city)
    prepared(city)
    row = sent(city)
    other = sheet_of(row, city.housing)
    liaison = city.client(city.liaison)
    assert liaison.get(f"/returns/sheets/{other.pk}/").status_code == 404
    assert liaison.post("/returns/sending/").status_code == 403
    assert city.client(city.outsider).get(f"/returns/{row.pk}/").status_code == 404
    parcel = _upload(liaison, ("别家.xlsx", out(other)))
    page = liaison.get(f"/returns/parcels/{parcel.pk}/").content.decode()
    assert "您只能交回本单位的" in page
    assert office.get(f"/returns/parcels/{parcel.pk}/").status_code == 200
    assert city.client(city.other_liaison).get(f"/returns/parcels/{parcel.pk}/").status_code == 404


def test_who_has_not_returned_is_listed_and_exported(city: City, office: Client) -> None:
    with_milestones(city)
    prepared(city)
    row = sent(city)
    page = office.get(f"/returns/{row.pk}/?show=missing").content.decode()
    assert page.count('muted">未交') == 2
    text = office.get(f"/returns/{row.pk}/export/?format=csv").content.decode("utf-8-sig")
    assert "示例住建局" in text
    assert office.get(f"/returns/{row.pk}/export/").content[:2] == b"PK"


def test_a_damaged_archive_is_told_in_words(office: Client) -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.xlsx", bytes(range(256)) * 20)
    raw = bytearray(target.getvalue())
    raw[41:76] = b"\xff" * 35
    listed = [SimpleUploadedFile("x.zip", bytes(raw))]
    answer = office.post("/returns/bringing/", {"sheets": listed})
    assert answer.status_code == 422
    assert "“x.zip”里的“a.xlsx”打不开" in answer.content.decode()
    assert not ReturnParcel.objects.exists()


def _said(office: Client, url: str) -> str:
    """What stands of the last mail to the liaison of 示例工信局, without the time."""
    text = office.get(url).content.decode()
    [words] = re.findall(r">\d\d-\d\d \d\d:\d\d ([^<]*)<", text)
    return str(words)


def test_a_letter_that_carried_no_sheet_is_not_said_to_have(
    city: City, office: Client, settings: object
) -> None:
    """Sent before it was noted what went along: without a fault and without the sheet."""
    settings.DEFAULT_FROM_EMAIL = "guatu@example.test"
    with_milestones(city)
    prepared(city)
    row = sent(city)
    only(city.liaison, "mail", address="liaison@example.test")
    tell()
    url = f"/returns/{row.pk}/mail/"
    assert _said(office, url) == "送达，附表"
    Delivery.objects.update(enclosed=None)
    assert _said(office, url) == "送达"
    Delivery.objects.update(enclosed=False)
    assert _said(office, url) == "送达，没有附表"


def test_a_unit_of_which_nobody_gets_reminders_by_mail_is_not_ticked(
    city: City, office: Client, settings: object
) -> None:
    settings.DEFAULT_FROM_EMAIL = "guatu@example.test"
    with_milestones(city)
    prepared(city)
    row = sent(city)
    muted = [NoticeKind.REMINDER.value]
    only(city.liaison, "mail", address="liaison@example.test", muted=muted)
    only(city.other_liaison, "mail", address="other@example.test")
    url = f"/returns/{row.pk}/mail/"
    page = office.get(url).content.decode()
    assert (page.count(" checked"), page.count(" disabled")) == (1, 1)
    assert "1 个单位没有人收提醒邮件，不能勾选" in page
    sheet = sheet_of(row, city.industry)
    refused = office.post(url, {"sheet": [str(sheet.pk)]})
    assert refused.status_code == 422
    assert "选中的单位没有人收提醒邮件" in refused.content.decode()
    both = [str(sheet.pk), str(sheet_of(row, city.housing).pk)]
    answer = office.post(url, {"sheet": both}, follow=True)
    assert "1 个单位的邮件已排好" in answer.content.decode()


def test_the_office_sends_sheets_to_chosen_mail_boxes_and_sees_what_came_of_it(
    city: City, office: Client, settings: object
) -> None:
    with_milestones(city)
    prepared(city)
    row = sent(city)
    only(city.liaison, "mail", address="liaison@example.test")
    for page in ("/returns/", f"/returns/{row.pk}/"):
        text = office.get(page).content.decode()
        assert f"/returns/{row.pk}/mail/" in text
        assert f"/returns/{row.pk}/zip/" in text
    assert "guatu returns out --folder" in office.get("/returns/").content.decode()
    url = f"/returns/{row.pk}/mail/"
    settings.DEFAULT_FROM_EMAIL = ""
    assert "系统没有设置发信邮箱" in office.get(url).content.decode()
    settings.DEFAULT_FROM_EMAIL = "guatu@example.test"
    page = office.get(url).content.decode()
    assert page.count("没有邮箱，或选择不收提醒邮件") == 1
    assert page.count('name="sheet"') == 2
    assert page.count(" checked") == 1

    sheet = sheet_of(row, city.industry)
    cost = office.post("/burden/costs/sheets/", {"sheet": [str(sheet.pk)]}).content.decode()
    assert "本次将占用 1 个单位：1 次提醒。" in cost
    refused = office.post(url, {})
    assert refused.status_code == 422
    assert "请勾选要发的单位" in refused.content.decode()
    answer = office.post(url, {"sheet": [str(sheet.pk)]}, follow=True)
    assert "1 个单位的邮件已排好" in answer.content.decode()
    tell()
    assert "送达，附表" in office.get(url).content.decode()
    [letter] = mail.outbox
    assert len(letter.attachments) == 1
    other = say("“甲.xlsx”没有随信附上").as_json()
    Letter.objects.update(fault=other)
    assert _said(office, url) == "送达，附表"
    refused_files = say("邮件服务器不收附件（552），请登录挂图下载。").as_json()
    Delivery.objects.update(enclosed=False)
    Letter.objects.update(fault=refused_files)
    assert "附表没有带上：邮件服务器不收附件（552）" in _said(office, url)

    liaison = city.client(city.liaison)
    assert liaison.get(url).status_code == 403
    assert liaison.post("/burden/costs/sheets/", {"sheet": [str(sheet.pk)]}).status_code == 403
    assert "邮件发给联络员" not in liaison.get(f"/returns/{row.pk}/").content.decode()
    assert city.client(city.outsider).get(url).status_code == 404
