"""Reading what a day has to clear: where it comes from, and how the days stand."""
