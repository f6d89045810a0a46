"""Telling people: who is told of what, by which channel, when, and that it arrives once."""
