"""``bundle key|out|in``: signed bundles without a page, for a folder that is carried by hand."""

from __future__ import annotations

from argparse import Namespace

from guatu.kit.refusals import Refusal
from guatu.ops.commands.files import read_file, write_file
from guatu.ops.commands.startup import start_database


def run_bundle(arguments: Namespace) -> int:
    start_database()
    from guatu.ops import bundles
    from guatu.ops.entering import person
    from guatu.org.access import Forbidden

    by = person(arguments.username, arguments.tenant)
    try:
        match arguments.act:
            case "key":
                _tell(bundles.key_words(by))
            case "out":
                made = bundles.export_for(by)
                write_file(arguments.out, made.raw)
                print(f"“{arguments.out}”：{made.words}")
            case _:
                raw = read_file(arguments.file, bundles.limit())
                _tell(bundles.bring_in(by, arguments.file.name, raw, accept=arguments.accept))
    except Forbidden as forbidden:
        raise Refusal(forbidden.sentence) from forbidden
    return 0


def _tell(lines: list[str]) -> None:
    for line in lines:
        print(line)
