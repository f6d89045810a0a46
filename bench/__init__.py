"""Speed as ratios against named baselines of the same run: ``make bench``.

Each benchmark is a module with a ``main`` that prints JSON lines of ``Figure``; each runs in a
process and a data folder of its own, so that none warms another.
"""
