"""The data folder of the demonstration: made, kept, or begun again."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from django.conf import settings
from django.db import connections, transaction

from guatu.domain.words import say
from guatu.kit.refusals import Refusal
from guatu.ops.lock import sole_user
from guatu.ops.tables import bring_up_to_date
from guatu.org.models import Tenant

Tell = Callable[[int, int, str], None]
SQLITE_TAILS = ("", "-wal", "-shm")


def prepare(*, reset: bool, tell: Tell) -> bool:
    """Make the demonstration ready to be served; True if it was loaded just now.

    It is loaded in one transaction: what was cut off half-way begins again from nothing.
    """
    with sole_user(settings.DATA_DIR):
        if reset:
            _clear()
        bring_up_to_date()
        there = Tenant.objects.order_by("id").first()
        if there is not None:
            _refuse_real_data(is_demo=there.is_demo)
            return False
        with transaction.atomic():
            from guatu.ops.demo.loading import load  # a later start need not know how

            load(tell=tell)
        return True


def _clear() -> None:
    """Remove this folder's database, jobs and files, and nothing else in it."""
    database = _sqlite_file()
    if database.exists():
        _refuse_real_data(is_demo=_holds_only_demos(database))
    connections.close_all()
    for file in (database, Path(settings.JOBS_FILE)):
        for tail in SQLITE_TAILS:
            file.with_name(file.name + tail).unlink(missing_ok=True)
    shutil.rmtree(settings.FILES_DIR, ignore_errors=True)


def _sqlite_file() -> Path:
    config = settings.DATABASES["default"]
    if not config["ENGINE"].endswith("sqlite3"):
        raise Refusal(
            say("--reset 只清空 SQLite 的演示数据。使用 PostgreSQL 时，请另建一个空数据库。")
        )
    return Path(str(config["NAME"]))


def _holds_only_demos(database: Path) -> bool:
    """True also for a database without tenants; read past Django, whose tables may be older."""
    with closing(sqlite3.connect(database)) as link:
        try:
            row = link.execute(
                "SELECT count(*) FROM org_tenant WHERE stopped_on IS NULL"
            ).fetchone()
        except sqlite3.OperationalError:
            return True
    return bool(row[0] == 0)


def _refuse_real_data(*, is_demo: bool) -> None:
    if not is_demo:
        raise Refusal(
            say(
                "数据目录 {folder} 里有正式数据，不能用作演示。请用 GUATU_DATA_DIR 另指一个目录。",
                folder=str(settings.DATA_DIR),
            )
        )
