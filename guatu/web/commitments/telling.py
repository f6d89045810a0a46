"""History on the page of the thing itself, which need not be named in each sentence."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from guatu.web.shared.history import History, HistoryLine


def named(told: History, label: str) -> History:
    """With ``label`` wherever a sentence names what it is about."""
    return replace(told, lines=[_named(line, label) for line in told.lines])


def _named(line: HistoryLine, label: str) -> HistoryLine:
    params = defaultdict(lambda: "—", {**line.sentence.params, "label": label})
    return replace(line, sentence=replace(line.sentence, params=params))
