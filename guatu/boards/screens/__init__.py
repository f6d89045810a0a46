"""Boards for wall screens: what their panels say."""

from __future__ import annotations

from guatu.boards.screens.composing import READINGS, read_board
from guatu.boards.screens.facts import PageFacts, PanelFacts

__all__ = ["READINGS", "PageFacts", "PanelFacts", "read_board"]
