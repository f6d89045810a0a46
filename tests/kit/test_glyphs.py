"""Which characters a font can show, read from the font itself."""

from __future__ import annotations

from pathlib import Path
from struct import pack

import pylopdf_fonts_zh_cn
import pytest

from guatu.kit.glyphs import characters_of, font_files, without_gaps

SEGMENTS = pack(">HHHHHHH", 4, 0, 0, 4, 0, 0, 0) + pack(">HHHHH", 0x5802, 0xFFFF, 0, 0x5800, 0xFFFF)
GROUPS = pack(">HHIII", 12, 0, 0, 0, 1) + pack(">III", 0x2C3CE, 0x2C3CF, 7)


def face(subtable: bytes, at: int = 0) -> bytes:
    """A font that has nothing but a ``cmap`` with one subtable, to lie ``at`` in its file."""
    table = pack(">HHHHI", 0, 1, 3, 10, 12) + subtable
    return pack(">IHHHH", 0x00010000, 1, 0, 0, 0) + pack(">4sIII", b"cmap", 0, at + 28, 0) + table


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "segments.ttf").write_bytes(face(SEGMENTS))
    (tmp_path / "inside").mkdir()
    first, start = face(GROUPS, 16), 16
    head = b"ttcf" + pack(">III", 0x00010000, 1, start)
    (tmp_path / "inside" / "groups.TTC").write_bytes(head + first)
    (tmp_path / "readme.txt").write_text("no font")
    return tmp_path


def test_segments_and_groups_of_all_fonts_below_a_folder_count(folder: Path) -> None:
    files = font_files([str(folder)])
    assert [path.name for path in files] == ["groups.TTC", "segments.ttf"]
    found = characters_of(files)
    assert {0x5800, 0x5801, 0x5802, 0x2C3CE, 0x2C3CF} <= found
    assert found.isdisjoint({0x57FF, 0x5803, 0x2C3D0})


def test_a_broken_font_has_no_characters_and_stops_nothing(folder: Path) -> None:
    (folder / "cut.otf").write_bytes(face(SEGMENTS)[:35])
    (folder / "empty.otf").write_bytes(b"")
    assert 0x5800 in characters_of(font_files([str(folder)]))


def test_the_packaged_fonts_have_rare_characters_of_names_and_units() -> None:
    have = characters_of([Path(pylopdf_fonts_zh_cn.sans_path())])
    assert without_gaps("陈堃 李喆 120 ㎡ 𬭎", have) == "陈堃 李喆 120 ㎡ 𬭎"


def test_a_character_that_no_font_has_is_shown_as_missing() -> None:
    have = frozenset(map(ord, "示例项目"))
    assert without_gaps("示例𠀀项目", have) == "示例〓项目"
    assert without_gaps("示例\n项目", have) == "示例\n项目"
