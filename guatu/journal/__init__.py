"""Append-only events: who did what to which object, when, in one sentence."""
