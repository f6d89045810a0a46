"""Pages of shared capacity: who is overloaded and when, and what levelling would do."""
