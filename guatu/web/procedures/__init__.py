"""Pages of the procedure library (前期手续)."""
