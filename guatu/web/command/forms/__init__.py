"""Forms of command: they check shape; what can be is decided by the acts."""
