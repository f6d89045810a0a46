"""The key with which this installation signs, and signatures of others.

The private half is a file of the data folder that only this process may read; it is in no
database, no backup of one, and no page. ``cryptography`` is imported where it is used: it costs
20 ms and its OpenSSL, and most processes never sign anything.
"""

from __future__ import annotations

import base64
import binascii
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from guatu.domain.bundles.manifest import PURPOSE, digest_of
from guatu.domain.words import say
from guatu.kit.refusals import Refusal

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

_LENGTH = 32
_OTHERS = 0o077


@dataclass(frozen=True, slots=True)
class PublicKey:
    """``text`` is its 32 bytes in base64, what the other side is given; ``fingerprint`` their
    SHA-256 in hex, what is compared by telephone."""

    text: str
    fingerprint: str

    @property
    def spoken(self) -> str:
        return spoken(self.fingerprint)


def spoken(fingerprint: str) -> str:
    """The first 40 digits in fours: ``3f2a 91c0 …``; enough that nobody finds another key."""
    return " ".join(fingerprint[at : at + 4] for at in range(0, 40, 4))


def own_key() -> PublicKey | None:
    """None while this installation has no key."""
    path = _path()
    return _public(_private(path)) if path.exists() else None


def make_key() -> PublicKey:
    """The key of this installation, made if there is none; of two at once one is kept."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    path = _path()
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return _public(_private(path))
    with os.fdopen(handle, "wb") as target:
        target.write(base64.b64encode(Ed25519PrivateKey.generate().private_bytes_raw()) + b"\n")
        target.flush()
        os.fsync(target.fileno())
    return _public(_private(path))


def sign(manifest: bytes) -> bytes:
    """Raises ``Refusal`` while there is no key."""
    path = _path()
    if not path.exists():
        raise Refusal(say("本系统还没有数据包密钥，请系统管理员先生成。"))
    return base64.b64encode(_private(path).sign(PURPOSE + manifest))


def is_signed(manifest: bytes, signature: bytes, public_key: str) -> bool:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        raw = base64.b64decode(signature, validate=True)
        key = Ed25519PublicKey.from_public_bytes(base64.b64decode(public_key))
        key.verify(raw, PURPOSE + manifest)
    except (InvalidSignature, ValueError):
        return False
    return True


def read_public(text: str) -> PublicKey:
    """A key as somebody pasted it; raises ``Refusal`` for what is none."""
    joined = "".join(text.split())
    try:
        raw = base64.b64decode(joined, validate=True)
    except (binascii.Error, ValueError):
        raw = b""
    if len(raw) != _LENGTH:
        words = say("这不是公钥。请粘贴对端“数据包”页上的公钥全文。")
        raise Refusal(words, {"public_key": words})
    return PublicKey(base64.b64encode(raw).decode(), digest_of(raw))


def _public(private: Ed25519PrivateKey) -> PublicKey:
    raw = private.public_key().public_bytes_raw()
    return PublicKey(base64.b64encode(raw).decode(), digest_of(raw))


def _private(path: Path) -> Ed25519PrivateKey:
    """Refused when others on the machine may read it: then it is no secret any more."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    if os.name == "posix" and path.stat().st_mode & _OTHERS:
        raise Refusal(
            say(
                "数据包密钥文件 {path} 的权限过宽，其他用户也能读到。"
                "请运行 chmod 600，再按运维手册考虑更换密钥。",
                path=str(path),
            )
        )
    try:
        raw = base64.b64decode(path.read_bytes().strip(), validate=True)
        return Ed25519PrivateKey.from_private_bytes(raw)
    except (OSError, ValueError) as error:
        words = say("数据包密钥文件 {path} 读不懂，请从备份恢复。", path=str(path))
        raise Refusal(words) from error


def _path() -> Path:
    return Path(settings.DATA_DIR) / "bundle.key"
