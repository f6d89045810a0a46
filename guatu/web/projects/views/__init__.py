"""Views of projects, a module per page."""
