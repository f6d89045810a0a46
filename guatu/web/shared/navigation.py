"""The left rail and the bottom bar on phones: what this person may use, in the order of work."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, get_script_prefix, get_urlconf, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


@dataclass(frozen=True, slots=True)
class Entry:
    """A page in the navigation; ``act`` is what the person must be allowed to do, if anything.

    ``covers``: beginnings of URL names that belong to the entry, so that it stays marked on the
    pages below it. ``code`` is where a badge may be given: ``request.badges[code]``. ``key``: the
    letter that, after g, goes there.
    """

    code: str
    label: str | Promise
    url_name: str
    covers: tuple[str, ...]
    act: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """An entry as this request sees it."""

    label: str | Promise
    url: str
    active: bool
    badge: int
    key: str


GROUPS: tuple[tuple[Entry, ...], ...] = (
    (
        Entry("desk", pgettext_lazy("目录", "待办"), "desk", ("desk",), key="t"),
        Entry("notices", pgettext_lazy("目录", "消息"), "notice-list", ("notice-",), key="m"),
    ),
    (
        Entry("overview", _("总览"), "overview", ("overview",), key="o"),
        Entry("wallchart", _("作战图"), "wallchart", ("wallchart",), key="w"),
        Entry("timetable", _("进度总图"), "timetable", ("timetable", "monthly")),
        Entry("lines", pgettext_lazy("目录", "工作线"), "line-list", ("line-",), key="l"),
        Entry("quarters", _("季度目标"), "quarter-targets", ("quarter-",)),
        Entry("projects", _("项目"), "project-list", ("project-",), key="p"),
        Entry("starts", _("集中开工"), "start-list", ("start-",)),
        Entry("progresses", _("四项进度"), "progress-check", ("progress-",)),
        Entry("needs", pgettext_lazy("目录", "保障"), "need-list", ("need-",), key="n"),
        Entry("capacity", pgettext_lazy("目录", "承接"), "capacity-list", ("capacity-",)),
        Entry("opinions", _("研判"), "opinion-list", ("opinion-",)),
    ),
    (
        Entry(
            "dispatches", pgettext_lazy("目录", "交办"), "dispatch-list", ("dispatch-",), key="d"
        ),
        Entry("meetings", pgettext_lazy("目录", "调度"), "meeting-list", ("meeting-",), key="c"),
        Entry("blockers", pgettext_lazy("目录", "堵点"), "blocker-list", ("blocker-",)),
        Entry("visits", pgettext_lazy("目录", "走访"), "visit-list", ("visit-",)),
        Entry("dayclear", pgettext_lazy("目录", "日清"), "dayclear", ("dayclear",)),
        Entry(
            "date-changes",
            pgettext_lazy("目录", "改期"),
            "date-change-list",
            ("date-change-", "pause-"),
        ),
        Entry("commitments", pgettext_lazy("目录", "承诺"), "commitment-list", ("commitment-",)),
    ),
    (
        Entry("worklists", _("周清单"), "work-lists", ("work-",)),
        Entry("returns", _("填报表"), "return-list", ("return-",), "returns.bring"),
        Entry("papers", pgettext_lazy("目录", "公文"), "paper-list", ("paper-",)),
        Entry("boards", _("展板"), "board-list", ("board-",)),
        Entry("packs", _("会议资料"), "pack-list", ("pack-",), "pack.make"),
        Entry("burden", pgettext_lazy("目录", "负担"), "burden", ("burden", "complaint-")),
    ),
    (
        Entry("versions", _("清单版本"), "version-list", ("version-",)),
        Entry("intake", _("导入"), "intake-list", ("intake-",), "intake.upload"),
        Entry("bundles", _("数据包"), "bundle-list", ("bundle-",), "bundle.see"),
        Entry("units", pgettext_lazy("目录", "单位"), "unit-list", ("unit-", "post-")),
        Entry("procedures", _("前期手续"), "procedure-list", ("procedure-",)),
        Entry("rules", _("规则"), "rule-list", ("rule-",)),
        Entry("journal", _("日志"), "journal", ("journal",), "journal.read"),
        Entry("settings", _("设置"), "settings", ("settings", "account_", "mfa_", "health")),
    ),
)
PHONE = ("desk", "overview", "projects", "dispatches")


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Context processor: what ``base.html`` shows around every page."""
    access = getattr(request, "access", None)
    tenant = getattr(request, "tenant", None)
    groups = tuple(items for group in GROUPS if (items := _items(request, access, group)))
    phone = [entry for group in GROUPS for entry in group if entry.code in PHONE]
    return {
        "nav": groups,
        "phone_nav": _items(request, access, phone),
        "tenant": tenant,
        "demo_day": getattr(tenant, "stopped_on", None),
        "data_time": getattr(request, "now", None),
        "search_url": page_address("search") if access else "",
        "say_url": page_address("complaint-new"),
    }


def _items(request: HttpRequest, access: Any, entries: Iterable[Entry]) -> tuple[Item, ...]:
    """None before log-in: the rail belongs to people with a standpoint."""
    if access is None:
        return ()
    badges = getattr(request, "badges", {})
    return tuple(
        Item(entry.label, url, _is_here(request, entry), badges.get(entry.code, 0), entry.key)
        for entry in entries
        if (url := page_address(entry.url_name)) and (not entry.act or access.can(entry.act))
    )


def page_address(url_name: str) -> str:
    """Of a page without parameters; empty while it does not exist."""
    return _address(url_name, get_script_prefix(), get_urlconf())


@lru_cache(maxsize=256)
def _address(url_name: str, _prefix: str, _urlconf: str | None) -> str:
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return ""


def _is_here(request: HttpRequest, entry: Entry) -> bool:
    here = request.resolver_match.url_name if request.resolver_match else None
    return bool(here) and any(str(here).startswith(start) for start in entry.covers)
