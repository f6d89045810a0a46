"""A post: its roles, who held it, what is bound to it, and handing it over."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guatu.boards.desk import receipt_of
from guatu.kit.refusals import Refusal, StateChanged
from guatu.org import actions
from guatu.org.access import require
from guatu.org.actions.posts import VACANT
from guatu.org.choices import Role
from guatu.org.models import Holding, Post
from guatu.org.queries import holdings_of
from guatu.projects.queries.filters import ListFilter
from guatu.web.org.figures import duties_of
from guatu.web.org.finding import visible_post, visible_unit
from guatu.web.org.forms import HandOverForm, PostForm, RolesForm
from guatu.web.org.receipts import listed, may_read
from guatu.web.org.then import page_of_then
from guatu.web.shared.answering import form_page, put_on_form
from guatu.web.shared.history import history
from guatu.web.shared.past import past_control
from guatu.web.shared.requests import Request
from guatu.web.shared.sentences import in_words


@login_required
@require_safe
def post_detail(request: Request, pk: UUID) -> HttpResponse:
    """``?as_of=2021-02-15`` shows the projects that it sponsored as they stood."""
    post = visible_post(request.user, pk)
    if request.as_of:
        wanted = ListFilter(request.tenant.year, sponsor=post.pk)
        words = {"name": str(post), "title": _("包保的项目")}
        return page_of_then(request, wanted, words, request.as_of)
    return render(request, "org/post.html", _context(request, post))


@login_required
@require_POST
def post_handover(request: Request, pk: UUID) -> HttpResponse:
    """On a refusal the page of the post comes again, with what was chosen."""
    post = visible_post(request.user, pk)
    require(request.user, "org.hand_over", post)
    form = HandOverForm(request.POST, user=request.user)
    status = 422
    if form.is_valid():
        try:
            _hand_over(request, post, form)
        except Refusal as refusal:
            put_on_form(form, refusal)
            status = 409 if isinstance(refusal, StateChanged) else 422
        else:
            return redirect("post-detail", post.pk)
    return render(request, "org/post.html", _context(request, post, form), status=status)


@login_required
@require_safe
def post_receipt(request: Request, pk: UUID) -> HttpResponse:
    """移交清单: what is open on the post now, to be printed and signed by both."""
    post = visible_post(request.user, pk)
    if not may_read(request.access, post):
        require(request.user, "org.hand_over", post)
    holdings = list(holdings_of(post)[:2])
    receipt = receipt_of(post, request.now)
    context = {
        "post": post,
        "receipt": receipt,
        "heaps": listed(receipt),
        "current": next((h for h in holdings if h.until is None), None),
        "former": next((h for h in holdings if h.until is not None), None),
    }
    return render(request, "org/receipt.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def post_new(request: Request, pk: UUID) -> HttpResponse:
    unit = visible_unit(request.user, pk)
    require(request.user, "org.edit", unit)
    form = PostForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            post = actions.create_post(unit, **form.cleaned_data, by=request.user, now=request.now)
        except Refusal as refusal:
            put_on_form(form, refusal)
        else:
            said = _("已新设岗位“%(post)s”，现为空缺；角色由安全管理员设定。") % {"post": post}
            messages.success(request, said)
            return redirect("post-detail", post.pk)
    context = {
        "title": _("新设岗位"),
        "about": unit.name,
        "submit": _("新设"),
        "cancel_url": reverse("unit-detail", args=[unit.pk]),
    }
    return form_page(request, "org/form.html", form, context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def post_edit(request: Request, pk: UUID) -> HttpResponse:
    post = visible_post(request.user, pk)
    require(request.user, "org.edit", post)
    form = PostForm(request.POST or None, initial={"title": post.title, "rank": post.rank})
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_post(post, form.cleaned_data, by=request.user, now=request.now)
        except Refusal as refusal:
            put_on_form(form, refusal)
        else:
            messages.success(
                request, _("已保存岗位“%(post)s”。") % {"post": form.cleaned_data["title"]}
            )
            return redirect("post-detail", post.pk)
    context = {
        "title": _("修改岗位"),
        "about": str(post),
        "submit": _("保存"),
        "cancel_url": reverse("post-detail", args=[post.pk]),
    }
    return form_page(request, "org/form.html", form, context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def post_roles(request: Request, pk: UUID) -> HttpResponse:
    post = visible_post(request.user, pk)
    require(request.user, "post.grant", post)
    held = [row.role for row in post.post_roles.all()]
    form = RolesForm(request.POST if request.method == "POST" else None, initial={"roles": held})
    if request.method == "POST" and form.is_valid():
        actions.set_roles(post, form.cleaned_data["roles"], by=request.user, now=request.now)
        messages.success(request, _("已设定“%(post)s”的角色。") % {"post": post})
        return redirect("post-detail", post.pk)
    context = {
        "title": _("设定角色"),
        "about": str(post),
        "submit": _("保存"),
        "cancel_url": reverse("post-detail", args=[post.pk]),
    }
    return form_page(request, "org/form.html", form, context)


@login_required
@require_POST
def post_closing(request: Request, pk: UUID) -> HttpResponse:
    """Close the post as of today; what is still bound to it is said on its page."""
    post = visible_post(request.user, pk)
    try:
        actions.close_post(post, on=request.today, by=request.user, now=request.now)
    except Refusal as refusal:
        messages.error(request, in_words(refusal.sentence))
    else:
        messages.success(request, _("已撤销岗位“%(post)s”，历史记录仍可查。") % {"post": post})
    return redirect("post-detail", post.pk)


def _hand_over(request: Request, post: Post, form: HandOverForm) -> None:
    to = form.cleaned_data["to"]
    actions.hand_over(
        post,
        to,
        on=form.cleaned_data["on"],
        by=request.user,
        now=request.now,
        seen=form.cleaned_data["seen"] or None,
    )
    if to is None:
        said = _("“%(post)s”现为空缺，名下职责随岗位保留；移交清单可在下面打印。")
        messages.success(request, said % {"post": post})
    else:
        said = _("%(name)s 已到任“%(post)s”，名下职责一并接手；移交清单可在下面打印。")
        messages.success(request, said % {"post": post, "name": to.name})


def _context(request: Request, post: Post, form: HandOverForm | None = None) -> dict[str, Any]:
    holdings = list(holdings_of(post))
    current = next((h for h in holdings if h.until is None), None)
    can = request.access.can
    open_now = post.closed_on is None
    return {
        "post": post,
        "roles": [Role(row.role).label for row in post.post_roles.all()],
        "holdings": holdings,
        "current": current,
        "duties": duties_of(post, request.user, request.today),
        "history": history(post.pk, before=request.GET.get("before", "")),
        "can_hand_over": open_now and can("org.hand_over", post),
        "can_edit": open_now and can("org.edit", post),
        "can_grant": open_now and can("post.grant", post),
        "form": form or _fresh_form(request, current),
        "past": past_control(request),
        "receipt": receipt_of(post, request.now) if may_read(request.access, post) else None,
    }


def _fresh_form(request: Request, current: Holding | None) -> HandOverForm:
    seen = str(current.pk) if current else VACANT
    return HandOverForm(user=request.user, initial={"seen": seen, "on": request.today})
