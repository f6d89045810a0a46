"""Who is told of rungs that came at once, and in what words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from guatu.domain.clocks import CHINA
from guatu.domain.escalation.climbing import Fire
from guatu.domain.escalation.ladders import Addressee
from guatu.domain.words import Sentence


@dataclass(frozen=True, slots=True)
class Telling:
    """One letter: every rung that names the addressee, the last of them speaks."""

    addressee: Addressee
    fires: tuple[Fire, ...]

    @property
    def headline(self) -> Fire:
        return self.fires[-1]


@dataclass(frozen=True, slots=True)
class Pressed:
    """What the words of a rung are filled with; ``leg`` as a word (签收, 办结)."""

    number: str
    title: str
    unit: str
    leg: str
    due: datetime


def tellings(fires: Sequence[Fire]) -> list[Telling]:
    """Each addressee once, the doer first, however many rungs were missed."""
    named = {who for fire in fires for who in fire.rung.addressees}
    return [
        Telling(who, tuple(fire for fire in fires if who in fire.rung.addressees))
        for who in Addressee
        if who in named
    ]


def last_told(fires: Sequence[Fire]) -> list[tuple[Fire, tuple[Addressee, ...]]]:
    """Each fire with those whom it is the last to name: they are told of it and of no other."""
    letters = tellings(fires)
    return [
        (fire, tuple(letter.addressee for letter in letters if letter.headline is fire))
        for fire in fires
    ]


def words_of(fire: Fire, pressed: Pressed) -> Sentence:
    """“〔2021〕15号“示例事项”应于 2021-03-19 17:30 前办结，…”."""
    return Sentence(
        fire.rung.words,
        {
            "number": pressed.number,
            "title": pressed.title,
            "unit": pressed.unit,
            "leg": pressed.leg,
            "due": _shown(pressed.due),
            "deadline": _shown(fire.deadline) if fire.deadline else "",
        },
    )


def _shown(moment: datetime) -> str:
    return f"{moment.astimezone(CHINA):%Y-%m-%d %H:%M}"
