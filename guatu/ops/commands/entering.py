"""``intake``: a ledger read, checked and entered from the command line, by the same acts."""

from __future__ import annotations

from argparse import Namespace

from guatu.ops.commands.reading import bytes_of
from guatu.ops.commands.startup import start_database
from guatu.ops.commands.terminal import ProgressLine

NOT_ENTERED = 1


def enter_file(arguments: Namespace) -> int:
    """Enter the file as the person named by ``--as``; code 1 when there was nothing to enter."""
    raw = bytes_of(arguments.file)
    start_database()
    from guatu.ops.entering import bring_in, enter, person

    by = person(arguments.username, arguments.tenant)
    with ProgressLine("读取台账") as line:
        brought = bring_in(
            arguments.file.name, raw, as_of=arguments.as_of, sheet=arguments.sheet, by=by, tell=line
        )
    print("\n".join(brought.words))
    if brought.missing:
        print(brought.missing)
        return NOT_ENTERED
    with ProgressLine("入账") as line:
        told = enter(brought, by=by, tell=line)
    print(told)
    return 0
