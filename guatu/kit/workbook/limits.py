"""How much of a stranger's file is read at all."""

from __future__ import annotations

from dataclasses import dataclass

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Ceilings for one upload; sizes in bytes, times in seconds.

    ``ratio`` (unpacked to packed) only counts for parts above ``ratio_from``: small repetitive
    parts pack a thousandfold without harm. ``rows``, ``columns`` and ``cells`` are about the
    area that holds values, not the one the file claims.
    """

    file_bytes: int = 20 * MEGABYTE
    unpacked_bytes: int = 64 * MEGABYTE
    part_bytes: int = 32 * MEGABYTE
    ratio: int = 100
    ratio_from: int = MEGABYTE
    parts: int = 1000
    sheets: int = 100
    rows: int = 50_000
    columns: int = 200
    cells: int = 2_000_000
    merges: int = 200_000
    seconds: int = 10
    memory_bytes: int = 512 * MEGABYTE
