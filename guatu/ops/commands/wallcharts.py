"""``wallchart``: the chart of a line, or of everything, as a PDF to hang up."""

from __future__ import annotations

from argparse import Namespace

from guatu.ops.commands.files import write_file
from guatu.ops.commands.startup import start_database


def print_wallchart(arguments: Namespace) -> int:
    """Printed as the person named by ``--as`` sees it; a refusal leaves no file."""
    start_database()
    from guatu.ops.entering import person
    from guatu.ops.prints import Wanted, print_for

    by = person(arguments.username, arguments.tenant)
    wanted = Wanted(
        arguments.line, arguments.paper, arguments.each, arguments.as_of, arguments.stickers
    )
    made = print_for(by, wanted)
    write_file(arguments.out, made.pdf)
    print(f"“{arguments.out}”：{made.projects} 个项目，{made.sheets} 张。")
    return 0
