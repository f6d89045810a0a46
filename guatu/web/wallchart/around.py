"""What stands around a printed chart: title, legend, foot, and the codes that lead back."""

from __future__ import annotations

from urllib.parse import urlencode, urljoin, urlsplit
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from guatu.boards.wallchart import ChartRow
from guatu.boards.wallchart.legend import Entry
from guatu.boards.wallchart.reading import Wall
from guatu.kit.ids import short_form
from guatu.kit.qr import QrCode, qr_code
from guatu.projects.queries.listing import options
from guatu.web.shared.chart_words import chart_words
from guatu.web.wallchart import heads
from guatu.web.wallchart.asking import NARROWING
from guatu.web.wallchart.orders import Order


def title_of(order: Order, wall: Wall) -> str:
    return order.tenant.name + _("重点项目挂图作战（%(year)s 年）") % {"year": wall.chart.year}


def notes_of(order: Order) -> tuple[str, ...]:
    choices = options(order.user, order.view.asked.wanted.year)
    past = _("截至 %(day)s 的情况") % {"day": order.day} if order.as_of else ""
    said = (past, heads.narrowing_words(order.view, choices))
    return tuple(words for words in said if words)


def legend_entries(order: Order, wall: Wall) -> list[Entry]:
    words = dict(chart_words().lights)
    lights = [
        Entry(light, f"{words[light]} {count}") for light, count in wall.counts.items() if count
    ]
    pushed = [] if order.as_of else [Entry("pushed", _("因要素推后"))]
    return [
        *lights,
        Entry("done", _("已完成")),
        Entry("overdue", _("已逾期")),
        Entry("planned", _("计划节点")),
        Entry("was", _("原计划（已调整）")),
        Entry("replanned", _("调整后绿")),
        Entry("need", _("要素未落实")),
        *pushed,
        Entry("progress", _("实际进度")),
        Entry("critical", _("关键线路")),
    ]


def foot_of(order: Order, wall: Wall, number: int, count: int) -> tuple[str, ...]:
    short = _("只画灯最差的 %(n)s 个项目") % {"n": wall.drawn} if wall.cut_short else ""
    uncoded = "" if settings.SITE_URL else _("未设网站地址，没有二维码")
    said = (
        _("版本：数据截至 %(moment)s") % {"moment": f"{order.moment:%Y-%m-%d %H:%M}"},
        short,
        _("打印日期 %(day)s") % {"day": localtime(order.now).date()},
        _("第 %(number)s 张，共 %(all)s 张") % {"number": number, "all": count},
        uncoded,
    )
    return tuple(words for words in said if words)


def project_code(row: ChartRow) -> QrCode | None:
    """Of the page of today, also on a chart of the past: paper is read later."""
    if not settings.SITE_URL:
        return None
    return qr_code(_printed(reverse("wallchart-code", args=[short_form(UUID(row.id))])))


def since_code(order: Order) -> str:
    return qr_code(_printed(since_path(order))).svg() if settings.SITE_URL else ""


def since_path(order: Order) -> str:
    """What has changed since the data of this print, of the projects that are on it."""
    wanted = order.view.asked.wanted
    narrowed = {name: str(value) for name in NARROWING if (value := getattr(wanted, name))}
    values = {"since": f"{order.moment:%Y%m%dT%H%M%S}", "year": f"{wanted.year}", **narrowed}
    if order.view.asked.lights:
        values["light"] = ",".join(sorted(order.view.asked.lights))
    return f"{reverse('wallchart-since')}?{urlencode(values)}"


def _printed(path: str) -> str:
    """``path`` of this site; scheme and host in capitals, which take less room in a code."""
    parts = urlsplit(urljoin(str(settings.SITE_URL), path))
    return parts._replace(scheme=parts.scheme.upper(), netloc=parts.netloc.upper()).geturl()
