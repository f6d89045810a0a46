"""The OLE2 compound file around an .xls or .et: names and streams, nothing more.

[MS-CFB] sections 2.2 to 2.6. Every chain is followed at most as often as the file has sectors.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from guatu.kit.workbook.refusals import RefusalCode, refused

_END = 0xFFFFFFFA  # from here up, sector numbers are marks
_STREAM, _ROOT = 2, 5


@dataclass(frozen=True, slots=True)
class Entry:
    name: str
    kind: int
    start: int
    size: int


class Compound:
    """``names`` of all entries and ``stream(name)``; a damaged file is refused."""

    def __init__(self, raw: bytes) -> None:
        self._raw = raw
        try:
            self._read_header()
            self._entries = list(self._directory())
        except (struct.error, ValueError) as error:
            raise refused(RefusalCode.CORRUPTED) from error
        self.names = {entry.name for entry in self._entries}

    def stream(self, name: str) -> bytes:
        """The bytes of the stream ``name``; empty if there is none."""
        entry = next((e for e in self._entries if e.name == name and e.kind == _STREAM), None)
        if entry is None:
            return b""
        if entry.size < self._mini_cutoff:
            return self._mini_stream(entry)
        content = b"".join(self._chain(entry.start))
        if len(content) < entry.size:
            raise refused(RefusalCode.CORRUPTED)
        return content[: entry.size]

    def _read_header(self) -> None:
        raw = self._raw
        shift, self._mini_shift = struct.unpack_from("<HH", raw, 30)
        if shift not in (9, 12) or self._mini_shift != 6:
            raise ValueError(shift)
        self._sector = 1 << shift
        self._most = len(raw) // self._sector + 1
        self._first_directory, self._mini_cutoff, self._first_mini = struct.unpack_from(
            "<L4xLL", raw, 48
        )
        self._fat = self._read_fat()

    def _read_fat(self) -> list[int]:
        numbers = list(struct.unpack_from("<109L", self._raw, 76))
        following, count = struct.unpack_from("<LL", self._raw, 68)
        for _ in range(min(count, self._most)):
            if following >= _END:
                break
            block = struct.unpack(f"<{self._sector // 4}L", self._at(following))
            numbers += block[:-1]
            following = block[-1]
        fat: list[int] = []
        for number in numbers[: self._most]:
            if number < _END:
                fat += struct.unpack(f"<{self._sector // 4}L", self._at(number))
        return fat

    def _at(self, number: int) -> bytes:
        start = (number + 1) * self._sector
        block = self._raw[start : start + self._sector]
        if len(block) < self._sector:
            block = block.ljust(self._sector, b"\x00") if block else b""
        if not block:
            raise ValueError(number)
        return block

    def _chain(self, number: int) -> Iterator[bytes]:
        for _ in range(self._most):
            if number >= _END:
                return
            yield self._at(number)
            if number >= len(self._fat):
                raise refused(RefusalCode.CORRUPTED)
            number = self._fat[number]
        raise refused(RefusalCode.CORRUPTED)

    def _directory(self) -> Iterator[Entry]:
        for block in self._chain(self._first_directory):
            for at in range(0, len(block), 128):
                length, kind = struct.unpack_from("<HB", block, at + 64)
                if kind and 2 <= length <= 64:
                    name = block[at : at + length - 2].decode("utf-16-le", "replace")
                    start, size = struct.unpack_from("<LL", block, at + 116)
                    yield Entry(name, kind, start, size)

    def _mini_stream(self, entry: Entry) -> bytes:
        root = next((e for e in self._entries if e.kind == _ROOT), None)
        if root is None:
            raise refused(RefusalCode.CORRUPTED)
        container = b"".join(self._chain(root.start)) if root.size else b""
        table = b"".join(self._chain(self._first_mini))
        links = struct.unpack(f"<{len(table) // 4}L", table)
        pieces: list[bytes] = []
        number = entry.start
        while number < len(links) and len(pieces) <= len(links):
            pieces.append(container[number << 6 : (number + 1) << 6])
            number = links[number]
        return b"".join(pieces)[: entry.size]
