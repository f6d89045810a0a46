"""The acts on projects: every page, command, import and timer goes through these."""
