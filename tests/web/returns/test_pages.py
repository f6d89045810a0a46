"""Pages of sheets: sent, fetched, brought back, checked, entered, taken back."""

from __future__ import annotations

import io
import zipfile

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from guatu.returns.models import ReturnFile, ReturnParcel, ReturnRound
from tests.city import City
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
