"""集中开工: the list of events, one event with its figures, its projects, and the rules."""
