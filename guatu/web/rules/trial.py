"""The back-test of a pack as a picture: bars by month, and a cell for each project and month."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from hashlib import blake2b
from json import dumps
from typing import Any
from uuid import UUID

from django.core import signing
from django.utils.translation import gettext as _

from guatu.domain.lights import Light
from guatu.domain.words import Sentence
from guatu.org.models import Tenant, User
from guatu.projects.backtest import BackTest, Cell, TriedRow, back_test, month_days
from guatu.projects.queries.packs import sample_of
from guatu.web.rules.finding import Pack
from guatu.web.shared.sentences import in_words

MOST_TRIED = 2_000
"""Of more projects so many are tried, evenly by number."""
MOST_ROWS = 200
HEIGHT = 96
_SALT = "guatu.rules.trial"


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a bar, from the top, in pixels."""

    light: str
    y: float
    height: float
    count: int


@dataclass(frozen=True, slots=True)
class Month:
    """``unknown`` of the tried ones have no light kept for that day, ``changed`` another one."""

    day: date
    label: str
    shown: tuple[Block, ...]
    tried: tuple[Block, ...]
    reds: tuple[int, int]
    unknown: int
    changed: int
    title: str


@dataclass(frozen=True, slots=True)
class Spot:
    """A cell of the matrix."""

    light: str
    differs: bool
    assumed: bool
    title: str


@dataclass(frozen=True, slots=True)
class Row:
    project_id: UUID
    number: int
    name: str
    changed: int
    spots: tuple[Spot | None, ...]


@dataclass(frozen=True, slots=True)
class Turned:
    """A project whose light would be another now."""

    project_id: UUID
    number: int
    name: str
    shown: str
    light: str
    reason: Sentence


@dataclass(frozen=True, slots=True)
class Picture:
    """``tried`` of ``listed`` projects; of very many ``rows`` are those that change most.

    Of those tried ``left`` have left the list since, and ``apart`` are on it without being counted
    in its figures.
    """

    months: tuple[Month, ...]
    rows: tuple[Row, ...]
    turned: tuple[Turned, ...]
    tried: int
    listed: int
    left: int
    apart: int
    height: int = HEIGHT

    @property
    def is_sample(self) -> bool:
        return self.tried < self.listed

    @property
    def counted(self) -> int:
        return self.tried - self.left - self.apart

    @property
    def left_out(self) -> int:
        return self.tried - len(self.rows)


def picture_of(tenant: Tenant, pack: Pack, today: date) -> Picture:
    """What changes most comes first. Months before the first project was listed are left out."""
    listed, only = sample_of(tenant, MOST_TRIED)
    tested = _begun(back_test(tenant, pack.rules, month_days(today), only))
    rows = sorted((_row(row) for row in tested.rows), key=lambda row: -row.changed)
    tried = len(tested.rows)
    return Picture(
        tuple(_months(tested)),
        tuple(rows[:MOST_ROWS]),
        tuple(_turned(row, last) for row in tested.changed if (last := row.cells[-1])),
        tried,
        tried if only is None else listed,
        sum(row.cells[-1] is None for row in tested.rows),
        sum(row.cells[-1] is not None and not row.counted for row in tested.rows),
    )


def _begun(tested: BackTest) -> BackTest:
    """Without the days at the beginning on which nothing stood on a list."""
    first = next((n for n, counts in enumerate(tested.counts) if counts), len(tested.days) - 1)
    rows = [replace(row, cells=row.cells[first:]) for row in tested.rows]
    return BackTest(tested.days[first:], tuple(rows))


def seen_token(user: User, pack: Pack) -> str:
    """That this person has looked at the back-test of exactly these rules."""
    return signing.dumps([user.pk.hex, _digest(pack.text)], salt=_SALT)


def has_seen(user: User, pack: Pack, token: str) -> bool:
    try:
        told = signing.loads(token, salt=_SALT)
    except signing.BadSignature:
        return False
    return bool(told == [user.pk.hex, _digest(pack.text)])


def _digest(text: Mapping[str, Any]) -> str:
    held = dumps(text, sort_keys=True, ensure_ascii=False).encode()
    return blake2b(held, digest_size=16).hexdigest()


def _months(tested: BackTest) -> Iterator[Month]:
    counted = list(zip(tested.days, tested.shown, tested.counts, strict=True))
    most = max((sum(tried.values()) for _day, _shown, tried in counted), default=0) or 1
    for place, (day, shown, tried) in enumerate(counted):
        cells = [cell for row in tested.rows if (cell := row.cells[place]) is not None]
        changed = sum(cell.differs for cell in cells)
        yield Month(
            day,
            _label(day, is_today=place == len(counted) - 1),
            tuple(_blocks(shown, most)),
            tuple(_blocks(tried, most)),
            (shown.get(Light.RED, 0), tried.get(Light.RED, 0)),
            sum(cell.shown is None for cell in cells),
            changed,
            _title(day, shown, tried, changed),
        )


def _label(day: date, *, is_today: bool) -> str:
    if is_today:
        return _("今天")
    return _("%(month)s月") % {"month": day.month}


def _title(day: date, shown: Mapping[str, int], tried: Mapping[str, int], changed: int) -> str:
    said = {"day": day, "shown": _counts(shown), "tried": _counts(tried), "n": changed}
    return _("%(day)s 当时：%(shown)s；按这套规则：%(tried)s；%(n)s 个不同") % said


def _counts(counts: Mapping[str, int]) -> str:
    told = [f"{_(light.word)} {counts[light]}" for light in Light if counts.get(light)]
    return _("、").join(told) or _("没有记录")


def _blocks(counts: Mapping[str, int], most: int) -> Iterator[Block]:
    """Stacked on the ground: red lowest, so that reds of all months are compared from one line."""
    ground = float(HEIGHT)
    for light in Light:
        if count := counts.get(light, 0):
            height = round(HEIGHT * count / most, 2)
            ground -= height
            yield Block(light, round(ground, 2), height, count)


def _row(row: TriedRow) -> Row:
    spots = tuple(_spot(cell) for cell in row.cells)
    changed = sum(spot is not None and spot.differs for spot in spots)
    return Row(row.project_id, row.number, row.name, changed, spots)


def _spot(cell: Cell | None) -> Spot | None:
    if cell is None:
        return None
    word = _(Light(cell.light).word)
    title = word
    if cell.shown is None:
        title = _("%(tried)s（当时没有记录）") % {"tried": word}
    elif cell.differs:
        said = {"shown": _(Light(cell.shown).word), "tried": word, "why": in_words(cell.reason)}
        title = _("当时%(shown)s，按这套规则%(tried)s：%(why)s") % said
    return Spot(cell.light, cell.differs, cell.assumed, title)


def _turned(row: TriedRow, last: Cell) -> Turned:
    shown = last.shown or Light.NONE
    return Turned(row.project_id, row.number, row.name, shown, last.light, last.reason)
