"""Sheets that go out to units and come back filled: their columns, their cells, what becomes of
them."""
