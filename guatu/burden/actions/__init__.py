"""Adopting caps, letting through, keeping acts to them; complaints and answers."""
