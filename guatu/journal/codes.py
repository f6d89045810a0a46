"""The register of event codes: each with the sentence that it turns into.

An app registers its own codes when it is loaded; recording an unknown code is an error, so
no act can be written that nobody can read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

_sentences: dict[str, str] = {}
_telling: set[str] = set()


class UnknownCode(LookupError):
    """An event code that no app has registered."""


def register(sentences: Mapping[str, str], tells: Iterable[str] = ()) -> None:
    """Add ``{code: Chinese template}``; placeholders are filled from an event's details.

    Events whose code is in ``tells`` are written to the outbox as well: somebody is to be told.
    """
    telling = set(tells)
    if unknown := telling - sentences.keys():
        raise UnknownCode(", ".join(sorted(unknown)))
    _sentences.update(sentences)
    _telling.update(telling)


def template_of(code: str) -> str:
    try:
        return _sentences[code]
    except KeyError:
        raise UnknownCode(code) from None


def registered() -> Mapping[str, str]:
    return dict(_sentences)


def tells(code: str) -> bool:
    return code in _telling


def telling() -> frozenset[str]:
    """The codes of which somebody is told."""
    return frozenset(_telling)
