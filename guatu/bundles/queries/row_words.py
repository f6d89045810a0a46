"""What is said of rows of lists that came in a bundle."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from guatu.domain.bundles.lists import STANDING, RowFact
from guatu.domain.words import Sentence, say
from guatu.domain.worklists.rows import STANDING_WORDS, Standing
from guatu.worklists.actions.amending import FIELD_WORDS

_SHOWN = 40


def several(fact: RowFact) -> Sentence:
    return say("清单上有几个事项都叫“{label}”，分不清是哪一个，没有写入。", label=fact.label)


def kept_here(names: Iterable[str]) -> Sentence:
    """Of the whole row without ``names``."""
    fields = "、".join(words for name, words in FIELD_WORDS.items() if name in names)
    return say("{fields}：本网有人填过，对端的不比本网的新，保留本网的。", fields=fields or "整行")


def in_no_order(names: Iterable[str]) -> Sentence:
    return say(
        "{fields}：两边都有人改过，分不清哪边在后，没有写入。请与单位核对。",
        fields="、".join(words for name, words in FIELD_WORDS.items() if name in names),
    )


def sourced(name: str, theirs: str, ours: str) -> Sentence:
    return say(
        "{field}以本网来源为准，没有写入：对端“{theirs}”，本网“{ours}”。",
        field=FIELD_WORDS[name],
        theirs=_word(name, theirs),
        ours=_word(name, ours),
    )


def _word(name: str, value: str) -> str:
    if name == STANDING:
        return STANDING_WORDS[Standing(value)]
    return value[:_SHOWN] or "空"


def righted(fact: RowFact) -> Iterator[Sentence]:
    """What was put right there after the freeze, with the reason."""
    for one in fact.righted:
        yield say(
            "对端冻结后更正{field}：由“{before}”更正为“{after}”，原因：{reason}（{by}）",
            field=FIELD_WORDS[one.name],
            before=one.before or "空",
            after=one.after or "空",
            reason=one.reason,
            by=one.by,
        )
