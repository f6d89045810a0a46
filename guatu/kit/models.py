"""The base of every table."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, ClassVar

from django.db import models

from guatu.kit.ids import uuid7


class Row(models.Model):
    """A row with a time-ordered identifier."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)

    class Meta:
        abstract = True
        ordering: ClassVar[list[str]] = ["id"]


class TenantRow(Row):
    """A business row: it belongs to one government and is never read without asking whose."""

    tenant = models.ForeignKey("org.Tenant", on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True
        ordering: ClassVar[list[str]] = ["id"]


#: SQLite keeps 15 digits of a decimal: what is larger would come back rounded or not at all.
MOST_WAN = Decimal("9999999999.9999")


def wan_field(**options: object) -> models.DecimalField[Any, Any]:
    """An amount of money in 万元, exact to one yuan up to ``MOST_WAN``."""
    return models.DecimalField(max_digits=18, decimal_places=4, **options)  # type: ignore[arg-type]
