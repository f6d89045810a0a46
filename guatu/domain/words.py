"""Sentences for people that the core can build without knowing a language switch.

The Chinese template is the message id. The core formats it as Chinese; a page translates the
template first and then fills in the same parameters, so a stored sentence can be read in
either language.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from guatu.domain.counts import Count, CountsWorkdays, Since


def N_(template: str) -> str:
    """Mark ``template`` for translation and return it unchanged."""
    return template


@dataclass(frozen=True, slots=True)
class Sentence:
    """A Chinese template and what fills it; values are strings or numbers, ready to print.

    ``moving`` names the parameters that count on by themselves (已逾期 {n} 个工作日) and from when.
    """

    template: str
    params: Mapping[str, str | int] = field(default_factory=dict)
    moving: Mapping[str, Since] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.template.format_map(self.params)

    def in_words_of(self, translate: Callable[[str], str]) -> str:
        """The sentence after ``translate`` has been applied to its template."""
        return translate(self.template).format_map(self.params)

    def on(self, day: date, workdays: CountsWorkdays) -> Sentence:
        """The sentence as it reads on ``day``, its moving figures counted on to it."""
        if not self.moving:
            return self
        counted = {name: str(since.until(day, workdays)) for name, since in self.moving.items()}
        return replace(self, params={**self.params, **counted})

    def as_json(self) -> dict[str, object]:
        stored: dict[str, object] = {"template": self.template, "params": dict(self.params)}
        if self.moving:
            stored["moving"] = {
                name: [since.kind.value, since.day.isoformat()]
                for name, since in self.moving.items()
            }
        return stored

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Sentence:
        params = stored.get("params")
        moving = {
            name: Since(Count(kind), date.fromisoformat(day))
            for name, (kind, day) in (stored.get("moving") or {}).items()
        }
        return cls(
            str(stored["template"]), dict(params) if isinstance(params, Mapping) else {}, moving
        )


def say(template: str, **params: str | int) -> Sentence:
    """``say("第 {row} 行", row=3)``: a sentence with its parameters."""
    return Sentence(template, params)
