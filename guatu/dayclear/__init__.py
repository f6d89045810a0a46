"""Small app: what each day had to clear (日清日结)."""
