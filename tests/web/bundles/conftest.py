from __future__ import annotations

from tests.bundles.conftest import twin

__all__ = ["twin"]
