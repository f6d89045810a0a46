"""Papers as pages show them."""
