"""QR codes as paths, for drawings and printed sheets."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

#: Modules of white that must stay around a code (ISO/IEC 18004 asks for four).
QUIET = 4
_SIDE = re.compile(r'<svg width="(\d+)"')
_PATH = re.compile(r'<path d="([^"]+)"')


@dataclass(frozen=True, slots=True)
class QrCode:
    """``path`` draws the dark modules, each one unit wide, in a square of ``side`` units."""

    side: int
    path: str

    def svg(self) -> str:
        """A drawing of its own, with the white around it."""
        whole = self.side + 2 * QUIET
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{whole}" height="{whole}" '
            f'viewBox="{-QUIET} {-QUIET} {whole} {whole}">'
            f'<rect x="{-QUIET}" y="{-QUIET}" width="{whole}" height="{whole}" fill="#ffffff"/>'
            f'<path d="{self.path}" fill="#000000"/></svg>'
        )


@lru_cache(maxsize=512)
def qr_code(text: str) -> QrCode:
    """``text`` with the least correction: the fewer modules, the larger each can be printed."""
    # Imported here: only who prints needs it.
    import zxingcpp

    made = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="L")
    svg = zxingcpp.write_barcode_to_svg(made, add_quiet_zones=False)
    side, path = _SIDE.search(svg), _PATH.search(svg)
    assert side
    assert path
    return QrCode(int(side[1]), path[1])
