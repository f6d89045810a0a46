"""Pages: journal."""
