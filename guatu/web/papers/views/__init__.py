"""Views of official papers."""
