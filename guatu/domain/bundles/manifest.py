"""What a bundle says of itself: who made it, its place in the chain, the digest of each part.

The bytes of the manifest are what is signed; its digest names the bundle in the next one.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from guatu.domain.words import Sentence, say

FORMAT = "guatu-bundle"
VERSION = 3
#: Version 1 told of no month that was taken back, versions 1 and 2 of no lists of work and not
#: how the journal stood; all are read as they were.
READ = (1, 2, VERSION)
_WITH_LISTS = 3
PROJECTS, PROGRESS, LISTS = "projects.jsonl", "progress.jsonl", "lists.jsonl"
PARTS = (PROJECTS, PROGRESS, LISTS)
OLD_PARTS = (PROJECTS, PROGRESS)
MANIFEST, SIGNATURE = "manifest.json", "signature"
#: Said before the manifest is signed, so that a signature for something else is none for this.
PURPOSE = b"guatu-bundle-v1\n"
_HEX = re.compile(r"[0-9a-f]{64}")


class BadBundle(Exception):
    """Why a bundle is refused as a whole, in a sentence."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class Part:
    """``size`` in bytes, ``digest`` the SHA-256 of its content in hex."""

    name: str
    rows: int
    size: int
    digest: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """``key`` is the fingerprint of the maker's public key, ``previous`` the digest of the bundle
    before, "" for number 1; the journal of the maker is known from ``since`` (left out) to
    ``until``. ``since_head`` and ``until_head`` are the heads of that journal at these numbers,
    "" at number 0 and in bundles of a version before 3."""

    key: str
    region: str
    government: str
    number: int
    previous: str
    made_at: datetime
    made_by: str
    since: int
    until: int
    parts: tuple[Part, ...]
    since_head: str = ""
    until_head: str = ""
    version: int = VERSION

    def as_bytes(self) -> bytes:
        heads = {"since_head": self.since_head, "until_head": self.until_head}
        return canonical(
            {
                **(heads if self.version >= _WITH_LISTS else {}),
                "format": FORMAT,
                "version": self.version,
                "key": self.key,
                "region": self.region,
                "government": self.government,
                "number": self.number,
                "previous": self.previous,
                "made_at": self.made_at.isoformat(),
                "made_by": self.made_by,
                "since": self.since,
                "until": self.until,
                "parts": [
                    {"name": p.name, "rows": p.rows, "bytes": p.size, "sha256": p.digest}
                    for p in self.parts
                ],
            }
        )

    @property
    def digest(self) -> str:
        return digest_of(self.as_bytes())


def part_of(name: str, raw: bytes, rows: int) -> Part:
    return Part(name, rows, len(raw), digest_of(raw))


