from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def no_attempts_of_others() -> Iterator[None]:
    """Wrong passwords and codes are counted in the cache, which outlives a test."""
    cache.clear()
    yield
    cache.clear()
