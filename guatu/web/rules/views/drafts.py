"""Drafts: copying a pack, editing by form or as text, the next version, throwing one away."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from guatu.domain.words import say
from guatu.kit.refusals import Refusal
from guatu.org.access import require
from guatu.projects.actions.packs import (
    UnreadablePack,
    copy_pack,
    drop_pack,
    edit_pack,
    revise_pack,
)
from guatu.projects.models import RulePack
from guatu.web.rules.editing import PackForm, TextForm
from guatu.web.rules.finding import Pack, found_pack
from guatu.web.rules.views.detail import dimensions_shown
from guatu.web.shared.answering import put_on_form
from guatu.web.shared.asking import whole_number
from guatu.web.shared.requests import Request
from guatu.web.shared.sentences import in_words


@login_required
@require_POST
def rule_copy(request: Request, key: str) -> HttpResponse:
    """A draft with the text of any pack."""
    pack = found_pack(request, key)
    draft = copy_pack(request.tenant, pack.text, by=request.user, now=request.now)
    messages.success(request, _("已起草“%(name)s”，可以修改了。") % {"name": draft.name})
    return redirect("rule-edit", draft.pk)


@login_required
@require_POST
def rule_revision(request: Request, key: str) -> HttpResponse:
    """An adopted pack is frozen: its change is the draft of a new version."""
    draft = revise_pack(_row(found_pack(request, key)), by=request.user, now=request.now)
    said = {"name": draft.name, "version": draft.version}
    messages.info(request, _("这是“%(name)s”第 %(version)s 版的草稿；采用之前不影响亮灯。") % said)
    return redirect("rule-edit", draft.pk)


@login_required
@require_POST
def rule_removal(request: Request, key: str) -> HttpResponse:
    draft = _row(found_pack(request, key))
    seen = whole_number(request.POST.get("seen", "")) or 0
    drop_pack(draft, seen=seen, by=request.user, now=request.now)
    messages.success(request, _("已删除草稿“%(name)s”。") % {"name": draft.name})
    return redirect("rule-list")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def rule_edit(request: Request, key: str) -> HttpResponse:
    """The form, or with ``?as=text`` the whole text."""
    pack = found_pack(request, key)
    row = _row(pack)
    require(request.user, "pack.edit", row)
    if not pack.is_draft:
        raise Refusal(
            say("“{label}”已经采用，采用过的规则不再改动。请另起一版再改。", label=str(row))
        )
    as_text = request.GET.get("as") == "text"
    form = _text_form(request, row) if as_text else _form(request, row)
    if form.is_bound and form.is_valid() and (answer := _saved(request, row, form)):
        return answer
    context = {
        "pack": pack,
        "form": form,
        "as_text": as_text,
        "dimensions": _beside(pack, form),
        "doubts": [problem.sentence for problem in pack.doubts],
    }
    status = 422 if form.is_bound else 200
    return render(request, "rules/edit.html", context, status=status)


def _saved(request: Request, row: RulePack, form: Form) -> HttpResponse | None:
    """None with the faults on the form."""
    try:
        text = _text(form)
        seen = form.cleaned_data["seen"]
        draft = edit_pack(row, text, seen=seen, by=request.user, now=request.now)
    except UnreadablePack as refusal:
        form.add_error(None, in_words(refusal.sentence))
        for fault in refusal.faults:
            form.add_error(None, in_words(fault))
        return None
    except Refusal as refusal:
        put_on_form(form, refusal)
        return None
    messages.success(request, _("已保存“%(name)s”，下面是检查结果。") % {"name": draft.name})
    return redirect(request.get_full_path())


def _text(form: Form) -> dict[str, Any]:
    if isinstance(form, PackForm):
        return form.text()
    try:
        text = json.loads(form.cleaned_data["text"])
    except ValueError as fault:
        line = getattr(fault, "lineno", 1)
        words = say("第 {line} 行附近不是 JSON，请检查逗号、引号和括号。", line=line)
        raise Refusal(words, {"text": words}) from fault
    if not isinstance(text, dict):
        words = say("最外层应是一对花括号，里面是规则包。")
        raise Refusal(words, {"text": words})
    return text


def _form(request: Request, row: RulePack) -> PackForm:
    return PackForm(row.rules, request.POST or None, seen=row.revision)


def _text_form(request: Request, row: RulePack) -> TextForm:
    text = json.dumps(row.rules, ensure_ascii=False, indent=2)
    return TextForm(request.POST or None, initial={"seen": row.revision, "text": text})


def _beside(pack: Pack, form: Form) -> list[dict[str, Any]]:
    """Fields of each dimension beside the picture of what is saved."""
    shown = list(dimensions_shown(pack.rules))
    if not isinstance(form, PackForm):
        return [{"shown": one} for one in shown]
    return [
        {"shown": one, "fields": fields} for one, fields in zip(shown, form.dimensions, strict=True)
    ]


def _row(pack: Pack) -> RulePack:
    """What ships is no row and cannot be edited; its copy can."""
    if pack.row is None:
        raise Http404
    return pack.row
