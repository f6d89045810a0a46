"""Photos of reports: pictures only, made anew, so that nothing hidden in the file is kept."""

from __future__ import annotations

import io

from PIL import Image, ImageOps, UnidentifiedImageError

from guatu.domain.words import N_, say
from guatu.kit.refusals import Refusal

LARGEST = 10 * 1024 * 1024
MOST_PIXELS = 50_000_000
KEPT = (2048, 2048)
SMALL = (320, 240)


def made_anew(raw: bytes) -> bytes:
    """A JPEG of at most 2048 × 2048 without place, device and owner of the camera.

    Raises ``Refusal`` for what is no JPG or PNG picture, or is too large.
    """
    if len(raw) > LARGEST:
        raise Refusal(say(N_("照片超过 10 MB，请压缩后再选。")))
    try:
        with Image.open(io.BytesIO(raw), formats=("JPEG", "PNG")) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise Refusal(say(N_("照片超过 5000 万像素，请缩小后再选。")))
            return _as_jpeg(picture, KEPT, 85)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        raise Refusal(say(N_("只能附 JPG 或 PNG 照片，这个文件不是或已损坏。"))) from None


def small(raw: bytes) -> bytes:
    """A small copy of a photo that was kept."""
    with Image.open(io.BytesIO(raw), formats=("JPEG",)) as picture:
        return _as_jpeg(picture, SMALL, 80)


def _as_jpeg(picture: Image.Image, size: tuple[int, int], quality: int) -> bytes:
    picture.draft("RGB", size)  # lets the decoder skip detail that is not needed
    upright = ImageOps.exif_transpose(picture)
    upright.thumbnail(size)
    plain = Image.new("RGB", upright.size, "white")
    layers = upright.convert("RGBA")
    plain.paste(layers, mask=layers.getchannel("A"))
    made = io.BytesIO()
    plain.save(made, "JPEG", quality=quality, optimize=True)
    return made.getvalue()
