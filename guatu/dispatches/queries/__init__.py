"""Reading dispatches: the list and its figures, who has to act, one dispatch with its course."""
