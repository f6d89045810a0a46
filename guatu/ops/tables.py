"""The tables of the database: are they those of this version, and bringing them up to it."""

from __future__ import annotations

from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.executor import MigrationExecutor


def outdated() -> int:
    """How many migrations are still to be applied."""
    executor = MigrationExecutor(connections[DEFAULT_DB_ALIAS])
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def bring_up_to_date() -> int:
    """Apply what is missing; returns how many migrations that were."""
    missing = outdated()
    if missing:
        call_command("migrate", verbosity=0, interactive=False)
    return missing
