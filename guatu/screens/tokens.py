"""Tokens of addresses: unguessable, and kept only as what cannot be turned back."""

from __future__ import annotations

import hashlib
import secrets

BYTES = 32


def fresh_token() -> str:
    return secrets.token_urlsafe(BYTES)


def digest_of(token: str) -> str:
    """SHA-256 in hexadecimal: all that is kept of a token. It has 256 random bits, so that no salt
    and no slow hash is needed."""
    return hashlib.sha256(token.encode()).hexdigest()
