"""Accounts, for the system administrator."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guatu.kit.refusals import Refusal
from guatu.org import actions
from guatu.org.access import require
from guatu.org.models import User
from guatu.org.queries import people_of
from guatu.web.org.finding import visible_person
from guatu.web.org.forms import AccountForm, PasswordForm
from guatu.web.shared.answering import form_page, put_on_form
from guatu.web.shared.asking import plain_words
from guatu.web.shared.requests import Request
from guatu.web.shared.sentences import in_words
from guatu.web.shared.spreadsheets import Cell, asked_file

PER_PAGE = 50
EXPORT_LIMIT = 20_000


@login_required
@require_safe
def account_list(request: Request) -> HttpResponse:
    require(request.user, "user.open", request.tenant)
    words = plain_words(request.GET.get("q", ""))
    page = Paginator(_asked(request, words), PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "words": words, "limit": EXPORT_LIMIT}
    return render(request, "org/accounts.html", context)


@login_required
@require_safe
def account_export(request: Request) -> HttpResponse:
    """As found by ``?q=``, with what the page shows and nothing of passwords."""
    require(request.user, "user.open", request.tenant)
    people = _asked(request, plain_words(request.GET.get("q", "")))[:EXPORT_LIMIT]
    rows: Iterator[list[Cell]] = (
        [
            person.name,
            person.username,
            "、".join(str(held.post) for held in person.current_holdings),
            str(person.get_admin_kind_display() or ""),
            _status(person),
        ]
        for person in people
    )
    titles = [_("姓名"), _("用户名"), _("现任岗位"), _("管理员"), _("状态")]
    name = _("账号") + request.now.strftime("-%Y%m%d-%H%M")
    return asked_file(request, name, "accounts", titles, rows, widths=(14, 22, 48, 14, 22))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def account_new(request: Request) -> HttpResponse:
    require(request.user, "user.open", request.tenant)
    form = AccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            user = actions.open_account(
                request.tenant, **form.cleaned_data, by=request.user, now=request.now
            )
        except Refusal as refusal:
            put_on_form(form, refusal)
        else:
            said = _("已为 %(name)s 开通账号；在岗位页面办理到任后才有职责。") % {"name": user.name}
            messages.success(request, said)
            return redirect("unit-accounts")
    context = {"title": _("开通账号"), "submit": _("开通"), "cancel_url": reverse("unit-accounts")}
    return form_page(request, "org/form.html", form, context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def account_password(request: Request, pk: UUID) -> HttpResponse:
    require(request.user, "user.open", request.tenant)
    person = visible_person(request.user, pk)
    form = PasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.reset_password(
                person, form.cleaned_data["password"], by=request.user, now=request.now
            )
        except Refusal as refusal:
            put_on_form(form, refusal)
        else:
            messages.success(request, _("已重设 %(name)s 的登录密码。") % {"name": person.name})
            return redirect("unit-accounts")
    context = {
        "title": _("重设密码"),
        "about": f"{person.name}（{person.username}）",
        "submit": _("重设"),
        "cancel_url": reverse("unit-accounts"),
    }
    return form_page(request, "org/form.html", form, context)


@login_required
@require_POST
def account_closing(request: Request, pk: UUID) -> HttpResponse:
    person = visible_person(request.user, pk)
    try:
        actions.disable_account(person, by=request.user, now=request.now)
    except Refusal as refusal:
        messages.error(request, in_words(refusal.sentence))
    else:
        said = _("已停用 %(name)s 的账号，岗位和职责未变。") % {"name": person.name}
        messages.success(request, said)
    return redirect("unit-accounts")


@login_required
@require_POST
def account_opening(request: Request, pk: UUID) -> HttpResponse:
    person = visible_person(request.user, pk)
    actions.enable_account(person, by=request.user, now=request.now)
    messages.success(request, _("已恢复使用 %(name)s 的账号。") % {"name": person.name})
    return redirect("unit-accounts")


@login_required
@require_POST
def account_second_factor(request: Request, pk: UUID) -> HttpResponse:
    """For a person who can no longer give the code: telephone and recovery codes are lost."""
    person = visible_person(request.user, pk)
    try:
        actions.lift_second_factor(person, by=request.user, now=request.now)
    except Refusal as refusal:
        messages.error(request, in_words(refusal.sentence))
    else:
        said = _("已解除 %(name)s 的两步验证，现在只用密码登录。") % {"name": person.name}
        messages.success(request, said)
    return redirect("unit-accounts")


def _asked(request: Request, words: str) -> QuerySet[Any]:
    """With what ``people_of`` adds to each."""
    people = people_of(request.tenant.pk)
    if words:
        people = people.filter(Q(name__icontains=words) | Q(username__icontains=words))
    return people


def _status(person: User) -> str:
    if not person.is_active:
        return _("已停用")
    return _("在用") if person.has_usable_password() else _("未设密码，不能登录")
