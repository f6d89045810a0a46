"""Files handed in as evidence: what is taken, how it is told, how it is kept.

A kind of evidence takes the formats that can be that: a spreadsheet is no photograph. What a file
is follows from its first bytes, not from its name. Kept outside the web root by digest.
"""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from io import BytesIO

from django.conf import settings

from guatu.dispatches.choices import EvidenceKind
from guatu.domain.words import N_, Sentence, say
from guatu.kit import files
from guatu.kit.refusals import Refusal

MOST = 10
NAME_LENGTH = 120


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it came; ``kind`` is what its sender calls it."""

    name: str
    raw: bytes
    kind: str


@dataclass(frozen=True, slots=True)
class Checked:
    """A file that may be kept; ``raw`` has lost what a photograph says of place and device."""

    name: str
    raw: bytes
    kind: str
    media: str


@dataclass(frozen=True, slots=True)
class Format:
    media: str
    endings: tuple[str, ...]
    name: str


PDF = Format("application/pdf", (".pdf",), "PDF")
OFD = Format("application/ofd", (".ofd",), "OFD")
DOCX = Format(
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document", (".docx",), "Word"
)
XLSX = Format(
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", (".xlsx",), "Excel"
)
JPEG = Format("image/jpeg", (".jpg", ".jpeg"), "JPG")
PNG = Format("image/png", (".png",), "PNG")
TAKEN: dict[str, tuple[Format, ...]] = {
    EvidenceKind.DOCUMENT: (PDF, OFD, DOCX, XLSX, JPEG, PNG),
    EvidenceKind.PHOTO: (JPEG, PNG),
    EvidenceKind.FIGURES: (XLSX, PDF),
}


def check(upload: Upload) -> Checked:
    """``upload`` as it will be kept; a refusal at ``evidence`` names the file and what is taken."""
    name = clean_name(upload.name)
    if upload.kind not in TAKEN:
        raise _refused(say(N_("“{name}”没有选材料种类，请选择后再交。"), name=name))
    if not upload.raw:
        raise _refused(say(N_("“{name}”是空文件，请重新选择。"), name=name))
    if len(upload.raw) > settings.UPLOAD_LIMIT:
        most = settings.UPLOAD_LIMIT // 1024 // 1024
        raise _refused(say(N_("“{name}”超过 {most} MB，请压缩或分开上传。"), name=name, most=most))
    found = _format(upload.raw)
    if found is None or found not in TAKEN[upload.kind]:
        raise _refused(_wrong_kind(name, upload.kind))
    if not name.lower().endswith(found.endings):
        raise _refused(
            say(
                N_("“{name}”的内容是 {found}，与扩展名不符，请核对后再交。"),
                name=name,
                found=found.name,
            )
        )
    raw = without_place(upload.raw) if found is JPEG else upload.raw
    return Checked(name, raw, upload.kind, found.media)


def keep(checked: Checked) -> str:
    """Store the content once; its digest."""
    return files.keep(checked.raw)


def clean_name(name: str) -> str:
    """The last part of a path, without what turns the direction of text or ends a header."""
    last = name.replace("\\", "/").rpartition("/")[2]
    kept = "".join(sign for sign in last if sign.isprintable() and sign not in _TURNING).strip()
    stem, dot, ending = (kept or "未命名").rpartition(".")
    return f"{stem[:NAME_LENGTH]}{dot}{ending[:10]}" if dot else ending[:NAME_LENGTH]


def without_place(raw: bytes) -> bytes:
    """A JPEG without its APP1 to APP15 parts (EXIF with place and device); the picture is the
    same. APP0 and colour profiles in APP2 stay, what cannot be followed is left as it is."""
    if raw[:2] != b"\xff\xd8":
        return raw
    kept, at = [raw[:2]], 2
    while at + 4 <= len(raw) and raw[at] == 0xFF:
        marker, size = raw[at + 1], int.from_bytes(raw[at + 2 : at + 4], "big")
        if marker == 0xDA:
            return b"".join([*kept, raw[at:]])
        part = raw[at : at + 2 + size]
        profile = marker == 0xE2 and part[4:15] == b"ICC_PROFILE"
        if not 0xE1 <= marker <= 0xEF or profile:
            kept.append(part)
        at += 2 + size
    return raw


def _format(raw: bytes) -> Format | None:
    if raw.startswith(b"%PDF-"):
        return PDF
    if raw.startswith(b"\xff\xd8\xff"):
        return JPEG
    if raw.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    return _packed(raw) if raw.startswith(b"PK\x03\x04") else None


def _packed(raw: bytes) -> Format | None:
    """Office documents by their parts; with macros or embedded programs they are none."""
    try:
        with zipfile.ZipFile(BytesIO(raw)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError):
        return None
    if any(name.lower().endswith(_ACTIVE) for name in names):
        return None
    for part, found in _BY_PART:
        if part in names:
            return found
    return None


def _wrong_kind(name: str, kind: str) -> Sentence:
    taken = "、".join(one.name for one in TAKEN[kind])
    return say(
        N_("“{name}”不能作为“{kind}”。请上传 {taken} 文件，不带宏和嵌入程序。"),
        name=name,
        kind=str(EvidenceKind(kind).label),
        taken=taken,
    )


def _refused(sentence: Sentence) -> Refusal:
    return Refusal(sentence, {"evidence": sentence})


_BY_PART = (("word/document.xml", DOCX), ("xl/workbook.xml", XLSX), ("OFD.xml", OFD))
_ACTIVE = ("vbaproject.bin", ".exe", ".dll", ".js", ".vbs", "oleobject1.bin")
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f")
