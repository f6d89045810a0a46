"""``open_workbook``: the door for every spreadsheet that comes from outside."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import guatu
from guatu.kit.workbook import wire
from guatu.kit.workbook.limits import MEGABYTE, Limits
from guatu.kit.workbook.model import Workbook
from guatu.kit.workbook.refusals import RefusalCode, refused
from guatu.kit.workbook.sniff import container_of

_KEPT_ENVIRONMENT = ("PATH", "SYSTEMROOT", "TEMP", "TMP", "LANG", "LC_ALL")


def open_workbook(raw: bytes, filename: str, limits: Limits | None = None) -> Workbook:
    """The values of an .xlsx, .xls, .et or .csv, read in a child process under limits.

    What the file is, its first bytes decide; ``filename`` only tells text from CSV. Formulas
    are never calculated, macros and links never followed. Raises ``WorkbookRefused`` with a
    code and a sentence for everything that is no honest spreadsheet of a sensible size.
    """
    limits = limits or Limits()
    if len(raw) > limits.file_bytes:
        raise refused(
            RefusalCode.TOO_BIG,
            size=-(-len(raw) // MEGABYTE),
            limit=limits.file_bytes // MEGABYTE,
        )
    container_of(raw, filename)
    return _understood(_ask(wire.question(raw, filename, limits), limits))


def _ask(question: bytes, limits: Limits) -> bytes:
    """A fresh interpreter, not a fork: the web server has threads."""
    try:
        done = subprocess.run(
            [sys.executable, "-m", "guatu.kit.workbook.child"],
            input=question,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(),
            timeout=limits.seconds,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise refused(RefusalCode.TOO_MUCH) from error
    if done.returncode != 0:
        raise refused(RefusalCode.TOO_MUCH)
    return done.stdout


def _understood(line: bytes) -> Workbook:
    try:
        return wire.understood(line)
    except (ValueError, KeyError, TypeError) as error:
        raise refused(RefusalCode.CORRUPTED) from error


def _environment() -> dict[str, str]:
    """The child needs to find this package and its libraries, and none of our secrets."""
    home = str(Path(guatu.__file__).parent.parent)
    paths = [home, *(path for path in sys.path if path and path != home)]
    kept = {name: os.environ[name] for name in _KEPT_ENVIRONMENT if name in os.environ}
    return {**kept, "PYTHONPATH": os.pathsep.join(paths), "PYTHONUTF8": "1"}
