"""Views of concentrated starts."""
