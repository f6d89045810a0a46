"""The seal of a sheet: nobody but this installation can make one that fits its rows.

It stands on the hidden page of the workbook and covers whose sheet it is, which version, up to
which event its rows know, and the row ids in their order; each row id carries a mark of its own.
"""

from __future__ import annotations

import hashlib
import hmac
from uuid import UUID

from django.conf import settings

from guatu.domain.returns.columns import Part
from guatu.returns.models import ReturnSheet

SHORT = 12


def seal_of(sheet: ReturnSheet) -> str:
    # In the order of the parts: PostgreSQL keeps the keys of an object in an order of its own.
    listed = (row for part in Part for row in sheet.rows.get(part.value, ()))
    keys = ",".join(key for key, _values in listed)
    told = (
        sheet.pk.hex,
        sheet.round_id.hex,
        sheet.unit_id.hex,
        sheet.version,
        sheet.data_seq,
        keys,
    )
    return _mac("|".join(map(str, told)))


def marked(sheet: ReturnSheet, key: str) -> str:
    """A row id with its mark, as the hidden column holds it."""
    return f"{key}.{_mac(f'{sheet.pk.hex}|{key}')[:SHORT]}"


def key_of(sheet: ReturnSheet, text: str) -> UUID | None:
    """The row id of a mark that this sheet gave out; None for any other text."""
    key = text.partition(".")[0]
    if not hmac.compare_digest(marked(sheet, key).encode(), text.encode("utf-8", "replace")):
        return None
    return UUID(hex=key)


def password_of(sheet: ReturnSheet) -> str:
    """Against slips of the hand only: what comes back is held against what went out."""
    return _mac(f"password|{sheet.round_id.hex}")[:16]


def _mac(text: str) -> str:
    secret = f"returns:{settings.SECRET_KEY}".encode()
    return hmac.new(secret, text.encode(), hashlib.sha256).hexdigest()
