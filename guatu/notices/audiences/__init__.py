"""The audiences of the events of other apps; importing the package registers them."""

from __future__ import annotations

from guatu.notices.audiences import (
    burden,
    command,
    commitments,
    datechanges,
    dayclear,
    dispatches,
    papers,
    starts,
    worklists,
)

__all__ = [
    "burden",
    "command",
    "commitments",
    "datechanges",
    "dayclear",
    "dispatches",
    "papers",
    "starts",
    "worklists",
]
