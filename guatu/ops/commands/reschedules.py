"""``guatu reschedule``: every open plan computed anew, and what moved judged."""

from __future__ import annotations

from argparse import Namespace

from guatu.ops.commands.startup import start_database
from guatu.ops.commands.terminal import ProgressLine


def reschedule(arguments: Namespace) -> int:
    start_database()
    from guatu.kit import clock
    from guatu.ops.rounds import reschedule_all

    with ProgressLine("重排") as line:
        done = reschedule_all(clock.now(), tell=line)
    print(f"重算 {done.computed} 个计划，{done.moved} 个的最早完成日期或余量有变。")
    return 0
