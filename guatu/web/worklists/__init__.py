"""周清单: the list of a unit, all lists together, promises against facts, and their rules."""
