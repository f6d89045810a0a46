"""Sheets to the mail boxes of liaisons: of which units, to whom, and how far the last mail came."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from guatu.kit.clock import CHINA
from guatu.kit.refusals import Refusal
from guatu.notices.choices import Sending
from guatu.org.access import require
from guatu.returns.actions.mailing import mail
from guatu.returns.queries.mailing import Mailed, Mailing, Reader, mailings, may_mail, missing_of
from guatu.web.returns.finding import visible_round
from guatu.web.shared.answering import form_page, put_on_form
from guatu.web.shared.asking import row_id
from guatu.web.shared.requests import Request
from guatu.web.shared.sentences import in_words


@dataclass(frozen=True, slots=True)
class Person:
    """A reader and the last mail to him, in words."""

    reader: Reader
    words: str
    is_lacking: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A unit that has not returned; ``chosen``: its box is ticked, which needs a reader who gets
    mail."""

    mailing: Mailing
    people: Sequence[Person]
    chosen: bool


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def return_mail(request: Request, pk: UUID) -> HttpResponse:
    """Those that have not come back; ticked are, to begin with, those who can be reached."""
    row = visible_round(request, pk)
    require(request.user, "returns.send", row)
    form = forms.Form(request.POST if request.method == "POST" else None)
    sent = {row_id(text) for text in request.POST.getlist("sheet")} if form.is_bound else None
    if form.is_bound and form.is_valid():
        chosen = {pk for pk in sent or () if pk is not None}
        try:
            sheets = mail(row, chosen, by=request.user, now=request.now)
        except Refusal as refusal:
            put_on_form(form, refusal)
        else:
            said = _("%(n)s 个单位的邮件已排好，按各人选的提醒时间发出。")
            messages.success(request, said % {"n": len(sheets)})
            return redirect("return-mail", row.pk)
    lines = [_line(one, sent) for one in mailings(missing_of(request.user, row))]
    context = {
        "round": row,
        "lines": lines,
        "may_mail": may_mail(),
        "unreached": sum(not one.mailing.is_reached for one in lines),
    }
    return form_page(request, "returns/mail.html", form, context)


def _line(one: Mailing, sent: set[UUID | None] | None) -> Line:
    chosen = one.is_reached and (sent is None or one.sheet.pk in sent)
    return Line(one, [_person(reader, mailed) for reader, mailed in one.readers], chosen)


def _person(reader: Reader, mailed: Mailed | None) -> Person:
    lacking = mailed is not None and mailed.fault is not None and not mailed.enclosed
    return Person(reader, _words(reader, mailed), lacking)


def _arrived(mailed: Mailed) -> str:
    """``附表`` only where it was noted that the sheet went along."""
    if mailed.enclosed:
        return _("%(at)s 送达，附表")
    if mailed.fault:
        return _("%(at)s 送达，附表没有带上：%(fault)s")
    return _("%(at)s 送达") if mailed.enclosed is None else _("%(at)s 送达，没有附表")


def _words(reader: Reader, mailed: Mailed | None) -> str:
    if mailed is None:
        return _("还没有发过") if reader.reached else _("没有邮箱，或选择不收提醒邮件")
    at = date_format(mailed.at.astimezone(CHINA), "m-d H:i")
    said = {"at": at, "fault": in_words(mailed.fault) if mailed.fault else ""}
    if mailed.status == Sending.SENT:
        return _arrived(mailed) % said
    if mailed.status in (Sending.WAITING, Sending.SENDING):
        words = _("没有送出：%(fault)s %(at)s 再试") if mailed.fault else _("待发送，%(at)s")
        return words % said
    if mailed.status == Sending.GIVEN_UP:
        return _("没有送达：%(fault)s") % said
    return _("不再发送")
