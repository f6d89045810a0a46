"""Pages: wallchart."""
