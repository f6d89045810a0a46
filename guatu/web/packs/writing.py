"""A pack as one file: styles, drawings and words inside, and no address of anything outside."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from uuid import UUID

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from guatu.boards.packs import Pack
from guatu.boards.packs.drawing import CurveWords, draw_curve
from guatu.boards.packs.facts import anchor_of
from guatu.boards.wallchart import Band, ChartRow, Style, draw
from guatu.boards.wallchart.legend import Entry, legend
from guatu.boards.wallchart.reading import Asked, BandBy, Speech, Wall, read_wall
from guatu.command.actions.packing import Taken, note_pack
from guatu.domain.worklists.promises import OUTCOME_WORDS, Outcome
from guatu.kit.clock import CHINA
from guatu.org.models import User
from guatu.projects.queries.filters import ListFilter
from guatu.web.shared.chart_words import chart_words
from guatu.web.shared.sentences import in_words

_HERE = Path(__file__).parent
STYLES = (_HERE / "pack.css").read_text(encoding="utf-8")
SCRIPT = (_HERE / "pack.js").read_text(encoding="utf-8")
_PRINT = base64.b64encode(hashlib.sha256(SCRIPT.encode()).digest()).decode()
#: The file itself forbids every request; its own script is known by what it says.
POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; "
    f"script-src 'sha256-{_PRINT}'; base-uri 'none'; form-action 'none'"
)


#: Lines of the wall chart on a landscape A4.
SHEET_LINES = 26


@dataclass(frozen=True, slots=True)
class Written:
    """The file, its name, and how many projects it has cards of."""

    html: bytes
    name: str
    projects: int

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.html).hexdigest()


def make(pack: Pack, *, by: User, now: datetime) -> Written:
    """Write the file and note in the journal who took it out."""
    written = write(pack, by=by, now=now)
    taken = Taken(written.projects, len(written.html), written.digest)
    note_pack(pack.meeting or pack.line or by.tenant, taken, by=by, now=now)
    return written


def write(pack: Pack, *, by: User, now: datetime) -> Written:
    wall = _wall(pack, by, now)
    style = Style.sheet("month", plan_width=1000)
    words = _curve_words()
    context = {
        "pack": pack,
        "title": _title(pack, by),
        "by": by,
        "tenant": by.tenant,
        "now": now,
        "language": translation.get_language(),
        "policy": POLICY,
        "styles": STYLES,
        "script": SCRIPT,
        "page_mark": _css_text(_mark(by, now)),
        "curve": draw_curve(pack.curve, words),
        "cards": [
            (group, [(card, draw_curve(card.curve, words)) for card in group.cards])
            for group in pack.groups
        ],
        "wall": wall,
        "sheets": [
            draw(replace(wall.chart, rows=rows), style=style, words=chart_words())
            for rows in _sheets(wall.chart.rows)
        ],
        "legend": legend(_legend(wall), style),
        "outcomes": {one.value: _(OUTCOME_WORDS[one]) for one in Outcome},
    }
    html = render_to_string("packs/pack.html", context)
    day = now.astimezone(CHINA).date()
    name = _("会议资料包 %(title)s %(day)s") % {"title": _title(pack, by), "day": day}
    return Written(html.encode(), f"{_as_name(name)}.html", len(pack.cards))


def _wall(pack: Pack, by: User, now: datetime) -> Wall:
    shown = {card.project.pk for card in pack.cards}
    asked = Asked(ListFilter(_year(pack, by)), BandBy.LINE, only=pack.only)
    nobody = {band: _("未列入工作线") for band in BandBy}
    speech = Speech(in_words, partial(_place, shown), nobody)
    return read_wall(by, asked, speech, today=now.astimezone(CHINA).date())


def _sheets(rows: Sequence[Band | ChartRow]) -> Iterator[tuple[Band | ChartRow, ...]]:
    """As many lines as a sheet of A4 takes; a band is not left alone at the end of one."""
    start = 0
    while start < len(rows) or start == 0:
        end = min(start + SHEET_LINES, len(rows))
        if end < len(rows) and isinstance(rows[end - 1], Band):
            end -= 1
        yield tuple(rows[start:end])
        if end >= len(rows):
            return
        start = end


def _place(shown: set[UUID], pk: UUID) -> str:
    """The card of a project in this file; a project without one leads nowhere."""
    return f"#{anchor_of(pk)}" if pk in shown else "#wall"


def _year(pack: Pack, by: User) -> int:
    of = pack.meeting or pack.line
    return of.year if of is not None else by.tenant.year


def _title(pack: Pack, by: User) -> str:
    return pack.title or _("全部重点项目（%(year)s 年）") % {"year": by.tenant.year}


def _mark(by: User, now: datetime) -> str:
    said = {"by": by.name, "moment": f"{now.astimezone(CHINA):%Y-%m-%d %H:%M}"}
    return _("内部资料，会后收回　制作：%(by)s　数据截至 %(moment)s") % said


def _legend(wall: Wall) -> list[Entry]:
    words = chart_words()
    named = dict(words.lights)
    return [
        *(Entry(light, f"{named[light]} {n}") for light, n in wall.counts.items() if n),
        Entry("done", words.done),
        Entry("overdue", words.overdue),
        Entry("planned", _("计划节点")),
        Entry("need", words.need),
        Entry("progress", _("实际进度")),
        Entry("critical", _("关键线路")),
    ]


def _curve_words() -> CurveWords:
    return CurveWords(chart_words().months, _("亿元"), _("万元"), _("投资进度，已完成 {}"))


def _css_text(words: str) -> str:
    """Words between quotes in a style sheet: nothing in them ends the string or the sheet."""
    escaped = "".join(c if c.isalnum() or c in "　 ，：-" else f"\\{ord(c):x} " for c in words)
    return f'"{escaped}"'


def _as_name(words: str) -> str:
    """What every file system takes; 255 bytes are some 80 characters."""
    return "".join("_" if c in '\\/:*?"<>|' or ord(c) < 32 else c for c in words)[:70].strip()
