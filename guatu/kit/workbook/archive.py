"""The zip around an xlsx: measured before and while it is unpacked, then packed anew.

Declared sizes lie, and two zip readers may disagree about one crafted file. So every part is
unpacked here under a count, and the parser is given a fresh archive of the parts that were
looked at, never the original.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping

from guatu.domain.words import N_
from guatu.kit.workbook.limits import Limits
from guatu.kit.workbook.refusals import RefusalCode, refused

_CHUNK = 1 << 18
_DIRECTORY_ENTRY = 600  # generous bytes for one entry of the central directory
_FOREIGN_MARKUP = tuple(
    mark.encode(encoding)
    for mark in ("<!DOCTYPE", "<!ENTITY")
    for encoding in ("ascii", "utf-16-le", "utf-16-be")
)


def unpack(raw: bytes, limits: Limits) -> dict[str, bytes]:
    """The XML parts of an xlsx by name; raises ``WorkbookRefused`` for anything unsafe."""
    _refuse_large_directory(raw, limits)
    try:
        entries = zipfile.ZipFile(io.BytesIO(raw)).infolist()
    except (zipfile.BadZipFile, ValueError, RuntimeError, OSError, EOFError) as error:
        raise refused(RefusalCode.CORRUPTED) from error
    _refuse_by_directory(entries, limits)
    _refuse_by_names({entry.filename for entry in entries})
    parts = dict(_unpacked(raw, entries, limits))
    _refuse_by_types(parts.get("[Content_Types].xml", b""))
    return parts


def pack(parts: Mapping[str, bytes]) -> bytes:
    """A plain archive of ``parts``, stored without compression."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    return target.getvalue()


def _refuse_large_directory(raw: bytes, limits: Limits) -> None:
    """Before ``zipfile`` builds an object for each of a million entries."""
    end = raw.rfind(b"PK\x05\x06", max(0, len(raw) - 65_557))
    if end < 0 or end + 22 > len(raw):
        raise refused(RefusalCode.CORRUPTED)
    count, size = struct.unpack_from("<HL", raw, end + 10)
    if count > limits.parts or size > limits.parts * _DIRECTORY_ENTRY:
        raise refused(RefusalCode.TOO_MANY_PARTS, count=count, limit=limits.parts)


def _refuse_by_directory(entries: list[zipfile.ZipInfo], limits: Limits) -> None:
    if len(entries) > limits.parts:
        raise refused(RefusalCode.TOO_MANY_PARTS, count=len(entries), limit=limits.parts)
    total, seen = 0, set()
    for entry in entries:
        name = entry.filename
        if _is_unsafe(name) or name.casefold() in seen:
            raise refused(RefusalCode.UNSAFE_ARCHIVE, part=name[:80])
        seen.add(name.casefold())
        if entry.flag_bits & 0x1:
            raise refused(RefusalCode.ENCRYPTED)
        total += entry.file_size
        large = entry.file_size > limits.part_bytes or total > limits.unpacked_bytes
        if large or _is_dense(entry, entry.file_size, limits):
            raise refused(RefusalCode.ZIP_BOMB, part=name[:80])


def _is_unsafe(name: str) -> bool:
    parts = name.replace("\\", "/").split("/")
    return ".." in parts or name.startswith(("/", "\\")) or ":" in name or "\x00" in name


def _is_dense(entry: zipfile.ZipInfo, size: int, limits: Limits) -> bool:
    return size > limits.ratio_from and size > entry.compress_size * limits.ratio


def _refuse_by_names(names: set[str]) -> None:
    lowered = {name.lower() for name in names}
    if any(name.endswith("vbaproject.bin") or "/macrosheets/" in name for name in lowered):
        raise refused(RefusalCode.MACRO)
    if "xl/workbook.xml" in lowered:
        return
    for marker, found in _OTHER_ARCHIVES.items():
        if any(name.startswith(marker) for name in lowered):
            code = RefusalCode.OTHER_FORMAT if marker in _OTHER_SHEETS else RefusalCode.RENAMED
            raise refused(code, found=found)
    raise refused(RefusalCode.RENAMED, found=N_("压缩包"))


def _refuse_by_types(content_types: bytes) -> None:
    if b"macroenabled" in content_types.lower():
        raise refused(RefusalCode.MACRO)


def _unpacked(
    raw: bytes, entries: list[zipfile.ZipInfo], limits: Limits
) -> Iterator[tuple[str, bytes]]:
    total = 0
    for entry in entries:
        content = _content(raw, entry, limits, limits.unpacked_bytes - total)
        total += len(content)
        if entry.filename.lower().endswith((".xml", ".rels")):
            _refuse_foreign_markup(entry.filename, content)
            yield entry.filename, content


def _content(raw: bytes, entry: zipfile.ZipInfo, limits: Limits, room: int) -> bytes:
    """The part, unpacked by count: never more than declared, allowed or still left."""
    ceiling = min(entry.file_size, limits.part_bytes, room)
    content, checksum = bytearray(), 0
    for piece in _pieces(raw, entry):
        content += piece
        checksum = zlib.crc32(piece, checksum)
        if len(content) > ceiling:
            raise refused(RefusalCode.ZIP_BOMB, part=entry.filename[:80])
    if len(content) != entry.file_size or checksum != entry.CRC:
        raise refused(RefusalCode.CORRUPTED)
    return bytes(content)


def _pieces(raw: bytes, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    packed = _packed(raw, entry)
    if entry.compress_type == zipfile.ZIP_STORED:
        yield bytes(packed)
        return
    if entry.compress_type != zipfile.ZIP_DEFLATED:
        raise refused(RefusalCode.CORRUPTED)
    inflate = zlib.decompressobj(-15)
    waiting: bytes | memoryview = packed
    try:
        while not inflate.eof and len(waiting):
            yield inflate.decompress(waiting, _CHUNK)
            waiting = inflate.unconsumed_tail
    except zlib.error as error:
        raise refused(RefusalCode.CORRUPTED) from error


def _packed(raw: bytes, entry: zipfile.ZipInfo) -> memoryview:
    head = entry.header_offset
    if head < 0 or raw[head : head + 4] != b"PK\x03\x04" or head + 30 > len(raw):
        raise refused(RefusalCode.CORRUPTED)
    name_length, extra_length = struct.unpack_from("<HH", raw, head + 26)
    start = head + 30 + name_length + extra_length
    if start + entry.compress_size > len(raw):
        raise refused(RefusalCode.CORRUPTED)
    return memoryview(raw)[start : start + entry.compress_size]


def _refuse_foreign_markup(name: str, content: bytes) -> None:
    if any(mark in content for mark in _FOREIGN_MARKUP):
        raise refused(RefusalCode.EXTERNAL_ENTITY, part=name[:80])


_OTHER_SHEETS = {"xl/workbook.bin", "mimetype"}
_OTHER_ARCHIVES = {
    "xl/workbook.bin": N_("二进制工作簿（.xlsb）"),
    "word/": N_("Word 文档"),
    "ppt/": N_("演示文稿"),
    "ofd.xml": N_("OFD 文档"),
    "mimetype": N_("OpenDocument 表格（.ods）"),
}
