"""Views of dispatches, a group of pages a file."""
