"""Pages of date changes (改期): asking, deciding, pausing."""
