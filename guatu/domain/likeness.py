"""How much of a short Chinese text another one repeats: for offering the likely answer."""

from __future__ import annotations

from collections.abc import Iterable

#: Words that nearly every target or project has; they say nothing of what it is about.
COMMON = ("示例", "项目", "工程", "建设", "完成", "新增", "实施", "提升")


def likeness(wanted: str, text: str) -> float:
    """The share of ``wanted``'s neighbouring characters that stand together in ``text`` too.

    改造农贸市场 in 农贸市场标准化改造项目: 改造, 农贸, 贸市, 市场 of five pairs → 0.8. 0.0 where
    nothing is left to compare.
    """
    pairs = _pairs(wanted)
    return len(pairs & _pairs(text)) / len(pairs) if pairs else 0.0


def _pairs(text: str) -> set[str]:
    return set(_neighbours(_without_common(text)))


def _neighbours(parts: Iterable[str]) -> Iterable[str]:
    for part in parts:
        yield from (part[i : i + 2] for i in range(len(part) - 1))


def _without_common(text: str) -> list[str]:
    for word in COMMON:
        text = text.replace(word, " ")
    return text.split()
