from __future__ import annotations

import stat
from pathlib import Path

import pytest

from guatu.bundles import keys
from guatu.bundles.actions.trusting import found_key
from guatu.kit.refusals import Refusal
from tests.bundles.twin import Twin
from tests.city import NOW


def _file(twin: Twin) -> Path:
    return twin.folder / "outer" / "bundle.key"


def test_the_private_key_is_a_file_that_only_its_owner_reads(twin: Twin) -> None:
    key = twin.key()
    assert stat.S_IMODE(_file(twin).stat().st_mode) == 0o600
    assert key.text.encode() not in _file(twin).read_bytes()


def test_a_key_that_others_may_read_is_not_used(twin: Twin) -> None:
    twin.key()
    _file(twin).chmod(0o644)
    with twin.outside(), pytest.raises(Refusal, match="权限过宽"):
        keys.sign(b"manifest")


def test_asking_for_the_key_again_makes_no_other(twin: Twin) -> None:
    first = twin.key()
    with twin.outside():
        assert found_key(twin.city.tenant, by=twin.city.system_admin, now=NOW) == first


def test_a_signature_is_for_bundles_only(twin: Twin) -> None:
    """Signed bytes that were meant for something else are no signature of a manifest."""
    key = twin.key()
    with twin.outside():
        signature = keys.sign(b"manifest")
    assert keys.is_signed(b"manifest", signature, key.text)
    assert not keys.is_signed(b"guatu-bundle-v1\nmanifest", signature, key.text)
    assert not keys.is_signed(b"manifesto", signature, key.text)
