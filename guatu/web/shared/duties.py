"""Where the things are that a desk and a day list: addresses of their pages."""

from __future__ import annotations

from uuid import UUID

from django.urls import NoReverseMatch, reverse

_PAGES = {
    "dispatch": "dispatch-detail",
    "extension": "dispatch-detail",
    "need": "need-detail",
    "milestone": "project-plan",
    "project": "project-detail",
    "commitment": "commitment-detail",
    "review": "commitment-review",
    "day_item": "dayclear-item",
    "date_change": "date-change-detail",
    "pause": "pause-detail",
    "work_list": "work-list",
    "decision": "dispatch-detail",
    "blocker": "blocker-detail",
}


def page_of(place: str, page_id: UUID | None) -> str:
    """The page of a thing; "" for what has none."""
    name = _PAGES.get(place)
    return address(name, page_id) if name and page_id else ""


def address(name: str, *ids: UUID) -> str:
    """ "" while the area does not exist in this installation."""
    try:
        return reverse(name, args=ids)
    except NoReverseMatch:
        return ""
