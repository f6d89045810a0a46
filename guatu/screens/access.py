"""Boards are composed, and their addresses given out, by the office."""

from __future__ import annotations

from guatu.org.access import declare
from guatu.org.choices import Role

declare("board.compose", "编排展板", Role.OFFICE)
declare("board.address", "发放和撤销展板地址", Role.OFFICE)
