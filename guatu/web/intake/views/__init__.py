"""Views of the intake wizard, a module per step."""
