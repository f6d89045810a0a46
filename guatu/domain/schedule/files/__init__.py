"""Plans in the files of other planners: Primavera P6 (XER) and Microsoft Project (MSPDI XML).

What is read, how it is scheduled and what cannot be kept: ``docs/algorithms/schedule-files.md``.
"""

from guatu.domain.schedule.files.comparing import Comparison, compare
from guatu.domain.schedule.files.days import as_json, from_days, to_days
from guatu.domain.schedule.files.model import FilePlan, Note
from guatu.domain.schedule.files.mspdi import read_mspdi
from guatu.domain.schedule.files.mspdiwriter import write_mspdi
from guatu.domain.schedule.files.reading import is_plan_file, read_file
from guatu.domain.schedule.files.result import FileSchedule, answer
from guatu.domain.schedule.files.scheduling import place
from guatu.domain.schedule.files.xer import read_xer

__all__ = [
    "Comparison",
    "FilePlan",
    "FileSchedule",
    "Note",
    "answer",
    "as_json",
    "compare",
    "from_days",
    "is_plan_file",
    "place",
    "read_file",
    "read_mspdi",
    "read_xer",
    "to_days",
    "write_mspdi",
]
