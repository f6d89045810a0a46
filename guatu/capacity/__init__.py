"""Shared capacity: who is asked for more at once than he can give."""
