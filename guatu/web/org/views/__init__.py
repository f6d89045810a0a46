"""Views of the organisation, a module per page."""
