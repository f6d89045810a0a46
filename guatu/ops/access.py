"""Who may look at the running of the installation."""

from __future__ import annotations

from guatu.org.access import declare
from guatu.org.choices import AdminKind

declare("health.read", "查看运行状况", admins=(AdminKind.SYSTEM, AdminKind.AUDIT))
