"""Acts on date changes: asking, deciding, planning anew, pausing, setting the rules."""
