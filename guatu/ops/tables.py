"""The tables of the database: are they those of this version, and bringing them up to it."""

from __future__ import annotations

from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.executor import MigrationExecutor

from guatu.kit import clock
from guatu.ops.rounds import patrol_all


def outdated() -> int:
    """How many migrations are still to be applied."""
    executor = MigrationExecutor(connections[DEFAULT_DB_ALIAS])
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def bring_up_to_date() -> int:
    """Apply what is missing and judge what this version must judge anew, so that lights and
    totals are right from the first page on; returns how many migrations that were."""
    missing = outdated()
    if missing:
        call_command("migrate", verbosity=0, interactive=False)
        patrol_all(clock.now())
    return missing
