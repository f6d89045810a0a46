"""The register of acts and the standing of a person, as far as neither needs a row.

Below the models, so that a user can say where he stands; ``guatu.org.access`` is the door.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import models

from guatu.org.choices import AdminKind, Role

TENANT_WIDE = frozenset(
    {
        Role.OFFICE,
        Role.COMMANDER,
        Role.SPONSOR,
        Role.INSPECTOR,
        Role.APPRAISER,
        Role.INVESTMENT,
        Role.READER,
    }
)
UNIT_WIDE = frozenset({Role.UNIT_HEAD, Role.LIAISON})


@dataclass(frozen=True, slots=True)
class Access:
    """The standing of one person: posts held now and what follows from them."""

    user_id: UUID
    tenant_id: UUID
    roles: frozenset[str]
    admin_kind: str
    post_ids: frozenset[UUID]
    unit_ids: frozenset[UUID]
    unit_paths: tuple[str, ...]

    @property
    def sees_all(self) -> bool:
        """Sees every project of the tenant, as leaders, office and inspectors must."""
        return bool(self.roles & TENANT_WIDE)

    def can(self, act: str, row: models.Model | None = None) -> bool:
        return can_with(self, act, row)


@dataclass(frozen=True, slots=True)
class Act:
    code: str
    words: str
    roles: frozenset[str]
    admins: frozenset[str]
    on_row: Callable[[Access, Any], bool] | None


_acts: dict[str, Act] = {}


def declare(
    code: str,
    words: str,
    *roles: Role,
    admins: tuple[AdminKind, ...] = (),
    on_row: Callable[[Access, Any], bool] | None = None,
) -> None:
    """Make ``code`` an act that ``roles`` may do; ``on_row`` narrows it to some rows."""
    _acts[code] = Act(code, words, frozenset(map(str, roles)), frozenset(map(str, admins)), on_row)


def declared() -> Mapping[str, Act]:
    return dict(sorted(_acts.items()))


def can_with(access: Access, code: str, row: models.Model | None = None) -> bool:
    act = _acts[code]
    if row is not None and _tenant_of(row) != access.tenant_id:
        return False
    if access.admin_kind in act.admins and access.admin_kind:
        return True
    if not access.roles & act.roles:
        return False
    return row is None or act.on_row is None or act.on_row(access, row)


def _tenant_of(row: models.Model) -> UUID:
    own: UUID = row.pk if row._meta.label == "org.Tenant" else row.tenant_id  # type: ignore[attr-defined]
    return own
