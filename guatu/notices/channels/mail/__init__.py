"""E-mail by the SMTP server of the installation (``docs/operations/notices.md``)."""

from __future__ import annotations

import smtplib
from collections.abc import Iterable
from datetime import datetime
from email.utils import parseaddr
from typing import ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from guatu.domain.words import Sentence, say
from guatu.notices.channels.base import (
    Channel,
    ChannelDown,
    LetterRefused,
    Parcel,
    Route,
    heading,
    listed,
)
from guatu.notices.choices import Digest

LONGEST_SUBJECT = 60
LONGEST_BODY = 200_000


class MailChannel(Channel):
    """A second try has the same Message-ID, by which mail systems know that it is the same."""

    code = "mail"
    label = _("电子邮件")
    about = _("发到账号上的邮箱，或另填一个。")
    address_label = _("邮箱")
    address_help = _("不填就用账号上的邮箱。")
    on_by_default: ClassVar[bool] = True
    default_digest: ClassVar[Digest] = Digest.DAILY

    def is_ready(self, route: Route | None) -> bool:
        """Set up by the environment, for all governments of the installation."""
        return bool(settings.DEFAULT_FROM_EMAIL)

    def address_of(self, chosen: str, account: str) -> str | None:
        return chosen or account or None

    def address_fault(self, address: str) -> Sentence | None:
        try:
            validate_email(address)
        except ValidationError:
            return say("邮箱写得不对，请写成“名字@单位域名”的样子。")
        return None

    def send(self, parcel: Parcel, route: Route, now: datetime) -> None:
        message = message_of(parcel)
        try:
            message.send()
        except smtplib.SMTPRecipientsRefused as error:
            raise _about_address(parcel.address, error.recipients.values()) from error
        except smtplib.SMTPAuthenticationError as error:
            raise ChannelDown(say("邮件服务器不接受用户名或密码，请系统管理员核对。")) from error
        except smtplib.SMTPException as error:
            raise ChannelDown(
                say("邮件服务器没有收下（{fault}）。", fault=type(error).__name__)
            ) from error
        except OSError as error:
            raise ChannelDown(say("连不上邮件服务器，或等了太久没有回答。")) from error


def message_of(parcel: Parcel) -> EmailMessage:
    """The letter as mail. Its headers tell other programs that no person wrote it."""
    body = "\n\n".join(
        [f"{parcel.name}：", *listed(parcel.lines, most=LONGEST_BODY), f"{parcel.government} 挂图"]
    )
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "guatu.invalid"
    return EmailMessage(
        subject=_subject(parcel),
        body=body,
        to=[parcel.address],
        headers={
            "Message-ID": f"<{parcel.key}@{domain}>",
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
        },
    )


def _subject(parcel: Parcel) -> str:
    if len(parcel.lines) > 1:
        return f"{heading(parcel)}挂图提醒 {len(parcel.lines)} 条"
    words = " ".join(parcel.lines[0].words.split())
    short = words if len(words) <= LONGEST_SUBJECT else words[: LONGEST_SUBJECT - 1] + "…"
    return f"{heading(parcel)}{short}"


def _about_address(address: str, answers: Iterable[tuple[int, bytes]]) -> ChannelDown:
    if all(500 <= code < 600 for code, _said in answers):
        return LetterRefused(say("邮件服务器不认邮箱 {address}，请核对。", address=address))
    return ChannelDown(say("邮件服务器暂时不收 {address} 的信。", address=address))
