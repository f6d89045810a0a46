"""Date-change discipline: a committed date moves only by a request that keeps the rules."""
