"""Files kept by the digest of their content, outside the web root."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from uuid import uuid4

from django.conf import settings


def keep(raw: bytes) -> str:
    """Store ``raw`` once and return its SHA-256 in hex; complete on disk before it is named."""
    digest = hashlib.sha256(raw).hexdigest()
    path = _path(digest)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        partial = path.with_suffix(f".{uuid4().hex}.part")  # two may keep the same at once
        with partial.open("wb") as target:
            target.write(raw)
            target.flush()
            os.fsync(target.fileno())
        partial.replace(path)
    return digest


def fetch(digest: str) -> bytes:
    """The content kept under ``digest``; ``FileNotFoundError`` if there is none."""
    return _path(digest).read_bytes()


def _path(digest: str) -> Path:
    if len(digest) != 64 or not set(digest) <= set("0123456789abcdef"):
        raise FileNotFoundError(digest)
    return Path(settings.FILES_DIR) / digest[:2] / digest
