"""Many files at once: workbooks as they are, and those in a .zip, taken out under limits."""

from __future__ import annotations

import io
import lzma
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from guatu.domain.words import N_, Sentence, say
from guatu.kit.workbook.limits import MEGABYTE

#: Files of one parcel, and how much they may be together when unpacked.
MOST_FILES = 600
MOST_BYTES = 256 * MEGABYTE
ONE_FILE = 10 * MEGABYTE
_WORKBOOK = "[Content_Types].xml"
#: What a damaged, locked or hostile archive raises, each kind of compression in its own way.
_UNREADABLE = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, ValueError, RuntimeError,
    MemoryError,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Brought:
    name: str
    raw: bytes


@dataclass(slots=True)
class Parcel:
    """The workbooks, and sentences about what was left aside."""

    files: list[Brought] = field(default_factory=list)
    notes: list[Sentence] = field(default_factory=list)


def opened(files: Sequence[Brought]) -> Parcel:
    """The workbooks among ``files``, those in archives too; an archive in an archive stays shut."""
    parcel, left = Parcel(), MOST_BYTES
    for file in files:
        found = _unpacked(file, parcel, left) if _is_archive(file.raw) else iter([file])
        for one in found:
            left -= len(one.raw)
            if len(parcel.files) >= MOST_FILES or left < 0:
                words = N_("一次最多 {n} 个文件、{mb} MB，其余的没有读，请分几次交回。")
                parcel.notes.append(say(words, n=MOST_FILES, mb=MOST_BYTES // MEGABYTE))
                return parcel
            parcel.files.append(one)
    return parcel


def _is_archive(raw: bytes) -> bool:
    """A .zip that is no workbook itself; a broken one is left to who opens workbooks."""
    if not raw.startswith(b"PK\x03\x04"):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            return _WORKBOOK not in archive.namelist()
    except _UNREADABLE:
        return False


def _unpacked(file: Brought, parcel: Parcel, left: int) -> Iterator[Brought]:
    with zipfile.ZipFile(io.BytesIO(file.raw)) as archive:
        for entry in archive.infolist()[: MOST_FILES * 2]:
            name = _name(entry)
            if entry.is_dir() or _is_noise(name):
                continue
            try:
                raw = _bytes(archive, entry, left)
            except _UNREADABLE:
                words = N_("“{zip}”里的“{name}”打不开（有密码或已损坏），没有读。")
                parcel.notes.append(say(words, zip=file.name[:80], name=name[:80]))
                continue
            if raw is None:
                words = N_("“{zip}”里的“{name}”超过 {mb} MB，没有读。")
                most = ONE_FILE // MEGABYTE
                parcel.notes.append(say(words, zip=file.name[:80], name=name[:80], mb=most))
                continue
            left -= len(raw)
            yield Brought(name, raw)


def _bytes(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, left: int) -> bytes | None:
    """None when it is larger than it may be; what the directory declares is not believed."""
    most = min(ONE_FILE, max(0, left))
    with archive.open(entry) as source:
        raw = source.read(most + 1)
    return None if len(raw) > most else raw


def _name(entry: zipfile.ZipInfo) -> str:
    """Chinese Windows writes names in GBK and says that they are not UTF-8."""
    name = entry.filename
    if not entry.flag_bits & 0x800:
        try:
            name = name.encode("cp437").decode("gb18030")
        except (UnicodeEncodeError, UnicodeDecodeError):
            name = entry.filename
    return PurePosixPath(name.replace("\\", "/")).name


def _is_noise(name: str) -> bool:
    """What programs leave beside workbooks that are open, and what other systems add."""
    return name.startswith(("~$", ".", "__MACOSX")) or name in ("Thumbs.db", "desktop.ini")
