"""Acts on dispatches, a group of verbs a file."""
