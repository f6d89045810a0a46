"""E-mail by the SMTP server of the installation (``docs/operations/notices.md``)."""

from __future__ import annotations

import re
import smtplib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from email.utils import parseaddr
from typing import ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage, get_connection
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from guatu.domain.words import N_, Sentence, say
from guatu.kit.workbook.limits import MEGABYTE
from guatu.notices.channels.base import (
    Channel,
    ChannelDown,
    FilesUnfit,
    LetterRefused,
    Parcel,
    Route,
    heading,
    listed,
)
from guatu.notices.choices import Digest

LONGEST_SUBJECT = 60
LONGEST_BODY = 200_000
_UNFIT = re.compile(r'[\x00-\x1f\x7f\\/:*?"<>|]')


class MailChannel(Channel):
    """A second try has the same Message-ID, by which mail systems know that it is the same.

    Files go along as attachments; a server that refuses those gets the letter with links only.
    """

    code = "mail"
    label = _("电子邮件")
    about = _("发到账号上的邮箱，或另填一个。")
    address_label = _("邮箱")
    address_help = _("不填就用账号上的邮箱。")
    on_by_default: ClassVar[bool] = True
    default_digest: ClassVar[Digest] = Digest.DAILY
    most_enclosed: ClassVar[int] = 5 * MEGABYTE

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

    def send(self, parcel: Parcel, route: Route, now: datetime) -> Sentence | None:
        try:
            return _hand_over(parcel)
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


def _hand_over(parcel: Parcel) -> Sentence | None:
    """Once; what the server refuses for good with files it gets once more without them."""
    try:
        _send(parcel)
    except (smtplib.SMTPDataError, smtplib.SMTPSenderRefused) as error:
        if not parcel.enclosures or error.smtp_code < 500:
            raise
        words = N_("邮件服务器不收附件（{code}），请登录挂图下载。")
        lacking = say(words, code=error.smtp_code)
        _send(replace(parcel, enclosures=(), missing=(*parcel.missing, lacking)))
        return lacking
    return None


def _send(parcel: Parcel) -> None:
    """What goes wrong on an open connection may be because of the files: a gateway that looks into
    them breaks off, or puts off, and says no more."""
    with get_connection() as connection:
        message = message_of(parcel)
        message.connection = connection
        try:
            message.send()
        except smtplib.SMTPRecipientsRefused:
            raise
        except OSError as error:
            code = error.smtp_code if isinstance(error, smtplib.SMTPResponseException) else 0
            if not parcel.enclosures or code >= 500:
                raise
            words = N_("邮件服务器没有收下带附件的信（{fault}）。")
            raise FilesUnfit(say(words, fault=type(error).__name__)) from error


def message_of(parcel: Parcel) -> EmailMessage:
    """The letter as mail. Its headers tell other programs that no person wrote it."""
    words = listed(parcel.lines, most=LONGEST_BODY)
    foot = f"{parcel.government} 挂图"
    body = "\n\n".join([f"{parcel.name}：", *words, *_about_files(parcel), foot])
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "guatu.invalid"
    message = EmailMessage(
        subject=_subject(parcel),
        body=body,
        to=[parcel.address],
        headers={
            "Message-ID": f"<{parcel.key}@{domain}>",
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
        },
    )
    for file in parcel.enclosures:
        message.attach(_file_name(file.name), file.content, file.media_type)
    return message


def _about_files(parcel: Parcel) -> Iterator[str]:
    if parcel.enclosures:
        yield "附件：" + "、".join(_file_name(file.name) for file in parcel.enclosures)
    yield from map(str, parcel.missing)


def _file_name(name: str) -> str:
    """Without what no file system, and no header, takes."""
    return " ".join(_UNFIT.sub("-", name).split())


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
