"""How often somebody who is not logged in may write: counted in memory, by an address that is
neither stored nor kept with what was written."""

from __future__ import annotations

import hashlib
from typing import Final

from axes.helpers import get_client_ip_address
from django.core.cache import cache
from django.http import HttpRequest

#: Of each address in ``SECONDS``.
MOST: Final = 5
SECONDS: Final = 600


def too_often(request: HttpRequest, what: str, most: int = MOST) -> bool:
    """Counts this time, too."""
    address = hashlib.sha256(str(get_client_ip_address(request)).encode()).hexdigest()
    key = f"burden:{what}:{address}"
    cache.add(key, 0, SECONDS)
    try:
        return cache.incr(key) > most
    except ValueError:  # it has run out between the two
        return False
