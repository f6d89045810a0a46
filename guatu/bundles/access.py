"""Who sends and enters bundles, and who says whose bundles are accepted: never the same person."""

from __future__ import annotations

from guatu.org.access import declare
from guatu.org.choices import AdminKind, Role

declare("bundle.see", "查看数据包", Role.OFFICE, admins=(AdminKind.SYSTEM, AdminKind.AUDIT))
declare("bundle.export", "导出数据包", Role.OFFICE)
declare("bundle.enter", "接收数据包", Role.OFFICE)
declare("bundle.trust", "管理数据包密钥和对端", admins=(AdminKind.SYSTEM,))
