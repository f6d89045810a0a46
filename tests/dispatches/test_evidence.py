"""Files as evidence: told by their bytes, named safely, without what a photograph gives away."""

from __future__ import annotations

import io
import zipfile

import pytest
from PIL import Image

from guatu.dispatches.evidence import Upload, check, clean_name, without_place
from guatu.kit.refusals import Refusal

PDF = b"%PDF-1.4 example"


def packed(*parts: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for part in parts:
            archive.writestr(part, "x")
    return target.getvalue()


def photograph() -> bytes:
    """A JPEG that says where and with what it was taken."""
    target, exif = io.BytesIO(), Image.Exif()
    exif[0x010F] = "示例相机"
    exif[0x8825] = {1: "N", 2: (35.0, 35.0, 0.0)}
    Image.new("RGB", (8, 8), (120, 160, 90)).save(target, "JPEG", exif=exif.tobytes())
    return target.getvalue()


@pytest.mark.parametrize(
    ("name", "raw", "kind"),
    [
        ("示例批复.pdf", PDF, "document"),
        ("示例批复.PDF", PDF, "figures"),
        ("示例报告.docx", packed("word/document.xml"), "document"),
        ("示例数据.xlsx", packed("xl/workbook.xml"), "figures"),
        ("示例公文.ofd", packed("OFD.xml"), "document"),
        ("示例现场.png", b"\x89PNG\r\n\x1a\n rest", "photo"),
    ],
)
def test_what_an_office_hands_in_is_taken(name: str, raw: bytes, kind: str) -> None:
    assert check(Upload(name, raw, kind)).name == name


@pytest.mark.parametrize(
    ("name", "raw", "kind", "said"),
    [
        ("示例照片.pdf", PDF, "photo", "不能作为“现场照片”。请上传 JPG、PNG"),
        ("示例批复.pdf", b"<html>", "document", "不能作为“文件材料”"),
        ("示例.svg", b"<svg xmlns='x'/>", "photo", "不能作为"),
        ("示例宏.docx", packed("word/document.xml", "word/vbaProject.bin"), "document", "不带宏"),
        ("示例.zip", packed("a.txt"), "document", "不能作为"),
        ("示例坏包.docx", b"PK\x03\x04 broken", "document", "不能作为"),
        ("示例改名.png", PDF, "document", "内容是 PDF，与扩展名不符"),
        ("示例空.pdf", b"", "document", "是空文件"),
        ("示例.pdf", PDF, "", "没有选材料种类"),
    ],
)
def test_anything_else_is_told_by_name_and_what_to_do(
    name: str, raw: bytes, kind: str, said: str
) -> None:
    with pytest.raises(Refusal, match=said) as refused:
        check(Upload(name, raw, kind))
    assert f"“{name}”" in str(refused.value)
    assert list(refused.value.fields) == ["evidence"]


def test_a_file_that_is_too_large_is_not_kept(settings: object) -> None:
    settings.UPLOAD_LIMIT = 1024 * 1024
    with pytest.raises(Refusal, match="超过 1 MB"):
        check(Upload("示例批复.pdf", PDF + b" " * 1024 * 1024, "document"))


def test_a_photograph_loses_place_and_device_but_no_pixel() -> None:
    raw = photograph()
    kept = check(Upload("示例现场.jpg", raw, "photo")).raw
    assert Image.open(io.BytesIO(raw)).getexif()
    assert not Image.open(io.BytesIO(kept)).getexif()
    assert Image.open(io.BytesIO(kept)).tobytes() == Image.open(io.BytesIO(raw)).tobytes()


@pytest.mark.parametrize("raw", [b"", b"\xff\xd8", b"\xff\xd8\xff\xe1\x00", b"no jpeg at all"])
def test_what_is_cut_off_is_left_as_it_is(raw: bytes) -> None:
    assert without_place(raw) == raw


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("C:\\材料\\批复.pdf", "批复.pdf"),
        ("../../etc/passwd", "passwd"),
        ("批复\u202efdp.exe", "批复fdp.exe"),
        ("批复\r\nX-Header: 1.pdf", "批复X-Header: 1.pdf"),
        ("", "未命名"),
        ("长" * 300 + ".pdf", "长" * 120 + ".pdf"),
    ],
)
def test_names_are_values_not_paths(name: str, clean: str) -> None:
    assert clean_name(name) == clean