def digest_of(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()


def canonical(value: Mapping[str, Any]) -> bytes:
    """One way of writing a value, whoever writes it."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode()


def key_of(raw: bytes) -> str:
    """The fingerprint that a manifest names, before anything in it is believed.

    Raises ``BadBundle`` for what is no manifest, and for one that a newer version has made.
    """
    said = _parsed(raw)
    key = said.get("key")
    if not isinstance(key, str) or not _HEX.fullmatch(key):
        raise BadBundle(_UNREADABLE)
    return key


def manifest_from(raw: bytes) -> Manifest:
    """Raises ``BadBundle`` unless ``raw`` is exactly what its version would have written."""
    said = _parsed(raw)
    try:
        manifest = Manifest(
            key=_text(said["key"]),
            region=_text(said["region"]),
            government=_text(said["government"]),
            number=_count(said["number"]),
            previous=_text(said["previous"]),
            made_at=datetime.fromisoformat(_text(said["made_at"])),
            made_by=_text(said["made_by"]),
            since=_count(said["since"]),
            until=_count(said["until"]),
            parts=tuple(_part(one) for one in said["parts"]),
            since_head=_head(said.get("since_head", "")),
            until_head=_head(said.get("until_head", "")),
            version=_count(said["version"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise BadBundle(_UNREADABLE) from error
    if not _is_sound(manifest) or manifest.as_bytes() != raw:
        raise BadBundle(_UNREADABLE)
    return manifest


def _is_sound(manifest: Manifest) -> bool:
    names = tuple(part.name for part in manifest.parts)
    zoned = manifest.made_at.tzinfo is not None
    forward = 0 <= manifest.since <= manifest.until
    whole = names == parts_of(manifest.version) and zoned and forward and manifest.number >= 1
    return whole and (manifest.version < _WITH_LISTS or _has_heads(manifest))


def _has_heads(manifest: Manifest) -> bool:
    """At both ends, but for number 0, where there is nothing yet."""
    ends = ((manifest.since, manifest.since_head), (manifest.until, manifest.until_head))
    return all(bool(head) == (number > 0) for number, head in ends)


def parts_of(version: int) -> tuple[str, ...]:
    """The parts that a bundle of this version holds, in their order."""
    return PARTS if version >= _WITH_LISTS else OLD_PARTS


def check_part(part: Part, raw: bytes) -> None:
    """Raises ``BadBundle`` unless ``raw`` is the part that was signed."""
    if len(raw) != part.size or digest_of(raw) != part.digest:
        raise BadBundle(
            say(
                "数据包的“{part}”与签名不符，内容被改动过或没有拷完整，整包不接收。"
                "请从对端重新拷贝。",
                part=part.name,
            )
        )


@dataclass(frozen=True, slots=True)
class Known:
    """The bundle of a sender that was entered last: its number (0 for none) and digest, and the
    place in the journal there up to which it told (None: not known) with the head there."""

    number: int = 0
    digest: str = ""
    until: int | None = None
    head: str = ""


def check_chain(manifest: Manifest, known: Known) -> None:
    """Raises ``BadBundle`` unless it follows what is ``known`` of the same sender.

    Number 3 follows 2 when it names the digest of 2 and takes up the journal there where 2 left
    it, at the same head; 2 again was received before, and before 5 those from 3 to 4 are missing.
    """
    last = known.number
    if manifest.number <= last:
        raise BadBundle(say("第 {n} 号数据包已经接收过，不重复接收。", n=manifest.number))
    if manifest.number > last + 1:
        raise BadBundle(_missing(last + 1, manifest.number - 1, manifest.number))
    if manifest.previous != known.digest:
        raise BadBundle(
            say(
                "第 {n} 号数据包与已接收的第 {last} 号不衔接：它接的是另一个第 {last} 号。"
                "请让对端核对送出过哪些数据包。",
                n=manifest.number,
                last=last,
            )
        )
    if known.until is not None:
        _check_journal(manifest, known.until, known.head)


def _check_journal(manifest: Manifest, until: int, head: str) -> None:
    """The journal there goes on where it was left, and was not rewritten before that."""
    if manifest.since > until:
        raise BadBundle(
            say(
                "第 {n} 号数据包从对端日志第 {since} 号之后记起，本网只接收到第 {until} 号，"
                "中间缺 {gap} 条。请让对端核对送出过哪些数据包。",
                n=manifest.number,
                since=manifest.since,
                until=until,
                gap=manifest.since - until,
            )
        )
    if manifest.since < until:
        raise BadBundle(
            say(
                "第 {n} 号数据包从对端日志第 {since} 号之后记起，本网已接收到第 {until} 号："
                "它比已接收的旧，不接收。对端可能恢复过旧备份，请核对。",
                n=manifest.number,
                since=manifest.since,
                until=until,
            )
        )
    if head and manifest.since_head != head:
        raise BadBundle(
            say(
                "对端日志第 {until} 号以前的内容与上次送来时不同：被改动过，或恢复过旧备份。"
                "第 {n} 号数据包不接收，请对端核对后更换密钥，从第 1 号重新送。",
                until=until,
                n=manifest.number,
            )
        )


def _missing(first: int, last: int, number: int) -> Sentence:
    if first == last:
        return say(
            "这是第 {n} 号数据包，还缺第 {first} 号。请先接收第 {first} 号。", n=number, first=first
        )
    return say(
        "这是第 {n} 号数据包，还缺第 {first} 号到第 {last} 号。请从第 {first} 号起依次接收。",
        n=number,
        first=first,
        last=last,
    )


def _parsed(raw: bytes) -> Mapping[str, Any]:
    try:
        said = json.loads(raw.decode())
    except (ValueError, RecursionError) as error:
        raise BadBundle(_UNREADABLE) from error
    if not isinstance(said, dict) or said.get("format") != FORMAT:
        raise BadBundle(_UNREADABLE)
    version = said.get("version")
    if isinstance(version, int) and version > VERSION:
        raise BadBundle(
            say(
                "数据包由更新版本的系统制作（格式 {theirs}，本系统只懂 {ours}），请先升级本系统。",
                theirs=version,
                ours=VERSION,
            )
        )
    if version not in READ:
        raise BadBundle(_UNREADABLE)
    return said


def _part(said: Mapping[str, Any]) -> Part:
    digest = _text(said["sha256"])
    return Part(_text(said["name"]), _count(said["rows"]), _count(said["bytes"]), digest)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def _head(value: object) -> str:
    found = _text(value)
    if found and not _HEX.fullmatch(found):
        raise ValueError(value)
    return found


def _count(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise TypeError(value)
    return value


def names_missing(found: Sequence[str], parts: Sequence[str]) -> list[str]:
    """What a bundle with these parts must hold and ``found`` does not."""
    return [name for name in (MANIFEST, SIGNATURE, *parts) if name not in found]


_UNREADABLE = say("这不是本系统制作的数据包，或者文件不完整。请从对端重新拷贝。")
