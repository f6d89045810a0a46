"""Signed bundles that carry facts between networks that may not be joined."""
