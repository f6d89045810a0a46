"""The channels of the government: set up, tried out, and how they are doing."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guatu.kit.refusals import Refusal
from guatu.notices import actions, jobs
from guatu.notices.channels import CHANNELS
from guatu.notices.models import ChannelSetting
from guatu.notices.queries import Standing, hours_of, standings
from guatu.org.access import require
from guatu.web.notices.forms import ChannelForm, HoursForm
from guatu.web.shared.answering import form_page, put_on_form
from guatu.web.shared.requests import Request
from guatu.web.shared.sentences import in_words

#: A test that has no result for so long was cut off.
LONGEST_TEST = timedelta(minutes=1)


@login_required
@require_safe
def channel_list(request: Request) -> HttpResponse:
    require(request.user, "channel.edit", request.tenant)
    lines = standings(request.tenant)
    context = {
        "lines": [(line, _is_testing(request, line)) for line in lines],
        "hours": hours_of([request.tenant.pk])[request.tenant.pk],
    }
    return render(request, "notices/channels.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def channel_edit(request: Request, code: str) -> HttpResponse:
    require(request.user, "channel.edit", request.tenant)
    channel = CHANNELS.get(code)
    if channel is None or not channel.routed:
        raise Http404
    row = ChannelSetting.objects.visible_to(request.user).filter(channel=code).first()
    form = ChannelForm(request.POST or None, channel=channel, setting=row)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_channel(
                request.tenant,
                code,
                enabled=form.cleaned_data["enabled"],
                url=form.cleaned_data["url"] or None,
                secret=form.given_secret,
                by=request.user,
                now=request.now,
            )
        except Refusal as refusal:
            put_on_form(form, refusal)
        else:
            said = _("已保存“%(channel)s”，建议发一条测试消息。") % {"channel": channel.label}
            messages.success(request, said)
            return redirect("notice-channels")
    context = {"title": channel.label, "about": channel.about}
    return form_page(request, "notices/form.html", form, context | _way_back())


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def channel_test(request: Request, code: str) -> HttpResponse:
    """POST sends a test, GET says how it is going."""
    require(request.user, "channel.edit", request.tenant)
    if request.method == "POST":
        try:
            jobs.try_channel(request.tenant, code, by=request.user, now=request.now)
        except Refusal as refusal:
            messages.error(request, in_words(refusal.sentence))
        return redirect(f"{reverse('notice-channels')}#{code}")
    line = next((one for one in standings(request.tenant) if one.channel.code == code), None)
    if line is None:
        raise Http404
    context = {"line": line, "testing": _is_testing(request, line)}
    return render(request, "notices/_test.html", context)


@login_required
@require_POST
def channel_resending(request: Request, code: str) -> HttpResponse:
    try:
        n = actions.resend_given_up(request.tenant, code, by=request.user, now=request.now)
    except Refusal as refusal:
        messages.error(request, in_words(refusal.sentence))
    else:
        words = ngettext("%(n)s 封已排队，很快重新发送。", "%(n)s 封已排队，很快重新发送。", n)
        messages.success(request, words % {"n": n})
    return redirect("notice-channels")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def hours_edit(request: Request) -> HttpResponse:
    require(request.user, "channel.edit", request.tenant)
    now_set = hours_of([request.tenant.pk])[request.tenant.pk]
    names = ("quiet_from", "quiet_until", "letter_at")
    form = HoursForm(request.POST or None, initial={n: getattr(now_set, n) for n in names})
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_hours(request.tenant, form.hours, by=request.user, now=request.now)
        except Refusal as refusal:
            put_on_form(form, refusal)
        else:
            messages.success(request, _("已保存提醒时段，从下一条消息起生效。"))
            return redirect("notice-channels")
    context = {"title": _("提醒时段"), "about": ""}
    return form_page(request, "notices/form.html", form, context | _way_back())


def _is_testing(request: Request, line: Standing) -> bool:
    row = line.setting
    if row is None or row.testing_since is None or row.tested_at is not None:
        return False
    return request.now - row.testing_since < LONGEST_TEST


def _way_back() -> dict[str, str]:
    return {"cancel_url": reverse("notice-channels")}
