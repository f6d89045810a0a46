from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client, TransactionTestCase

from tests.city import City, build_city
from tests.journal_unlocked import journal_unlocked


@pytest.fixture(autouse=True)
def files_of_its_own(settings: object, tmp_path: Path) -> None:
    """Uploaded files of a test stay in the test's own folder."""
    settings.FILES_DIR = tmp_path / "files"


@pytest.fixture(autouse=True, scope="session")
def tables_can_be_emptied() -> Iterator[None]:
    """A test with real transactions ends with empty tables, the protected journal too."""
    empty = TransactionTestCase._fixture_teardown

    def empty_unlocked(case: TransactionTestCase) -> None:
        with journal_unlocked():
            empty(case)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", empty_unlocked)
        yield


@pytest.fixture
def city(db: None) -> City:
    """The one cast of all tests: a small fictional city on 15 March 2021."""
    return build_city()


@pytest.fixture
def office(city: City) -> Client:
    """A browser logged in as the command-post office."""
    return city.client(city.office)
