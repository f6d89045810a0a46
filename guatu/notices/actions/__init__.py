"""Spreading events into notices, delivering them, and what people set about it."""

from guatu.notices.actions.delivering import Delivered, deliver
from guatu.notices.actions.reading import mark_all_read, mark_read, mark_unread
from guatu.notices.actions.settings import (
    change_channel,
    change_hours,
    change_preference,
    resend_given_up,
)
from guatu.notices.actions.spreading import Spread, spread
from guatu.notices.actions.testing import ask_test, send_test

__all__ = [
    "Delivered",
    "Spread",
    "ask_test",
    "change_channel",
    "change_hours",
    "change_preference",
    "deliver",
    "mark_all_read",
    "mark_read",
    "mark_unread",
    "resend_given_up",
    "send_test",
    "spread",
]
