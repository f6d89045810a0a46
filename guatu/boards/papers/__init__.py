"""What official papers are composed from: figures with the records behind them.

A person composes from what that person sees; a figure and its records are read together, so that
they agree.
"""

from __future__ import annotations

from guatu.boards.papers.composing import on_dispatch, on_meeting, on_period, on_start, spans
from guatu.boards.papers.reading import Period

__all__ = ["Period", "on_dispatch", "on_meeting", "on_period", "on_start", "spans"]
