"""Rows below a project that a person may see."""

from __future__ import annotations

from typing import TypeVar

from django.db.models import Exists, Model, OuterRef, QuerySet

from guatu.org.models import User
from guatu.projects.models import Project

M = TypeVar("M", bound=Model)


def of_listed(rows: QuerySet[M], user: User, year: int) -> QuerySet[M]:
    """Those of ``rows`` whose ``project`` is on the list of ``year`` and visible to ``user``.

    Who sees everything gets a test of each row: found along their own index the rows are few,
    and a join would let a planner without statistics begin with the whole list.
    """
    seen = Project.objects.visible_to(user).filter(year=year).listed().order_by()
    if user.access.sees_all:
        return rows.filter(Exists(seen.filter(pk=OuterRef("project_id"))))
    return rows.filter(project__in=seen.values("pk"))
