"""Pages: lines."""
