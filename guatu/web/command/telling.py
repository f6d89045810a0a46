"""What a page without a form of its own does with a refusal: the sentence stands on top of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib import messages

from guatu.kit.refusals import Refusal, StateChanged
from guatu.web.shared.requests import Request
from guatu.web.shared.sentences import in_words


@contextmanager
def told(request: Request, done: str) -> Iterator[None]:
    """``done`` when the act went through, the sentence of its refusal otherwise; who came second
    gets the page for that (409)."""
    try:
        yield
    except StateChanged:
        raise
    except Refusal as refusal:
        messages.error(request, in_words(refusal.sentence))
    else:
        messages.success(request, done)
