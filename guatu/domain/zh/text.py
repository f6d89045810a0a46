"""One shape for the many ways a keyboard writes the same characters."""

from __future__ import annotations

import re
import unicodedata

_HYPHENS = "-‐‑‒﹣－−"
_LONG_DASHES = "–—―─━⸺⸻﹘ーｰ"
_WAVES = "~～〜∼˜∽〰⁓"
_ARROWS = "→⇒➔➡"
_NO_WIDTH = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2028\u2029\u2060\ufeff\u3164"
_QUOTES = "“”‘’\"'`＂＇｀「」『』"
_OPEN, _CLOSE = "(（[［【〔{｛﹙", ")）]］】〕}｝﹚"
_ZEROS = "○◯〇"


def normalise(text: str) -> str:
    """``text`` with half-width characters, '-' for every dash, '~' for every wave, no blanks.

    Enclosed numbers (①, ⑴, ⒈) stay: they number a list and must not melt into a figure.
    ``normalise("１２　月底前")`` is ``"12月底前"``.
    """
    return text.translate(_PUBLIC)


def prepare(text: str) -> str:
    """``text`` for the lexer: like :func:`normalise`, but with what the grammar still needs.

    A blank between two digits stays (two numbers are not one), long dashes, waves and arrows
    become '~' (they only join the ends of a range), quotation marks vanish, brackets are round
    and a list number becomes ';'.
    """
    line = text.translate(_INNER)
    for wanted, pattern, new in _REPAIRS:
        if wanted in line:
            line = pattern.sub(_as_long if new == "〇" else new, line)
    return line


def _as_long(match: re.Match[str]) -> str:
    return "〇" * len(match[0])


class _Fold(dict[int, str]):
    """A translation table that works out a character when it first meets it."""

    def __init__(self, fixed: dict[str, str]) -> None:
        super().__init__({ord(char): new for chars, new in fixed.items() for char in chars})

    def __missing__(self, code: int) -> str:
        char = chr(code)
        new = char if _numbers_a_list(code) else unicodedata.normalize("NFKC", char)
        new = "".join(self.get(ord(c), c) for c in new) if new != char else char
        self[code] = new
        return new


def _numbers_a_list(code: int) -> bool:
    return 0x2460 <= code <= 0x24FF or 0x2776 <= code <= 0x2793 or 0x3220 <= code <= 0x3243


def _characters(wanted: range) -> str:
    return "".join(chr(code) for code in wanted)


_SPACES = "".join(chr(code) for code in range(0x3001) if chr(code).isspace()) + "\u2800"
_PUBLIC = _Fold(
    {_SPACES: "", _NO_WIDTH: "", _HYPHENS + _LONG_DASHES: "-", _WAVES: "~", "￥¥": "¥"},
)
_INNER = _Fold(
    {
        _SPACES: " ",
        _NO_WIDTH + _QUOTES: "",
        _HYPHENS: "-",
        _LONG_DASHES + _WAVES + _ARROWS: "~",
        _OPEN: "(",
        _CLOSE: ")",
        _ZEROS: "〇",
        "\\": "/",
        "￥¥": "¥",
        "•·・": "·",
        "｡": "。",
        "圆": "元",
        "萬": "万",
        "億": "亿",
        "號": "号",
        "個": "个",
        _characters(range(0x2460, 0x249C)) + _characters(range(0x2776, 0x2794)): ";",
    },
)
# (a character that must be there, what to look for, what to write): cheap when it is absent
_REPAIRS = tuple(
    (wanted, re.compile(pattern), new)
    for wanted, pattern, new in (
        (" ", r"(?<![0-9]) +| +(?![0-9])", ""),
        (" ", r" {2,}", " "),
        ("--", r"-{2,}", "~"),
        ("~", r"[~-]*~[~-]*", "~"),
        ("O", r"(?<=[0-9])O(?=[0-9年])", "0"),
        ("o", r"(?<=[0-9])o(?=[0-9年])", "0"),
        ("O", r"(?<=[一二三四五六七八九〇])[O0]+(?=[一二三四五六七八九〇年])", "〇"),
        ("0", r"(?<=[一二三四五六七八九〇])[O0]+(?=[一二三四五六七八九〇年])", "〇"),
        # 月低 typed for 月底
        ("低", r"(?<=[年月])低(?=前|以前|之前|完|建|开|竣|投|\Z|[,;。)~-])", "底"),
        ("。", r"(?<=[0-9])。(?=[0-9])", "."),
        ("·", r"(?<=[0-9])·(?=[0-9])", "."),
        # a Chinese one typed for a dash: 1一9月, 2021年3月一2022年6月
        ("一", r"(?<=[0-9年月日号])一(?=[0-9])", "~"),
    )
)
