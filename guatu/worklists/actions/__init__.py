"""What is done with lists of work."""
