"""Which characters a font has a glyph for, read from its ``cmap`` (OpenType, formats 4 and 12)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from struct import error, unpack_from
from unicodedata import category

#: What Chinese typesetting puts where a character is missing: seen at once, and no blank box.
GETA = "〓"
#: Kinds of characters that need no glyph: breaks, blanks, signs of format. Those of a newer Unicode
#: than Python's, and of private use, need one.
UNSEEN = ("Cc", "Cf", "Zl", "Zp", "Zs")
FONT_ENDINGS = (".otf", ".ttf", ".ttc", ".otc")


def without_gaps(text: str, have: frozenset[int]) -> str:
    """``text`` with 〓 for each character that no font has."""
    missing = {c for c in set(text) if ord(c) not in have and category(c) not in UNSEEN}
    return text.translate({ord(c): GETA for c in missing}) if missing else text


def font_files(folders: Iterable[str]) -> list[Path]:
    found = (path for folder in folders for path in sorted(Path(folder).rglob("*")))
    return [path for path in found if path.suffix.lower() in FONT_ENDINGS]


def characters_of(files: Iterable[Path]) -> frozenset[int]:
    """All code points for which one of the fonts has a glyph; broken files have none."""
    return frozenset().union(*(_of_file(path) for path in files))


@lru_cache(maxsize=64)
def _of_file(path: Path) -> frozenset[int]:
    try:
        return frozenset(_of_faces(path.read_bytes()))
    except (OSError, error):
        return frozenset()


def _of_faces(raw: bytes) -> Iterator[int]:
    starts = [0]
    if raw[:4] == b"ttcf":
        (count,) = unpack_from(">I", raw, 8)
        starts = list(unpack_from(f">{count}I", raw, 12))
    for start in starts:
        yield from _of_face(raw, start)


def _of_face(raw: bytes, start: int) -> Iterator[int]:
    (tables,) = unpack_from(">H", raw, start + 4)
    for place in range(tables):
        tag, _, offset, _ = unpack_from(">4sIII", raw, start + 12 + 16 * place)
        if tag == b"cmap":
            (count,) = unpack_from(">H", raw, offset + 2)
            subs = {unpack_from(">I", raw, offset + 8 + 8 * i)[0] for i in range(count)}
            for sub in subs:
                yield from _of_subtable(raw, offset + sub)


def _of_subtable(raw: bytes, at: int) -> Iterator[int]:
    (kind,) = unpack_from(">H", raw, at)
    if kind == 12:
        (groups,) = unpack_from(">I", raw, at + 12)
        for place in range(groups):
            first, last, _ = unpack_from(">III", raw, at + 16 + 12 * place)
            yield from range(first, last + 1)
    elif kind == 4:
        count = unpack_from(">H", raw, at + 6)[0] // 2
        ends = unpack_from(f">{count}H", raw, at + 14)
        begins = unpack_from(f">{count}H", raw, at + 16 + 2 * count)
        for first, last in zip(begins, ends, strict=True):
            yield from range(first, min(last, 0xFFFE) + 1)
