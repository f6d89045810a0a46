"""The acts on a ledger: taken in, corrected by a person, entered in the list, taken back.

Pages call ``guatu.intake.jobs``, which does the same acts and leaves long work to a job;
commands, the demonstration and tests call these, which do everything at once.
"""

from guatu.intake.actions.correcting import choose, map_columns, match_row, mend_cell, skip_rows
from guatu.intake.actions.entering import begin_entering, enter, finish_entering
from guatu.intake.actions.states import give_back
from guatu.intake.actions.taking import drop, read, upload
from guatu.intake.actions.undoing import Kept, Undone, begin_undoing, finish_undoing, undo

__all__ = [
    "Kept",
    "Undone",
    "begin_entering",
    "begin_undoing",
    "choose",
    "drop",
    "enter",
    "finish_entering",
    "finish_undoing",
    "give_back",
    "map_columns",
    "match_row",
    "mend_cell",
    "read",
    "skip_rows",
    "undo",
    "upload",
]
