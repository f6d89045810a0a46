"""The elements (要素) that works wait for, and who usually supplies them: data that ships."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

PRESET = Path(__file__).parent / "presets" / "needs.json"
OTHER = "other"

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Element:
    """A kind of need. ``short`` is the one character that stands for it on the wall chart.

    ``suppliers`` are words in the names of the units that usually supply it, ``lead`` workdays
    that it is usually there before its milestone begins, ``serves`` codes of milestones of our
    templates, the likeliest first.
    """

    code: str
    name: str
    short: str
    suppliers: tuple[str, ...]
    lead: int
    serves: tuple[str, ...]

    def likeliest(self, by_code: Mapping[str, T]) -> T | None:
        """Of milestones by their codes the one that this element usually serves."""
        return next((by_code[code] for code in self.serves if code in by_code), None)

    def usual_supplier(self, units: Iterable[tuple[str, T]]) -> T | None:
        """Of units by their names the one that usually supplies this element; None where no word
        tells one from the others."""
        named = list(units)
        for word in self.suppliers:
            found = [unit for name, unit in named if word in name]
            if len(found) == 1:
                return found[0]
        return None


@lru_cache(maxsize=1)
def elements() -> tuple[Element, ...]:
    """All elements in the order in which they are offered."""
    stored = json.loads(PRESET.read_text(encoding="utf-8"))
    return tuple(
        Element(
            one["code"],
            one["name"],
            one["short"],
            tuple(one["suppliers"]),
            one["lead"],
            tuple(one["serves"]),
        )
        for one in stored["elements"]
    )


def source_words() -> str:
    """Whose practice the list is and what in it is only a default."""
    return str(json.loads(PRESET.read_text(encoding="utf-8"))["source"])


def element_of(code: str) -> Element:
    """The element of a stored code; what is not known any more counts as other."""
    known = _by_code()
    return known.get(code, known[OTHER])


def is_element(code: str) -> bool:
    return code in _by_code()


@lru_cache(maxsize=1)
def _by_code() -> dict[str, Element]:
    return {element.code: element for element in elements()}
