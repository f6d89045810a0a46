"""Sentences of the core in the language of the reader."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext

from guatu.domain.words import Sentence


def in_words(said: Sentence | Mapping[str, Any] | str | Promise | None) -> str:
    """A sentence, its stored JSON, or text that is ready already."""
    if said is None or isinstance(said, str | Promise):
        return str(said or "")
    if isinstance(said, Sentence):
        return said.in_words_of(gettext)
    # Stored sentences are told fifty to a page: as they are, without an object for each.
    template, params = said["template"], said.get("params") or {}
    return gettext(template).format_map(params)
