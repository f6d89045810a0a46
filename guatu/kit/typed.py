"""What a person typed, as an act takes it."""

from __future__ import annotations

from guatu.domain.words import N_, Sentence, say
from guatu.kit.refusals import Refusal

#: Characters of a reason or an answer.
MOST = 300


def text_of(text: str, asked: Sentence, *, field: str = "reason", most: int = MOST) -> str:
    """``text`` without blanks around; ``Refusal`` with ``asked`` when empty, or when too long."""
    said = text.replace("\0", "").strip()
    if not said:
        raise Refusal(asked, {field: asked})
    return _fitting(said, field, most)


def line_of(text: str, asked: Sentence | None, *, field: str = "reason", most: int = MOST) -> str:
    """As ``text_of``, on one line without idle blanks; without ``asked`` it may be empty."""
    said = " ".join(text.replace("\0", "").split())
    if asked is not None:
        return text_of(said, asked, field=field, most=most)
    return _fitting(said, field, most)


def _fitting(said: str, field: str, most: int) -> str:
    if len(said) > most:
        long = say(N_("最多 {n} 个字，请精简。"), n=most)
        raise Refusal(long, {field: long})
    return said
