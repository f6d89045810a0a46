"""What every table has: a time-ordered id, a government, amounts exact to one yuan."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.apps import apps
from django.db import models

from guatu.kit.models import Row, TenantRow
from guatu.kit.refusals import Refusal
from guatu.projects.models import Project
from tests.city import City

OWN = [m for m in apps.get_models() if m.__module__.startswith("guatu.")]

#: Tables that belong to no government, and why.
OF_NOBODY = {
    "Tenant": "is the government",
    "CalendarVersion": "the national calendar",
    "SpecialDay": "a day of the national calendar",
    "Answer": "answers belong to the person who posted",
    "JobRun": "jobs run for the whole installation",
}


@pytest.mark.parametrize("model", OWN, ids=lambda model: model.__name__)
def test_every_row_belongs_to_a_government(model: type[models.Model]) -> None:
    """By a column of its own, or as a part of one row that has it."""
    assert model.__name__ in OF_NOBODY or _leads_to_tenant(model)


def _leads_to_tenant(model: type[models.Model]) -> bool:
    if issubclass(model, TenantRow) or any(f.name == "tenant" for f in model._meta.fields):
        return True
    return any(
        isinstance(field, models.ForeignKey)
        and not field.null
        and field.remote_field.on_delete is models.CASCADE
        and field.related_model is not model
        and _leads_to_tenant(field.related_model)
        for field in model._meta.fields
    )


@pytest.mark.parametrize(
    "model", [m for m in OWN if issubclass(m, Row)], ids=lambda model: model.__name__
)
def test_new_rows_sort_after_older_ones(model: type[models.Model]) -> None:
    first, second = model(), model()
    assert first.pk < second.pk
    assert first.pk.version == 7


def test_amounts_are_exact_to_one_yuan(city: City) -> None:
    """SQLite keeps 15 digits of a decimal; more than a hundred trillion yuan is refused."""
    given = city.project(total_investment=Decimal("9999999999.9999"))
    stored = Project.objects.get(pk=given.pk)
    assert stored.total_investment == Decimal("9999999999.9999")
    with pytest.raises(Refusal) as caught:
        city.project("示例单位写错的项目", total_investment=Decimal("10000000000"))
    assert "请核对单位" in str(caught.value.fields["total_investment"])
