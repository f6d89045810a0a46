"""The job library's one instance; what runs when stands in ``guatu.ops.timetable``."""

from __future__ import annotations

from django.conf import settings
from huey import Huey, MemoryHuey, SqliteHuey


def _build() -> Huey:
    if settings.JOBS_IMMEDIATE:
        return MemoryHuey("guatu", immediate=True)
    return SqliteHuey("guatu", filename=str(settings.JOBS_FILE), immediate=False)


HUEY: Huey = _build()
