"""Reading boards as they are composed."""
