from __future__ import annotations

from tests.command.test_at_once import town

__all__ = ["town"]
