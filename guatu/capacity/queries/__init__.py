"""Reads of shared capacity, a matter a file."""
