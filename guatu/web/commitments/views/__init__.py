"""Views of promises: the list, one promise, drafting, the acts of the table, reviews."""
