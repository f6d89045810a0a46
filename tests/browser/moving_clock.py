"""A demonstration whose calendar a test moves on, as time moves it for everybody else.

``python -m tests.browser.moving_clock 2021-03-30``, with ``GUATU_DATA_DIR`` as the environment of
the server has it: day by day up to that day, with what the timetable does each minute.
"""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from guatu.ops.commands.startup import start_django_as_demo
from tools.screenshots import ROOT, with_data


@dataclass(frozen=True, slots=True)
class City:
    """A served demonstration that belongs to one test."""

    address: str
    folder: Path

    def turn_to(self, day: date) -> None:
        """The calendar of the city goes on to ``day``; the ladders are climbed on the way."""
        command = [sys.executable, "-m", __name__, day.isoformat()]
        subprocess.run(command, cwd=ROOT, env=with_data(self.folder), check=True)


def main(last: date) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guatu.config.settings")
    start_django_as_demo()
    from guatu.kit import clock
    from guatu.ops.timetable import TIMETABLE
    from guatu.org.models import Tenant

    tenant = Tenant.objects.get()
    each_minute = [entry for entry in TIMETABLE if entry.name in ("loop", "work-lists")]
    while tenant.stopped_on and tenant.stopped_on < last:
        tenant.stopped_on += timedelta(days=1)
        tenant.save(update_fields=["stopped_on"])
        for entry in each_minute:
            print(tenant.stopped_on, entry.action(clock.now()))


if __name__ == "__main__":
    main(date.fromisoformat(sys.argv[1]))
