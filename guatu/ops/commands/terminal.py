"""What a person at a terminal sees while a command works."""

from __future__ import annotations

import sys
from types import TracebackType
from typing import TextIO


class ProgressLine:
    """``装入演示城市  63%  节点计划`` on one line; where nobody watches, a line per stage."""

    def __init__(self, title: str, to: TextIO | None = None) -> None:
        self.title = title
        self.to = to or sys.stderr
        self.stage = ""
        self.width = 0

    def __enter__(self) -> ProgressLine:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        where: TracebackType | None,
    ) -> None:
        if self.width:
            self._overwrite("")
            self.to.write("\r")
            self.to.flush()

    def __call__(self, done: int, whole: int, stage: str = "") -> None:
        if self.to.isatty():
            percent = 100 * done // whole if whole else 100
            self._overwrite(f"{self.title}  {percent:3d}%  {stage}")
        elif stage and stage != self.stage:
            print(f"{self.title}：{stage}", file=self.to, flush=True)
        self.stage = stage

    def _overwrite(self, line: str) -> None:
        width = sum(2 if ord(c) >= 0x2E80 else 1 for c in line)
        self.to.write("\r" + line + " " * max(0, self.width - width))
        self.to.flush()
        self.width = width
