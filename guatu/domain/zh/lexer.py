"""From prepared text to tokens: figures, numerals, known words, and single characters."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import chain

from guatu.domain.zh import festivals, lexicon, measures
from guatu.domain.zh.numerals import NUMERAL_CHARS, numeral
from guatu.domain.zh.text import prepare


@dataclass(frozen=True, slots=True)
class Token:
    """``kind`` is one of num, han, ymd, time, hole, code, word, festival, char, mark, gap, end.

    ``number`` is the value of a numeral or figure; a figure with several points or slashes
    (2021.3.15) has none, and ``day`` holds the date of a figure written with dashes.
    """

    kind: str
    text: str
    number: Decimal | None = None
    day: tuple[int, int, int] | None = None


END = Token("end", "")


@lru_cache(maxsize=2048)
def tokenise(text: str) -> tuple[Token, ...]:
    """The tokens of ``text``, closed by four end tokens so that one may look ahead."""
    line, tokens, place = prepare(text), list[Token](), 0
    while place < len(line):
        token, place = _next(line, place, tokens[-1] if tokens else END)
        tokens.append(token)
    return (*tokens, END, END, END, END)


def _next(line: str, place: int, last: Token) -> tuple[Token, int]:
    char = line[place]
    if match := _HOLE.match(line, place):
        return Token("hole", match[0]), match.end()
    if char.isdecimal() and char.isascii():
        return _figure(line, place)
    if found := _word(line, place, last):
        return found
    if char in NUMERAL_CHARS:
        match = _HAN.match(line, place)
        assert match is not None
        return Token("han", match[0], numeral(match[0])), match.end()
    if char.isascii() and char.isalpha():
        return _latin(line, place)
    if char in _MARKS:
        return Token("gap" if char == " " else "mark", char), place + 1
    return Token("char", char), place + 1


def _figure(line: str, place: int) -> tuple[Token, int]:
    for kind, pattern in (("ymd", _ISO), ("time", _CLOCK), ("num", _SPACED)):
        if match := pattern.match(line, place):
            return _made(kind, match), match.end()
    match = _FIGURE.match(line, place)
    assert match is not None
    text = match[0]
    if "," in text and not _GROUPED.fullmatch(text):
        text = text.partition(",")[0]
    return Token("num", text, _value(text)), place + len(text)


def _made(kind: str, match: re.Match[str]) -> Token:
    if kind == "ymd":
        return Token("ymd", match[0], None, (int(match[1]), int(match[3]), int(match[4])))
    text = match[0].replace(" ", "")
    return Token(kind, text, Decimal(text) if kind == "num" else None)


def _value(text: str) -> Decimal | None:
    plain = text.replace(",", "")
    return Decimal(plain) if _PLAIN.fullmatch(plain) else None


def _word(line: str, place: int, last: Token) -> tuple[Token, int] | None:
    after_number = last.kind in ("num", "han", "ymd", "hole")
    for word in _BY_FIRST.get(line[place], ()):
        if not line.startswith(word, place):
            continue
        end = place + len(word)
        if after_number and word in _NOT_AFTER_NUMBER:
            continue
        if word in festivals.SHORT and not _festive(line, word, end):
            continue
        return Token(_kind(word), word), end
    return None


def _festive(line: str, word: str, end: int) -> bool:
    return bool(
        _FESTIVE.match(line, end)
        or (word[1] == "一" and word[0] in "五七八" and _JOINS.match(line, end))
    )


def _kind(word: str) -> str:
    known = word in festivals.NAMES or word in festivals.ALIASES or word in festivals.SHORT
    return "festival" if known else "word"


def _latin(line: str, place: int) -> tuple[Token, int]:
    for kind, pattern in (("time", _ISO_TIME), ("word", _QUARTER_CODE), ("word", _LATIN_UNIT)):
        if match := pattern.match(line, place):
            return Token(kind, match[0]), match.end()
    match = _CODE.match(line, place)
    assert match is not None
    return Token("code", match[0]), match.end()


def _vocabulary() -> Iterable[str]:
    tables = [table for name, table in vars(lexicon).items() if name.isupper() and name[0] != "_"]
    words = chain(*tables, festivals.NAMES, festivals.ALIASES, festivals.SHORT, measures.WORDS)
    return {word for word in words if not word[0].isascii() and word not in _NO_WORDS}


def _by_first(words: Iterable[str]) -> dict[str, tuple[str, ...]]:
    groups: dict[str, list[str]] = {}
    for word in words:
        groups.setdefault(word[0], []).append(word)
    return {first: tuple(sorted(group, key=len, reverse=True)) for first, group in groups.items()}


_MARKS = frozenset("-~,;:。、()/+±×·.%‰<>≤≥≈=¥$!?*_&|# ")
_HOLE = re.compile(r"[0-9]*(?:[xX×*_□?]{1,4}|某|几|若干)(?=年|月|日|号|季度)")
_ISO = re.compile(r"([12][0-9]{3})([-~ ,、])([0-9]{1,2})\2([0-9]{1,2})(?![0-9.月季个年万亿%])")
_CLOCK = re.compile(
    r"(?:[01]?[0-9]|2[0-4])(?::[0-5][0-9](?::[0-5][0-9](?:\.[0-9]+)?)?(?![0-9])"
    r"|(?:时|点钟|点)(?:整|半|[0-5]?[0-9]分?)?(?![0-9位]))"
)
_SPACED = re.compile(r"(?=[0-9]{1,3} )[0-9](?: ?[0-9]){1,3}(?=[年月日号])")
_FIGURE = re.compile(r"[0-9]+(?:[./,][0-9]+)*")
_GROUPED = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?")
_PLAIN = re.compile(r"[0-9]{1,15}(?:\.[0-9]{1,17})?")
_HAN = re.compile(rf"[{NUMERAL_CHARS}]+(?:点[{NUMERAL_CHARS}]+(?![{NUMERAL_CHARS}分]))?")
_FESTIVE = re.compile(
    r"(?:前(?![0-9一二三四五六七八九十])|后|以前|以后|之前|之后|期间|假期|长假|当天|起)"
)
_JOINS = re.compile(r"(?:至|到|~|-|\Z)")
_ISO_TIME = re.compile(
    r"T[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?(?:Z|[+-][0-9]{2}:?[0-9]{2})?"
)
_QUARTER_CODE = re.compile(r"[Qq][1-4](?![0-9A-Za-z])")
_LATIN_UNIT = re.compile(r"(?:RMB|CNY|USD|[kK]?[mM]2|hm2)(?![A-Za-z])")
_CODE = re.compile(r"[A-Za-z]+[A-Za-z0-9]*")
_NO_WORDS = NUMERAL_CHARS + "、。×‰≤≥≈¥"
_BY_FIRST = _by_first(_vocabulary())
_TIME_UNITS = lexicon.YEAR | lexicon.MONTH | lexicon.DAY | lexicon.QUARTER
_NOT_AFTER_NUMBER = (
    frozenset(word for word in _vocabulary() if word[0] in "年月日季周天旬" and len(word) > 1)
    - _TIME_UNITS
)
