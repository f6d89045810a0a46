"""Views of shared capacity."""
