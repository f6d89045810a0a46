"""What tables of states have in common."""

from __future__ import annotations

from guatu.domain.words import Sentence


class NotNow(Exception):
    """The verb does not belong to the state or the day; ``sentence`` says what can be done."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence
