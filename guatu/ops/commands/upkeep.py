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
    from guatu.ops.rounds import patrol_all

    with ProgressLine("巡检") as line:
        done = patrol_all(
            clock.now(), everything=arguments.all, processes=arguments.processes, tell=line
        )
    print(f"判定 {done.judged} 个项目，{done.turned} 个变灯。")
    return 0


def recount(arguments: Namespace) -> int:
    start_database()
    from guatu.kit import clock
    from guatu.ops.rounds import moment_of, restate
    from guatu.ops.timetable import rewrite_tallies
    from guatu.org.models import Tenant

    for tenant in Tenant.objects.order_by("id"):
        mended = restate(tenant, moment_of(tenant, clock.now()))
        wrong = rewrite_tallies(tenant)
        told = [f"{mended} 个项目留存的情况与明细不符，已重写"] if mended else []
        told.append(f"{wrong} 项合计与明细不符，已按明细重写" if wrong else "合计与明细相符")
        print(f"{tenant}：{'；'.join(told)}。")
    return 0


def verify(arguments: Namespace) -> int:
    """Check what can be checked today; code 1 and a sentence for every fault."""
    start_database()
    from guatu.kit import clock
    from guatu.notices.queries import faults as notice_faults
    from guatu.ops.rounds import moment_of
    from guatu.ops.verifying import faults
    from guatu.org.models import Tenant

    found = 0
    for tenant in Tenant.objects.order_by("id"):
        waiting = notice_faults(tenant.pk, moment_of(tenant, clock.now()))
        sentences = [*faults(tenant), *waiting]
        found += len(sentences)
        for sentence in sentences:
            print(f"{tenant}：{sentence}")
        if not sentences:
            print(f"{tenant}：日志编号连续，合计、留存的情况、交办和承诺都与明细相符。")
    return FAULTY if found else 0
