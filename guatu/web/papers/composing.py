"""What was chosen on the page → what a paper is drafted from."""

from __future__ import annotations

from typing import Any

from guatu.boards.papers import Period, on_dispatch, on_meeting, on_period, on_start
from guatu.papers.actions.papers import Composed
from guatu.papers.choices import PaperKind
from guatu.web.shared.requests import Request


def composed(request: Request, kind: str, chosen: dict[str, Any]) -> Composed:
    """``chosen`` are the cleaned values of ``ComposeForm``."""
    match kind:
        case PaperKind.BULLETIN | PaperKind.WEEKLY:
            first, last = chosen["span"]
            period = Period(first, last, request.now, chosen["line"])
            return on_period(kind, period, request.user)
        case PaperKind.MINUTES:
            return on_meeting(chosen["meeting"], request.now)
        case PaperKind.STARTS:
            return on_start(chosen["event"], request.user, request.now)
        case _:
            return on_dispatch(kind, chosen["dispatch"], request.now)
