"""A dispatch of the cast and the steps that lead it somewhere, as pages send them."""

from __future__ import annotations

import io
from datetime import date
from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from PIL import Image

from guatu.dispatches.actions.drafting import Matter, draft, give
from guatu.dispatches.choices import EvidenceKind, Source
from guatu.dispatches.models import Dispatch
from tests.city import NOW, City

DUE = date(2021, 4, 1)


def matter(city: City, **more: Any) -> Matter:
    given = {
        "title": "公告出让芯片项目用地",
        "asked": "发布出让公告，同步完成勘测定界。",
        "lead_unit": city.industry,
        "source": Source.MEETING,
        "evidence": [EvidenceKind.PHOTO],
        "due_on": DUE,
        **more,
    }
    return Matter(**given)


def drafted(city: City, **more: Any) -> Dispatch:
    return draft(city.tenant, matter(city, **more), by=city.office, now=NOW)


def issued(city: City, **more: Any) -> Dispatch:
    return give(city.tenant, matter(city, **more), by=city.office, now=NOW)


def fresh(dispatch: Dispatch) -> Dispatch:
    return Dispatch.objects.get(pk=dispatch.pk)


def url_of(dispatch: Dispatch, noun: str = "") -> str:
    return f"/dispatches/{dispatch.pk}/{noun}/" if noun else f"/dispatches/{dispatch.pk}/"


def send(browser: Client, dispatch: Dispatch, noun: str, **fields: Any) -> HttpResponse:
    """As a page that was opened just now would."""
    sealed = {"seen": fresh(dispatch).version, "key": uuid4().hex, **fields}
    response: HttpResponse = browser.post(url_of(dispatch, noun), sealed)
    return response


def done(browser: Client, dispatch: Dispatch, noun: str, **fields: Any) -> str:
    """Sent, taken and led back to the page of the dispatch, which is given back."""
    response = send(browser, dispatch, noun, **fields)
    assert (response.status_code, response["Location"]) == (302, url_of(dispatch))
    return browser.get(url_of(dispatch)).content.decode()


def photo(name: str = "现场.jpg") -> SimpleUploadedFile:
    raw = io.BytesIO()
    Image.new("RGB", (8, 8), "white").save(raw, "JPEG")
    return SimpleUploadedFile(name, raw.getvalue(), "image/jpeg")
