"""Pages: finding projects, units and work lines."""
