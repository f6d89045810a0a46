"""Which planner a file comes from is told by how it begins, not by its name."""

from __future__ import annotations

from guatu.domain.schedule.files.model import FilePlan
from guatu.domain.schedule.files.mspdi import read_mspdi
from guatu.domain.schedule.files.noting import MOST_BYTES, refuse
from guatu.domain.schedule.files.xer import read_xer
from guatu.domain.words import N_

_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


def is_plan_file(raw: bytes) -> bool:
    """Whether ``raw`` begins like XER or XML."""
    return _begin(raw).startswith((b"ERMHDR", b"<"))


def read_file(raw: bytes) -> FilePlan:
    """The plan of an XER or MSPDI file; ScheduleError where it cannot be one."""
    if len(raw) > MOST_BYTES:
        refuse(N_("文件超过 64 MB，不像是一个计划；请核对。"))
    if _begin(raw).startswith(b"<"):
        return read_mspdi(raw)
    if not is_plan_file(raw):
        refuse(N_("文件既不像 XER（以 ERMHDR 开头），也不像 XML；请从原软件重新导出。"))
    return read_xer(raw)


def _begin(raw: bytes) -> bytes:
    head = raw[:64]
    for mark in _MARKS:
        head = head.removeprefix(mark)
    return head.replace(b"\0", b"").lstrip()
