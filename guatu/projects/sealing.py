"""A baseline never changes: its event in the journal holds a digest of its dates."""

from __future__ import annotations

import hashlib
import json

from guatu.projects.models import Baseline


def seal_of(baseline: Baseline) -> str:
    """Of all dates and the required finish, the same however they are kept."""
    said = [baseline.number, str(baseline.required_finish), sorted(baseline.dates.items())]
    return hashlib.sha256(json.dumps(said, ensure_ascii=True).encode()).hexdigest()
