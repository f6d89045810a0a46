"""Read models and drawings of the wall chart, the overview and the boards; no writing here."""
