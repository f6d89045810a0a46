from __future__ import annotations

import pytest
from django.test import Client

from guatu.dispatches.models import Dispatch
from tests.city import City
from tests.web.dispatches.dispatching import issued


@pytest.fixture
def dispatch(city: City) -> Dispatch:
    """Issued by the office to the industry department, with a photo asked for."""
    return issued(city)


@pytest.fixture
def doer(city: City) -> Client:
    """The liaison of the industry department, which leads."""
    return city.client(city.liaison)


@pytest.fixture
def stranger(city: City) -> Client:
    """The liaison of the housing department, which has nothing to do with it."""
    return city.client(city.other_liaison)
