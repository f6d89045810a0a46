"""Opening a spreadsheet that came from outside: checked first, parsed apart, values only."""

from guatu.kit.workbook.limits import Limits
from guatu.kit.workbook.model import Cell, Sheet, Workbook
from guatu.kit.workbook.opening import open_workbook, open_workbooks
from guatu.kit.workbook.refusals import RefusalCode, WorkbookRefused

__all__ = [
    "Cell",
    "Limits",
    "RefusalCode",
    "Sheet",
    "Workbook",
    "WorkbookRefused",
    "open_workbook",
    "open_workbooks",
]
