"""What a judgement says: one light, and for every dimension why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from operator import itemgetter
from typing import Any, NamedTuple

from guatu.domain.lights.colours import Light, Mark
from guatu.domain.words import Sentence


class Evidence(NamedTuple):
    """A fact behind a reason; ``label`` and ``unit`` are message ids, ``as_of`` its data date."""

    label: str
    value: str
    unit: str
    as_of: date


@dataclass(frozen=True, slots=True)
class Reason:
    """What one dimension says.

    ``rule_id`` is empty when no rule decided. ``suspended`` is the colour that an accepted
    reason keeps from being shown: ``light`` is then ``PAUSED``, ``sentence`` gives the accepted
    reason and ``notice`` what was found. ``by_default``: the rule is our default and not of the
    published table. ``mark`` is the sign that the place puts up with the light. Until before
    ``stale_on`` the sentences, counted on with ``Sentence.on``, are those of a fresh judgement
    in which the same rule decides; None: for ever.
    """

    dimension: str
    name: str
    light: Light
    rule_id: str
    sentence: Sentence
    wants: Sentence | None = None
    notice: Sentence | None = None
    suspended: Light | None = None
    by_default: bool = False
    facts: tuple[Evidence, ...] = ()
    mark: Mark | None = None
    stale_on: date | None = None
    _json: dict[str, Any] = field(default_factory=dict, init=False, compare=False, repr=False)

    def as_json(self) -> Mapping[str, Any]:
        """Without what is empty of the fields that have a default; always the same object, since
        many projects share a reason."""
        if not self._json:
            for name, held in (*self._always(), *filter(itemgetter(1), self._more())):
                self._json[name] = held
        return self._json

    def _always(self) -> Iterator[tuple[str, Any]]:
        yield "dimension", self.dimension
        yield "name", self.name
        yield "light", self.light.value
        yield "rule_id", self.rule_id
        yield "sentence", self.sentence.as_json()

    def _more(self) -> Iterator[tuple[str, Any]]:
        yield "wants", self.wants and self.wants.as_json()
        yield "notice", self.notice and self.notice.as_json()
        yield "suspended", self.suspended and self.suspended.value
        yield "by_default", self.by_default
        yield "mark", self.mark and self.mark.value
        yield "stale_on", self.stale_on and self.stale_on.isoformat()
        yield "facts", [[f.label, f.value, f.unit, f.as_of.isoformat()] for f in self.facts]

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Reason:
        suspended, mark = stored.get("suspended"), stored.get("mark")
        stale = stored.get("stale_on")
        return cls(
            dimension=str(stored["dimension"]),
            name=str(stored["name"]),
            light=Light(stored["light"]),
            rule_id=str(stored["rule_id"]),
            sentence=Sentence.from_json(stored["sentence"]),
            wants=_sentence_in(stored.get("wants")),
            notice=_sentence_in(stored.get("notice")),
            suspended=None if suspended is None else Light(suspended),
            by_default=bool(stored.get("by_default", False)),
            facts=tuple(
                Evidence(str(label), str(value), str(unit), date.fromisoformat(as_of))
                for label, value, unit, as_of in stored.get("facts", ())
            ),
            mark=None if mark is None else Mark(mark),
            stale_on=None if stale is None else date.fromisoformat(stale),
        )


@dataclass(frozen=True, slots=True)
class Verdict:
    """The light of a project on ``day``, its reasons worst first, and the pack that gave it.

    ``next_change`` is the earliest later day on which the light differs if no fact changes; None
    when it never does.
    """

    light: Light
    reasons: tuple[Reason, ...]
    pack: str
    pack_version: str
    day: date
    next_change: date | None

    @property
    def headline(self) -> Sentence:
        """The worst reason in one sentence."""
        return self.reasons[0].sentence

    @property
    def stale_on(self) -> date | None:
        """From when the headline may read differently though the light stays (see ``Reason``)."""
        return self.reasons[0].stale_on

    @property
    def mark(self) -> Mark | None:
        """The sign that goes with the light: that of the worst reason."""
        return self.reasons[0].mark

    @property
    def paused_reasons(self) -> tuple[Reason, ...]:
        """Dimensions whose colour an accepted reason suspends."""
        return tuple(reason for reason in self.reasons if reason.suspended is not None)

    def as_json(self) -> dict[str, Any]:
        return {
            "light": self.light.value,
            "reasons": [reason.as_json() for reason in self.reasons],
            "pack": self.pack,
            "pack_version": self.pack_version,
            "day": self.day.isoformat(),
            "next_change": None if self.next_change is None else self.next_change.isoformat(),
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Verdict:
        turn = stored.get("next_change")
        return cls(
            light=Light(stored["light"]),
            reasons=tuple(Reason.from_json(reason) for reason in stored["reasons"]),
            pack=str(stored["pack"]),
            pack_version=str(stored["pack_version"]),
            day=date.fromisoformat(stored["day"]),
            next_change=None if turn is None else date.fromisoformat(turn),
        )


def _sentence_in(stored: Mapping[str, object] | None) -> Sentence | None:
    return None if stored is None else Sentence.from_json(stored)
