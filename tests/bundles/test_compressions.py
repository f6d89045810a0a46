"""The zip around a bundle is made in one way, and no other is opened."""

from __future__ import annotations

import io
import zipfile

import pytest

from guatu.bundles import archive
from guatu.domain.bundles.manifest import MANIFEST, PARTS, SIGNATURE, BadBundle

FILES = dict.fromkeys((MANIFEST, SIGNATURE, *PARTS), b"{}\n" * 50)


def _zipped(method: int) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as packed:
        for name, content in FILES.items():
            packed.writestr(name, content)
    return target.getvalue()


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_what_every_system_makes_is_opened(method: int) -> None:
    assert archive.unpack(_zipped(method)) == FILES


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_other_compressions_are_refused_unread(method: int) -> None:
    sound = _zipped(method)
    spoiled = sound[:45] + b"\xff" * 40 + sound[85:]
    for raw in (sound, spoiled):
        with pytest.raises(BadBundle, match="压缩的方法不对"):
            archive.unpack(raw)
