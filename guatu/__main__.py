"""The ``guatu`` command."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from guatu.ops.commands.arguments import parse
from guatu.ops.commands.dispatch import run


def main(given: Sequence[str] | None = None) -> int:
    """Run one subcommand; the exit code is 0 when done, 1 for a fault found, 2 for a refusal.

    Whoever reads the output may stop early (``guatu schedule … | head``): that is no fault.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guatu.config.settings")
    try:
        code = run(parse(sys.argv[1:] if given is None else given))
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return code


if __name__ == "__main__":
    sys.exit(main())
