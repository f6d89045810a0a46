"""Pictures are made anew: upright, plain, small enough."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from guatu.kit.refusals import Refusal
from guatu.web.projects import photos
from guatu.web.projects.photos import made_anew, small

ORIENTATION = 0x0112


def raw(picture: Image.Image, kind: str = "JPEG", **more: object) -> bytes:
    made = io.BytesIO()
    picture.save(made, kind, **more)
    return made.getvalue()


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


def test_a_picture_taken_sideways_stands_upright() -> None:
    told = Image.Exif()
    told[ORIENTATION] = 6
    kept = opened(made_anew(raw(Image.new("RGB", (400, 200)), exif=told)))
    assert (kept.size, dict(kept.getexif())) == ((200, 400), {})


def test_transparent_png_becomes_white_paper() -> None:
    kept = opened(made_anew(raw(Image.new("RGBA", (50, 50), (0, 0, 0, 0)), "PNG")))
    assert kept.format == "JPEG"
    assert kept.getpixel((25, 25)) == (255, 255, 255)


def test_large_ones_are_kept_smaller_and_shown_smaller_still() -> None:
    kept = made_anew(raw(Image.new("RGB", (4000, 1000))))
    assert opened(kept).size == (2048, 512)
    assert opened(small(kept)).size == (320, 80)


@pytest.mark.parametrize("kind", ["GIF", "BMP", "TIFF", "WEBP"])
def test_other_kinds_are_refused(kind: str) -> None:
    with pytest.raises(Refusal, match="只能附 JPG 或 PNG 照片"):
        made_anew(raw(Image.new("RGB", (10, 10)), kind))


def test_half_a_file_is_refused() -> None:
    whole = raw(Image.effect_noise((400, 400), 90).convert("RGB"))
    with pytest.raises(Refusal, match="已损坏"):
        made_anew(whole[: len(whole) // 2])


def test_more_pixels_than_anyone_needs_are_refused_before_they_are_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(photos, "MOST_PIXELS", 99)
    with pytest.raises(Refusal, match="万像素"):
        made_anew(raw(Image.new("RGB", (10, 10)), "PNG"))
