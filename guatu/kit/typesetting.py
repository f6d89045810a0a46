"""Pages as PDF by typst, behind one small door.

Fonts: the city's own folder first (``settings.FONTS_DIR``), the packaged Noto faces last, never
those of the machine: a paper looks the same wherever it is set. A character that none of them has
becomes 〓, never a blank box.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings

from guatu.kit.glyphs import characters_of, font_files, without_gaps

if TYPE_CHECKING:
    from typst import Fonts


def compile(
    source: str, inputs: Mapping[str, str] | None = None, images: Mapping[str, bytes] | None = None
) -> bytes:
    """``source`` as PDF; ``inputs`` are its ``sys.inputs``, ``images`` files beside it by name."""
    # Imported here: 40 MB that only who sets pages in type should pay.
    import typst

    folders = _folders(str(getattr(settings, "FONTS_DIR", None) or ""))
    have = _characters(folders)
    drawn = {name: _drawable(name, raw, have) for name, raw in (images or {}).items()}
    files: Any = {"main.typ": source.encode(), **drawn}  # its stubs know a single file only
    pdf: bytes = typst.compile(
        files,
        font_paths=_fonts(folders),
        ignore_system_fonts=True,
        sys_inputs={name: without_gaps(text, have) for name, text in (inputs or {}).items()},
    )
    return pdf


def _drawable(name: str, raw: bytes, have: frozenset[int]) -> bytes:
    return without_gaps(raw.decode(), have).encode() if name.endswith(".svg") else raw


@lru_cache(maxsize=4)
def _folders(own: str) -> tuple[str, ...]:
    import pylopdf_fonts_zh_cn

    packaged = str(Path(pylopdf_fonts_zh_cn.serif_path()).parent)
    return (own, packaged) if own and Path(own).is_dir() else (packaged,)


@lru_cache(maxsize=4)
def _fonts(folders: tuple[str, ...]) -> Fonts:
    """Read once: to look through a folder of fonts takes longer than to set a page."""
    import typst

    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=True, font_paths=list(folders)
    )


@lru_cache(maxsize=4)
def _characters(folders: tuple[str, ...]) -> frozenset[int]:
    return characters_of(font_files(folders))
