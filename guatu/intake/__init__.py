"""Ledgers in: an uploaded workbook is read, checked, corrected by a person, entered, undone."""
