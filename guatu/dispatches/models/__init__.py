"""The tables of dispatches, an aggregate a file."""

from __future__ import annotations

from guatu.dispatches.models.clocks import Clock, Fire
from guatu.dispatches.models.courses import Entry, Evidence, Extension, Pause
from guatu.dispatches.models.dispatches import Dispatch, DispatchQuerySet, Part
from guatu.dispatches.models.rechecks import Recheck, Sample
from guatu.dispatches.models.terms import Terms

__all__ = [
    "Clock",
    "Dispatch",
    "DispatchQuerySet",
    "Entry",
    "Evidence",
    "Extension",
    "Fire",
    "Part",
    "Pause",
    "Recheck",
    "Sample",
    "Terms",
]
