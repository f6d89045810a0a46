"""Forms of projects: they check shape; what may be is decided by the acts."""
