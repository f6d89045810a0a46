"""Lists of work (每周工作清单, 月调度, 季推进): rhythm, table, composition, promises; plain Python.

Worked examples, run as tests: ``docs/algorithms/worklists.md``.
"""
