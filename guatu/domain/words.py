"""Sentences for people that the core can build without knowing a language switch.

The Chinese template is the message id. The core formats it as Chinese; a page translates the
template first and then fills in the same parameters, so a stored sentence can be read in
either language.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field


def N_(template: str) -> str:
    """Mark ``template`` for translation and return it unchanged."""
    return template


@dataclass(frozen=True, slots=True)
class Sentence:
    """A Chinese template and what fills it; values are strings or numbers, ready to print."""

    template: str
    params: Mapping[str, str | int] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.template.format_map(self.params)

    def in_words_of(self, translate: Callable[[str], str]) -> str:
        """The sentence after ``translate`` has been applied to its template."""
        return translate(self.template).format_map(self.params)

    def as_json(self) -> dict[str, object]:
        return {"template": self.template, "params": dict(self.params)}

    @classmethod
    def from_json(cls, stored: Mapping[str, object]) -> Sentence:
        params = stored.get("params")
        return cls(str(stored["template"]), dict(params) if isinstance(params, Mapping) else {})


def say(template: str, **params: str | int) -> Sentence:
    """``say("第 {row} 行", row=3)``: a sentence with its parameters."""
    return Sentence(template, params)
