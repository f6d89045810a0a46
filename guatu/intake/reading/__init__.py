"""Reading a ledger: tables found, columns understood, rows read, problems named.

``read_ledger`` reads a workbook, ``read_again`` one cell that a person has mended, ``as_json``
writes a reading in the form of the reference ledgers. No database, no clock.
"""

from guatu.intake.reading.asjson import as_json
from guatu.intake.reading.cells import read_again
from guatu.intake.reading.ledger import read_ledger
from guatu.intake.reading.model import (
    Choice,
    Column,
    Declared,
    Field,
    LedgerReading,
    Problem,
    RowKind,
    RowReading,
    Table,
)

__all__ = [
    "Choice",
    "Column",
    "Declared",
    "Field",
    "LedgerReading",
    "Problem",
    "RowKind",
    "RowReading",
    "Table",
    "as_json",
    "read_again",
    "read_ledger",
]
