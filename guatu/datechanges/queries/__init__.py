"""Reading date changes and pauses: lists, those of a project, what waits for whom."""
