"""Lists of work of units by week, month, quarter, year: prepared, corrected, approved, frozen."""
