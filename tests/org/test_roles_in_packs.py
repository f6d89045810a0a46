"""The roles that a rule pack may name are roles of the house."""

from __future__ import annotations

from guatu.domain.lights.validity import GRANTERS
from guatu.org.choices import Role


def test_packs_name_roles_that_there_are() -> None:
    assert set(GRANTERS) <= set(Role.values)
