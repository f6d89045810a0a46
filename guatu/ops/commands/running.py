"""``demo``, ``up`` and ``serve``."""

from __future__ import annotations

import sys
from argparse import Namespace

from guatu.ops.commands.startup import start_database, start_django, start_django_as_demo
from guatu.ops.commands.terminal import ProgressLine


def demo(arguments: Namespace) -> int:
    """Load the demonstration city if it is missing, then serve it."""
    start_django_as_demo()
    from guatu.ops.demo.house import prepare

    line = ProgressLine("装入演示城市")
    with line:
        loaded = prepare(reset=arguments.reset, tell=line)
    print("演示城市已装入。" if loaded else "演示城市已在，沿用上次的数据；从头开始请加 --reset。")
    return 0 if arguments.no_serve else _serve(arguments, "演示账号列在登录页，点一下即可登录。")


def up(arguments: Namespace) -> int:
    """Install for real work: tables, calendar, the government and its first administrator."""
    start_django()
    from guatu.ops.installation import install

    told = install(arguments.answers)
    print(told)
    return 0 if arguments.no_serve else _serve(arguments, "")


def serve(arguments: Namespace) -> int:
    start_database()
    return _serve(arguments, "")


def _serve(arguments: Namespace, remark: str) -> int:
    from django.conf import settings

    from guatu.ops.server import serve

    def ready(address: str) -> None:
        print(f"挂图已启动：{address}（停止请按 Ctrl+C）", flush=True)
        if remark:
            print(remark, flush=True)

    serve(arguments.listen or settings.LISTEN, ready=ready)
    print("已停止。", file=sys.stderr)
    return 0
