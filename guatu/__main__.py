"""The ``guatu`` command."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from guatu.ops.commands.arguments import parse
from guatu.ops.commands.dispatch import run


def main(given: Sequence[str] | None = None) -> int:
    """Run one subcommand; the exit code is 0 when done, 1 for a fault found, 2 for a refusal."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guatu.config.settings")
    return run(parse(sys.argv[1:] if given is None else given))


if __name__ == "__main__":
    sys.exit(main())
