"""The process that parses: reads a question on stdin, answers on stdout, may do nothing else."""

from __future__ import annotations

import sys
from contextlib import suppress

from guatu.kit.workbook import wire
from guatu.kit.workbook.limits import Limits
from guatu.kit.workbook.parsing import parse
from guatu.kit.workbook.refusals import RefusalCode, WorkbookRefused, refused


def main() -> None:
    for place, (raw, filename, limits) in enumerate(wire.all_asked(sys.stdin.buffer.read())):
        if place == 0:
            _confine(limits)
        sys.stdout.buffer.write(_answer(raw, filename, limits) + b"\n")


def _answer(raw: bytes, filename: str, limits: Limits) -> bytes:
    try:
        return wire.answer(parse(raw, filename, limits))
    except WorkbookRefused as error:
        return wire.refusal(error)
    except MemoryError:
        return wire.refusal(refused(RefusalCode.TOO_MUCH))
    except BaseException:  # a panic of the native parser derives from BaseException
        return wire.refusal(refused(RefusalCode.CORRUPTED))


def _confine(limits: Limits) -> None:
    """Less memory and time than the machine has, no files; Windows has no such limits."""
    try:
        import resource
    except ImportError:
        return
    for what, value in (
        (resource.RLIMIT_AS, limits.memory_bytes),
        (resource.RLIMIT_CPU, limits.seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        with suppress(ValueError, OSError):
            resource.setrlimit(what, (value, value))


if __name__ == "__main__":
    main()
