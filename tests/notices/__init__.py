"""Notices: from an event to a person, once."""
