"""Who knocks with wrong tokens again and again is asked to wait.

A token cannot be guessed; this keeps a machine that tries from filling log and server. It never
shuts out a screen: a right token is not asked how often others were wrong.
"""

from __future__ import annotations

from django.core.cache import cache
from django.http import HttpRequest

WRONG = 30
WAIT_S = 300


def knocked_too_often(request: HttpRequest) -> bool:
    """Count one more wrong token of this sender; whether these were too many."""
    name = f"screens-wrong:{request.META.get('REMOTE_ADDR', '')}"
    cache.add(name, 0, WAIT_S)
    try:
        return cache.incr(name) > WRONG
    except ValueError:  # it was forgotten between the two
        return False
