"""A block pasted from a spreadsheet: heads, cells, which project a row means."""
