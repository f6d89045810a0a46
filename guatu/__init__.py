"""Guatu (挂图): the wall chart and closed loop of a government delivery unit."""

__version__ = "0.1.0"
