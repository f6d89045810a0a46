"""Acts on the organisation and on its lines at the same time: none waits for ever."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection

from guatu.journal.models import Event
from guatu.lines.actions import add_task, change_line, create_task_force
from guatu.lines.models import TaskForce, WorkLine
from guatu.org.actions import add_unit, change_unit, create_post, set_roles
from guatu.org.choices import Role
from guatu.org.models import Post, Unit
from tests.city import NOW, build_city
from tests.journal.test_recording import in_threads

ROUNDS = 12


@pytest.mark.django_db(transaction=True)
def test_units_posts_and_lines_are_changed_and_named_at_once() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one writer in at a time, and its tests share one memory")
    city = build_city()
    WorkLine.objects.update(status="draft", plan="示例方案")

    def rename(n: int) -> None:
        change_unit(Unit.objects.get(pk=city.industry.pk), {"name": f"示例工信局{n}"},
                    by=city.office, now=NOW)  # fmt: skip

    def move(n: int) -> None:
        above = Unit.objects.get(pk=(city.industry if n % 2 else city.housing).pk)
        change_unit(Unit.objects.get(pk=city.workshop.pk), {"parent": above},
                    by=city.office, now=NOW)  # fmt: skip

    def add(n: int) -> None:
        above = Unit.objects.get(pk=city.industry.pk)
        add_unit(city.tenant, f"示例{n}科", parent=above, by=city.office, now=NOW)

    def post(n: int) -> None:
        unit = Unit.objects.get(pk=city.industry.pk)
        create_post(unit, f"示例{n}岗", by=city.office, now=NOW)

    def grant(n: int) -> None:
        roles = [Role.READER] if n % 2 else [Role.READER, Role.INSPECTOR]
        set_roles(city.posts["reader"], roles, by=city.security_admin, now=NOW)

    def retitle(n: int) -> None:
        line = WorkLine.objects.get(pk=city.industry_line.pk)
        change_line(line, {"title": f"工业立市{n}"}, seen=line.version, by=city.office, now=NOW)

    def force(n: int) -> None:
        values = {"name": f"示例专班{n}", "line": city.industry_line}
        create_task_force(city.tenant, values, by=city.office, now=NOW)

    def task(n: int) -> None:
        values = {"task": f"示例任务{n}", "lead_unit": city.industry}
        add_task(city.housing_line, values, by=city.office, now=NOW)

    acts: list[Callable[[int], None]] = [
        rename, move, add, post, grant, grant, retitle, force, task,
    ]  # fmt: skip
    errors = in_threads(len(acts), lambda worker: [acts[worker](n) for n in range(ROUNDS)])

    assert errors == []
    assert Unit.objects.filter(name__endswith="科").count() == ROUNDS
    assert Post.objects.filter(title__endswith="岗").count() == ROUNDS
    assert TaskForce.objects.count() == ROUNDS
    assert Unit.objects.find_problems() == ([], [], [], [], [])
    seqs = list(Event.objects.order_by("seq").values_list("seq", flat=True))
    assert seqs == sorted(set(seqs))
