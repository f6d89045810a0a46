"""Signed bundles (签名数据包) between networks that may not be joined: form, chain, verdicts.

Worked examples, run as tests: ``docs/algorithms/bundles.md``.
"""
