"""The zip around a bundle: only what belongs there, and never more than was agreed."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Mapping, Sequence

from guatu.domain.bundles.manifest import (
    MANIFEST,
    OLD_PARTS,
    PARTS,
    SIGNATURE,
    BadBundle,
    names_missing,
)
from guatu.domain.words import say

#: Unpacked bytes of each file of the archive; a month of 100,000 projects has some 30 MB.
LIMITS = {MANIFEST: 64 * 1024, SIGNATURE: 1024, **dict.fromkeys(PARTS, 64 * 1024 * 1024)}
_STAMP = (2020, 1, 1, 0, 0, 0)
_ENCRYPTED = 0x1
_COMPRESSIONS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_UNREADABLE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError)


def pack(files: Mapping[str, bytes]) -> bytes:
    """The same files give the same bytes."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, _STAMP)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    return target.getvalue()


def unpack(raw: bytes) -> dict[str, bytes]:
    """Each file by name; raises ``BadBundle`` for anything else than a whole bundle of some
    version; which parts there have to be is known once the manifest may be believed."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            entries = archive.infolist()
            _refuse_strangers([entry.filename for entry in entries])
            return {entry.filename: _content(archive, entry) for entry in entries}
    except _UNREADABLE as error:
        raise BadBundle(say("文件不是数据包，或没有拷完整，打不开。请从对端重新拷贝。")) from error


def _refuse_strangers(names: list[str]) -> None:
    for name in names:
        if name not in LIMITS:
            raise BadBundle(
                say("数据包里有不该有的文件“{name}”，整包不接收。", name=repr(name[:60])[1:-1])
            )
    if len(set(names)) < len(names):
        raise BadBundle(say("数据包里有重名的文件，整包不接收。"))
    _refuse_missing(names, OLD_PARTS)


def require_parts(names: Sequence[str], parts: Sequence[str]) -> None:
    """Raises ``BadBundle`` unless there are exactly these parts."""
    _refuse_missing(names, parts)
    for name in names:
        if name in PARTS and name not in parts:
            raise BadBundle(say("数据包里有不该有的文件“{name}”，整包不接收。", name=name))


def _refuse_missing(names: Sequence[str], parts: Sequence[str]) -> None:
    if missing := names_missing(names, parts):
        raise BadBundle(say("数据包里缺“{name}”，整包不接收。", name=missing[0]))


def _content(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """Counted while it is unpacked: what an archive says of its sizes may be wrong."""
    limit = LIMITS[entry.filename]
    if entry.flag_bits & _ENCRYPTED:
        raise BadBundle(say("数据包里有加了密码的文件，整包不接收。"))
    if entry.compress_type not in _COMPRESSIONS:
        words = say("数据包的“{name}”压缩的方法不对，整包不接收。", name=entry.filename)
        raise BadBundle(words)
    with archive.open(entry) as source:
        content = source.read(limit + 1)
    if len(content) > limit:
        raise BadBundle(
            say(
                "数据包的“{name}”展开后超过 {limit} MB，整包不接收。",
                name=entry.filename,
                limit=max(1, limit // (1024 * 1024)),
            )
        )
    return content
