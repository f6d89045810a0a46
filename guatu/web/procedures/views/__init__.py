"""Pages of the procedure library."""
