"""``pack``: a meeting, a line or everything as one file for a room without network."""

from __future__ import annotations

from argparse import Namespace

from guatu.ops.commands.files import write_file
from guatu.ops.commands.startup import start_database


def make_pack(arguments: Namespace) -> int:
    """With what the person named by ``--as`` may see; a refusal leaves no file."""
    start_database()
    from guatu.ops.entering import person
    from guatu.ops.packs import pack_for

    by = person(arguments.username, arguments.tenant)
    made = pack_for(by, meeting=arguments.meeting, line=arguments.line)
    write_file(arguments.out, made.html)
    print(f"“{arguments.out}”：{made.projects} 个项目，{-(-len(made.html) // 1024)} KB。")
    return 0
