"""Workbooks with rows of their own that go out to units and come back filled."""
