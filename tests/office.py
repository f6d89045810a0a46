"""LibreOffice, with which tests open the files that people will open."""

from __future__ import annotations

import os
import shutil

import pytest

PACKAGES = "libreoffice-writer-nogui libreoffice-calc-nogui"


def office() -> str:
    """The program; without it the test fails where it must run, and says so elsewhere."""
    found = shutil.which("soffice")
    return found or without("no soffice on PATH")


def without(what: str) -> str:
    said = f"FILES NOT OPENED WITH LIBREOFFICE: {what} (Debian: {PACKAGES})"
    if os.environ.get("GUATU_OFFICE_REQUIRED"):
        pytest.fail(said)
    pytest.skip(said)
