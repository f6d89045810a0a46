"""From parsed arguments to the function that does it; a refusal becomes a sentence and code 2."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Callable

from guatu.kit.refusals import Refusal

REFUSED = 2


def run(arguments: Namespace) -> int:
    """Each command is imported when it is called: reading a phrase needs no database."""
    try:
        return _COMMANDS[arguments.command](arguments)
    except Refusal as refusal:
        _say_why(refusal)
        return REFUSED
    except KeyboardInterrupt:
        print("\n已中止。", file=sys.stderr)
        return 130


def _say_why(refusal: Refusal) -> None:
    print(refusal.sentence, file=sys.stderr)
    for sentence in refusal.fields.values():
        if str(sentence) != str(refusal.sentence):
            print(f"  {sentence}", file=sys.stderr)


def _demo(arguments: Namespace) -> int:
    from guatu.ops.commands.running import demo

    return demo(arguments)


def _up(arguments: Namespace) -> int:
    from guatu.ops.commands.running import up

    return up(arguments)


def _serve(arguments: Namespace) -> int:
    from guatu.ops.commands.running import serve

    return serve(arguments)


def _migrate(arguments: Namespace) -> int:
    from guatu.ops.commands.upkeep import migrate

    return migrate(arguments)


def _reschedule(arguments: Namespace) -> int:
    from guatu.ops.commands.reschedules import reschedule

    return reschedule(arguments)


def _patrol(arguments: Namespace) -> int:
    from guatu.ops.commands.upkeep import patrol

    return patrol(arguments)


def _recount(arguments: Namespace) -> int:
    from guatu.ops.commands.upkeep import recount

    return recount(arguments)


def _verify(arguments: Namespace) -> int:
    from guatu.ops.commands.upkeep import verify

    return verify(arguments)


def _intake(arguments: Namespace) -> int:
    if arguments.dry_run or arguments.json:
        from guatu.ops.commands.reading import read_file

        return read_file(arguments)
    from guatu.ops.commands.entering import enter_file

    return enter_file(arguments)


def _phrase(arguments: Namespace) -> int:
    from guatu.ops.commands.phrases import phrase

    return phrase(arguments)


def _schedule(arguments: Namespace) -> int:
    from guatu.ops.commands.schedules import schedule_file

    return schedule_file(arguments)


def _rules(arguments: Namespace) -> int:
    from guatu.ops.commands.rules import check

    return check(arguments)


def _wallchart(arguments: Namespace) -> int:
    from guatu.ops.commands.wallcharts import print_wallchart

    return print_wallchart(arguments)


def _pack(arguments: Namespace) -> int:
    from guatu.ops.commands.packs import make_pack

    return make_pack(arguments)


def _bundle(arguments: Namespace) -> int:
    from guatu.ops.commands.bundles import run_bundle

    return run_bundle(arguments)


def _returns(arguments: Namespace) -> int:
    from guatu.ops.commands.returned import bring_in, write_out

    return write_out(arguments) if arguments.act == "out" else bring_in(arguments)


_COMMANDS: dict[str, Callable[[Namespace], int]] = {
    "demo": _demo,
    "up": _up,
    "serve": _serve,
    "migrate": _migrate,
    "patrol": _patrol,
    "reschedule": _reschedule,
    "recount": _recount,
    "verify": _verify,
    "intake": _intake,
    "phrase": _phrase,
    "schedule": _schedule,
    "rules": _rules,
    "wallchart": _wallchart,
    "returns": _returns,
    "pack": _pack,
    "bundle": _bundle,
}
