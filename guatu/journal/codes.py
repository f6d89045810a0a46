"""The register of event codes: each with the sentence that it turns into.

An app registers its own codes when it is loaded; recording an unknown code is an error, so
no act can be written that nobody can read.
"""

from __future__ import annotations

from collections.abc import Mapping

_sentences: dict[str, str] = {}


class UnknownCode(LookupError):
    """An event code that no app has registered."""


def register(sentences: Mapping[str, str]) -> None:
    """Add ``{code: Chinese template}``; placeholders are filled from an event's details."""
    _sentences.update(sentences)


def template_of(code: str) -> str:
    try:
        return _sentences[code]
    except KeyError:
        raise UnknownCode(code) from None


def registered() -> Mapping[str, str]:
    return dict(_sentences)
