"""What a file really is, by its first bytes; its name only decides about plain text."""

from __future__ import annotations

from enum import StrEnum
from pathlib import PurePath

from guatu.domain.words import N_
from guatu.kit.workbook.refusals import RefusalCode, refused

OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


class Container(StrEnum):
    ZIP = "zip"
    OLE = "ole"
    TEXT = "text"


def container_of(raw: bytes, filename: str) -> Container:
    """How ``raw`` is packed; raises ``WorkbookRefused`` for what is no spreadsheet."""
    if not raw.strip(b"\x00 \r\n\t"):
        raise refused(RefusalCode.EMPTY_FILE)
    if raw.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return Container.ZIP
    if raw.startswith(OLE_MAGIC):
        return Container.OLE
    _refuse_known(raw)
    return _text_or_refuse(raw, filename)


def _refuse_known(raw: bytes) -> None:
    for magic, found in _MAGICS.items():
        if raw.startswith(magic):
            raise refused(RefusalCode.RENAMED, found=found)
    head = raw[:4096].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t").lower()
    if head.startswith((b"<?xml", b"<workbook")) and b"office:spreadsheet" in head:
        raise refused(RefusalCode.OTHER_FORMAT, found=N_("“XML 表格 2003”格式"))
    if head.startswith(b"<"):
        raise refused(RefusalCode.RENAMED, found=N_("网页或 XML 文本"))
    if head.startswith((b"mime-version", b"from: <saved by")):
        raise refused(RefusalCode.RENAMED, found=N_("网页存档"))
    if raw[:2] in (b"\x09\x00", b"\x09\x02", b"\x09\x04", b"\x09\x08"):
        raise refused(RefusalCode.OTHER_FORMAT, found=N_("早期 Excel 格式"))


def _text_or_refuse(raw: bytes, filename: str) -> Container:
    looks_like_text = raw.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" not in raw[:65536]
    if not looks_like_text:
        raise refused(RefusalCode.CORRUPTED)
    if PurePath(filename.lower()).suffix in {".csv", ".txt", ".tsv"}:
        return Container.TEXT
    raise refused(RefusalCode.RENAMED, found=N_("纯文本（可能是 CSV，请把扩展名改为 .csv）"))


_MAGICS = {
    b"%PDF": N_("PDF 文档"),
    b"\x89PNG": N_("图片"),
    b"\xff\xd8\xff": N_("图片"),
    b"GIF8": N_("图片"),
    b"BM": N_("图片"),
    b"{\\rtf": N_("RTF 文档"),
    b"Rar!": N_("压缩包"),
    b"7z\xbc\xaf": N_("压缩包"),
    b"\x1f\x8b": N_("压缩包"),
    b"MZ": N_("可执行程序"),
}
