"""Pages: org."""
