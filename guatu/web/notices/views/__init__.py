"""Views: inbox, preferences, channels."""
