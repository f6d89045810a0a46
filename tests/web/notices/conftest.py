from __future__ import annotations

import pytest

from tests.notices.conftest import mail_is_set_up, sample_codes, web

__all__ = ["mail_is_set_up", "sample_codes", "web"]


@pytest.fixture(autouse=True)
def _by_the_real_clock(city: object) -> None:
    """Letters are due by the clock of the worker."""
    city.tenant.stopped_on = None
    city.tenant.save(update_fields=["stopped_on"])
