"""Who may set up channels; one's own notices and preferences need no right."""

from __future__ import annotations

from guatu.org.access import declare
from guatu.org.choices import AdminKind, Role

declare("channel.edit", "设置提醒渠道和时段", Role.OFFICE, admins=(AdminKind.SYSTEM,))
