from __future__ import annotations

from pathlib import Path

import pytest

from tests.bundles.twin import Twin, twin_of
from tests.city import City


@pytest.fixture
def twin(city: City, tmp_path: Path, settings: object) -> Twin:
    settings.DATA_DIR = tmp_path / "inner"
    return twin_of(city, tmp_path)
