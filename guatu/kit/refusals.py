"""Why an act was not done, in a sentence for the person who tried."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from guatu.domain.statetables import NotNow
from guatu.domain.words import Sentence


class Refusal(Exception):
    """The act cannot be done as asked; nothing was changed.

    ``fields`` holds the sentences that belong to single fields of a form, by field name.
    """

    def __init__(self, sentence: Sentence, fields: Mapping[str, Sentence] | None = None) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence
        self.fields = dict(fields or {})


class StateChanged(Refusal):
    """Someone else was first (HTTP 409); the sentence says who, when and what."""


@contextmanager
def as_refusal() -> Iterator[None]:
    """What a table of states cannot do now is a refusal of the act."""
    try:
        yield
    except NotNow as not_now:
        raise Refusal(not_now.sentence) from not_now
