"""Concentrated starts: a day on which several projects begin together, and its figures."""
