"""Tools without business words: ids, clock, base model, workbook reading, jobs, files."""
