"""Acts of command, a group of verbs a file."""
