"""What lets tests move a committed date where the date is not what they are about."""

from __future__ import annotations

from guatu.domain.datechanges import Grant

GRANTED = Grant("design", "设计变更：示例", "示例〔2021〕1号")
