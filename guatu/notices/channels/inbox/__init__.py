"""The inbox: the notice itself is what arrives, so there is nothing to send."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from guatu.notices.channels.base import Channel, Parcel, Route


class InboxChannel(Channel):
    """Every person has it; muting makes normal notices of a kind arrive as read."""

    code = "inbox"
    label = _("站内消息")
    about = _("每条消息都留在“消息”页，随时可查。静音的类别不计入未读。")
    outward: ClassVar[bool] = False
    on_by_default: ClassVar[bool] = True

    def is_ready(self, route: Route | None) -> bool:
        return True

    def send(self, parcel: Parcel, route: Route, now: datetime) -> None:
        """Nothing: the rows of the inbox were written when the event was spread."""
