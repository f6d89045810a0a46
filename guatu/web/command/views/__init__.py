"""Views of command, an area a file."""
