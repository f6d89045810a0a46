"""How often tests of chance and of haste repeat: ``GUATU_TEST_TIMES=20`` for a long night."""

from __future__ import annotations

import os

TIMES = int(os.environ.get("GUATU_TEST_TIMES", "1"))
