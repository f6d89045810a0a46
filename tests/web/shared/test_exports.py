"""Every list is offered as an Excel file and as CSV; moments are written by the clock of China."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from guatu.burden.actions.complaints import Written, file, fresh_code
from guatu.burden.models import Complaint
from guatu.procedures.actions import adopt_library
from tests.city import NOW, City
from tests.command.steering import called
from tests.web.shared.tables import KINDS, table

LISTS = (
    "project-list",
    "progress-check",
    "need-list",
    "dispatch-list",
    "commitment-list",
    "date-change-list",
    "opinion-list",
    "journal",
    "procedure-list",
    "unit-list",
    "meeting-list",
    "blocker-list",
    "visit-list",
    "paper-list",
    "complaint-list",
)


def complaint(city: City, words: str) -> Complaint:
    written = Written("complaint", words, "/dispatches/", None)
    return file(city.tenant, written, by=None, code=fresh_code(), now=NOW)


@pytest.mark.parametrize("name", LISTS)
def test_a_list_leads_to_both_kinds_of_file(city: City, office: Client, name: str) -> None:
    adopt_library(city.tenant, by=city.office, now=NOW)
    city.project()
    page = office.get(reverse(name), {"q": "示例"}).content.decode()
    for kind in KINDS:
        found = re.search(rf'href="([^"]*export/[^"]*(?:as|format)={kind})"', page)
        assert found is not None
        answer = office.get(unescape(found[1]))
        assert answer.status_code == 200
        assert f".{kind};" in answer["Content-Disposition"]
        assert answer.content.startswith(b"PK" if kind == "xlsx" else b"\xef\xbb\xbf")


@pytest.mark.parametrize("kind", KINDS)
def test_a_moment_is_that_of_the_clock_on_the_wall(city: City, office: Client, kind: str) -> None:
    meeting = called(city)
    (row,) = table(office.get(reverse("meeting-export"), {"format": kind}))
    assert row["会议"] == meeting.title
    assert row["时间"].startswith(f"{meeting.starts_at:%Y-%m-%d %H:%M}")


@pytest.mark.parametrize("kind", KINDS)
def test_a_complaint_without_a_name_has_none_in_the_file(
    city: City, office: Client, kind: str
) -> None:
    complaint(city, "=一张表填了三遍")
    (row,) = table(office.get(reverse("complaint-export"), {"format": kind}))
    assert (row["谁提的"], row["内容"]) == ("匿名", "'=一张表填了三遍")
    other = city.client(city.liaison).get(reverse("complaint-export"), {"format": kind})
    assert table(other) == []


@pytest.mark.parametrize("kind", KINDS)
def test_units_are_exported_as_found_with_their_posts(
    city: City, office: Client, kind: str
) -> None:
    city.project()
    (row,) = table(office.get(reverse("unit-export"), {"q": "工信", "format": kind}))
    assert (row["单位"], row["上级单位"], row["牵头项目"]) == ("示例工信局", "示例市政府", "1")
    assert city.liaison.name in row["岗位"]
    everything = table(office.get(reverse("unit-export"), {"format": kind}))
    assert everything[0]["单位"] == "示例市政府"
    assert "示例邻市政府" not in str(everything)
