"""The audiences of the events of other apps; importing the package registers them."""

from __future__ import annotations

from guatu.notices.audiences import (
    command,
    commitments,
    datechanges,
    dayclear,
    dispatches,
    worklists,
)

__all__ = ["command", "commitments", "datechanges", "dayclear", "dispatches", "worklists"]
