"""Reading what goes out, what came in, and what it would change."""
