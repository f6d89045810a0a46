"""``migrate``, ``patrol``, ``recount`` and ``verify``: for all governments of the database."""

from __future__ import annotations

from argparse import Namespace

from guatu.ops.commands.startup import start_database, start_django
from guatu.ops.commands.terminal import ProgressLine

FAULTY = 1


def migrate(arguments: Namespace) -> int:
    start_django()
    from guatu.ops.tables import bring_up_to_date

    applied = bring_up_to_date()
    print(f"数据库已升级，执行了 {applied} 项变更。" if applied else "数据库已是本版本的结构。")
    return 0


def patrol(arguments: Namespace) -> int:
    start_database()
    from guatu.kit import clock
    from guatu.ops.timetable import moment_of
    from guatu.org.models import Tenant
    from guatu.projects import patrol as judging

    now = clock.now()
    for tenant in Tenant.objects.order_by("id"):
        with ProgressLine(f"巡检 {tenant}") as line:
            done = judging.patrol(
                tenant, now=moment_of(tenant, now), everything=arguments.all, tell=line
            )
        print(f"{tenant}：判定 {done.judged} 个项目，{done.turned} 个变灯。")
    return 0


def recount(arguments: Namespace) -> int:
    start_database()
    from guatu.ops.timetable import rewrite_tallies
    from guatu.org.models import Tenant

    for tenant in Tenant.objects.order_by("id"):
        wrong = rewrite_tallies(tenant)
        found = f"{wrong} 项合计与明细不符，已按明细重写" if wrong else "合计与明细相符"
        print(f"{tenant}：{found}。")
    return 0


def verify(arguments: Namespace) -> int:
    """Check what can be checked today; code 1 and a sentence for every fault."""
    start_database()
    from guatu.ops.verifying import faults
    from guatu.org.models import Tenant

    found = 0
    for tenant in Tenant.objects.order_by("id"):
        sentences = faults(tenant)
        found += len(sentences)
        for sentence in sentences:
            print(f"{tenant}：{sentence}")
        if not sentences:
            print(f"{tenant}：日志编号连续，合计与明细相符。")
    return FAULTY if found else 0
