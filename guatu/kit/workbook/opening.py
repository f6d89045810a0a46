"""``open_workbook``: the door for every spreadsheet that comes from outside."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import guatu
from guatu.kit.workbook import wire
from guatu.kit.workbook.limits import MEGABYTE, Limits
from guatu.kit.workbook.model import Workbook
from guatu.kit.workbook.refusals import RefusalCode, WorkbookRefused, refused
from guatu.kit.workbook.sniff import container_of

#: Files to a child and children at work, where many files are read together.
AT_ONCE, CHILDREN = 25, 2
_KEPT_ENVIRONMENT = ("PATH", "SYSTEMROOT", "TEMP", "TMP", "LANG", "LC_ALL")


def open_workbook(raw: bytes, filename: str, limits: Limits | None = None) -> Workbook:
    """The values of an .xlsx, .xls, .et or .csv, read in a child process under limits.

    What the file is, its first bytes decide; ``filename`` only tells text from CSV. Formulas
    are never calculated, macros and links never followed. Raises ``WorkbookRefused`` with a
    code and a sentence for everything that is no honest spreadsheet of a sensible size.
    """
    limits = limits or Limits()
    _refuse_by_bytes(raw, filename, limits)
    return _understood(_ask(wire.question(raw, filename, limits), limits))


def open_workbooks(
    files: Sequence[tuple[bytes, str]], limits: Limits | None = None
) -> Iterator[Workbook | WorkbookRefused]:
    """As ``open_workbook`` for many small files: ``AT_ONCE`` share a child, two children work.

    A refusal is given back in the place of the book. When a child of several dies, each of its
    files is read in a child of its own, so that one bad file spoils no other.
    """
    limits = limits or Limits()
    groups = [files[start : start + AT_ONCE] for start in range(0, len(files), AT_ONCE)]
    with ThreadPoolExecutor(CHILDREN) as pool:
        for group in pool.map(lambda some: _together(some, limits), groups):
            yield from group


def _together(
    files: Sequence[tuple[bytes, str]], limits: Limits
) -> list[Workbook | WorkbookRefused]:
    refused_first = [_refused_first(raw, name, limits) for raw, name in files]
    sound = [file for file, no in zip(files, refused_first, strict=True) if no is None]
    books = iter(_books(sound, limits))
    return [next(books) if no is None else no for no in refused_first]


def _refused_first(raw: bytes, filename: str, limits: Limits) -> WorkbookRefused | None:
    """What needs no child."""
    try:
        _refuse_by_bytes(raw, filename, limits)
    except WorkbookRefused as error:
        return error
    return None


def _books(files: Sequence[tuple[bytes, str]], limits: Limits) -> list[Workbook | WorkbookRefused]:
    if not files:
        return []
    try:
        lines = _ask(wire.questions(files, limits), limits).splitlines()
    except WorkbookRefused:
        lines = []
    if len(lines) != len(files):
        return [_book(partial(open_workbook, raw, name, limits)) for raw, name in files]
    return [_book(partial(_understood, line)) for line in lines]


def _book(read: Callable[[], Workbook]) -> Workbook | WorkbookRefused:
    try:
        return read()
    except WorkbookRefused as error:
        return error


def _refuse_by_bytes(raw: bytes, filename: str, limits: Limits) -> None:
    if len(raw) > limits.file_bytes:
        raise refused(
            RefusalCode.TOO_BIG,
            size=-(-len(raw) // MEGABYTE),
            limit=limits.file_bytes // MEGABYTE,
        )
    container_of(raw, filename)


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
