"""Views of work lines, a module per page."""
