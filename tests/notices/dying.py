"""A program that dies at named points between an act and its delivered notice (T-06).

Run with a database address in the environment: ``python -m tests.notices.dying FOLDER TURNS``. For
each point and turn a child acts, spreads and delivers, and ends by ``os._exit`` at the point, as
kill -9 would; then another child does what the timetable would do afterwards. What arrived stands
in ``FOLDER/arrived``, one line a try, written before the sender goes on; what was acknowledged to
whoever acted in ``FOLDER/acknowledged``.
"""

from __future__ import annotations

import json
import os
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import django

POINTS = (
    "before the act commits",
    "after the act commits",
    "after events are claimed",
    "after the notice commits",
    "after the letter is claimed",
    "before it leaves",
    "after it left",
    "after it is marked",
)
DEAD = 7


def main(folder: Path, turns: int) -> None:
    django.setup()
    run(_prepare)
    for point in POINTS:
        for turn in range(turns):
            run(partial(_live, folder, f"{point} {turn}", point), ends=DEAD)
            run(partial(_recover, folder))
    run(partial(_report, folder))


def run(work: Callable[[], None], ends: int = 0) -> None:
    """In a child of its own, with connections of its own; it must end as it should."""
    child = os.fork()
    if child == 0:
        try:
            work()
            os._exit(0)
        except BaseException:
            traceback.print_exc()
            os._exit(1)
    _pid, status = os.waitpid(child, 0)
    if os.waitstatus_to_exitcode(status) != ends:
        sys.exit(f"a child ended otherwise than by {ends}: {work}")


def _register() -> None:
    from guatu.journal.codes import register
    from guatu.notices.audience import told_of
    from guatu.notices.choices import NoticeKind
    from tests.notices.sample import CODE, SENTENCES, asked

    register(SENTENCES, tells=[CODE])
    told_of(CODE, NoticeKind.DISPATCH)(asked)


def _prepare() -> None:
    from django.core.management import call_command
    from django.test import override_settings

    from guatu.notices.models import Preference
    from tests.city import build_city

    call_command("migrate", verbosity=0)
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        city = build_city()
    Preference.objects.create(tenant=city.tenant, user=city.liaison, channel="probe")


def _channels(folder: Path, point: str) -> Any:
    from guatu.notices.channels import CHANNELS
    from guatu.notices.channels.base import Channel

    class Probe(Channel):
        """Writes down what arrives, as a receiver does that outlives the sender."""

        code, label = "probe", "probe"

        def is_ready(self, route: Any) -> bool:
            return True

        def send(self, parcel: Any, route: Any, now: datetime) -> None:
            die_at(point, "before it leaves")
            with (folder / "arrived").open("a") as arrived:
                arrived.write(f"{parcel.key}\t{'|'.join(line.words for line in parcel.lines)}\n")
            die_at(point, "after it left")

    return {"inbox": CHANNELS["inbox"], "probe": Probe()}


def _live(folder: Path, name: str, point: str) -> None:
    from django.db import transaction

    from guatu.notices.actions import deliver, spread
    from guatu.org.models import Unit, User
    from tests.notices.sample import NOW, SILENT, happen

    _register()
    unit = Unit.objects.get(name="示例工信局")
    liaison = User.objects.get(username="370881-liaison")
    channels = _channels(folder, point)
    with transaction.atomic():
        unit.name = name  # what the sentence names
        happen(unit, liaison, code=SILENT)
        happen(unit, liaison.holdings.get().post)
        die_at(point, "before the act commits")
    with (folder / "acknowledged").open("a") as acknowledged:
        acknowledged.write(f"{name}\n")
    die_at(point, "after the act commits")
    with dying_before(point, "after events are claimed", 'INSERT INTO "notices_notice"'):
        spread(NOW, channels=channels)
    die_at(point, "after the notice commits")
    with dying_before(point, "after the letter is claimed", 'FROM "notices_delivery"', nth=3):
        deliver(NOW, channels=channels)
    die_at(point, "after it is marked")


def die_at(point: str, here: str) -> None:
    if point == here:
        os._exit(DEAD)


@contextmanager
def dying_before(point: str, here: str, statement: str, nth: int = 1) -> Iterator[None]:
    """Die before the ``nth`` statement that holds these words."""
    from django.db import connection

    seen = 0

    def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        nonlocal seen
        if statement in sql:
            seen += 1
            if seen == nth:
                die_at(point, here)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield


def _recover(folder: Path) -> None:
    """The next turns of the worker, after the leases have ended; twice, to be sure."""
    from guatu.notices.actions import deliver, spread
    from tests.notices.sample import NOW

    _register()
    for minutes in (6, 12):
        later = NOW + timedelta(minutes=minutes)
        spread(later, channels=_channels(folder, ""))
        deliver(later, channels=_channels(folder, ""))


def _report(folder: Path) -> None:
    """What the database holds, for whoever compares."""
    from guatu.domain.words import Sentence
    from guatu.journal import outbox
    from guatu.notices.models import Delivery, Letter, Notice
    from guatu.org.models import Tenant

    _register()
    tenant = Tenant.objects.get(name="示例市")
    counted = outbox.counts(tenant.pk)
    told = {
        "notices": [str(Sentence.from_json(words)) for words in _column(Notice, "words")],
        "letters": _column(Letter, "status"),
        "deliveries": _column(Delivery, "status"),
        "tries": _column(Letter, "tries"),
        "waiting": outbox.waiting(tenant.pk),
        "events": counted.events,
        "rows": counted.rows,
    }
    (folder / "report.json").write_text(json.dumps(told, ensure_ascii=False))


def _column(model: Any, name: str) -> list[Any]:
    return list(model.objects.values_list(name, flat=True))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
