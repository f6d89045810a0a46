"""The back-test of a pack, and its adoption by whoever has looked at it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from guatu.kit.refusals import Refusal, StateChanged
from guatu.org.access import require
from guatu.projects.actions.packs import adopt, adopt_pack
from guatu.projects.jobs import patrol_everything
from guatu.projects.patrol import Round
from guatu.web.rules.finding import Pack, found_pack
from guatu.web.rules.trial import has_seen, picture_of, seen_token
from guatu.web.shared.asking import whole_number
from guatu.web.shared.requests import Request
from guatu.web.shared.sentences import in_words


@login_required
@require_safe
def rule_trial(request: Request, key: str) -> HttpResponse:
    return _trial(request, found_pack(request, key))


@login_required
@require_POST
def rule_adoption(request: Request, key: str) -> HttpResponse:
    """Only from the page of the back-test; doing it twice changes nothing."""
    pack = found_pack(request, key)
    require(request.user, "pack.adopt", pack.row or request.tenant)
    if pack.fits and not has_seen(request.user, pack, request.POST.get("token", "")):
        messages.warning(request, _("采用前请先看这套规则的试算；看过后在页末采用。"))
        return redirect("rule-trial", key)
    try:
        _adopt(request, pack)
    except StateChanged:
        raise
    except Refusal as refusal:
        if not pack.fits:
            raise
        return _trial(request, pack, fault=in_words(refusal.sentence))
    judged = patrol_everything(request.tenant, now=request.now)
    messages.success(request, _judged_words(pack.name, judged))
    return redirect("rule-detail", pack.key)


def _trial(request: Request, pack: Pack, fault: str = "") -> HttpResponse:
    require(request.user, "pack.try", request.tenant)
    if not pack.fits:
        return redirect("rule-detail", pack.key)
    can_adopt = not pack.in_force and request.access.can("pack.adopt", request.tenant)
    context = {
        "pack": pack,
        "picture": picture_of(request.tenant, pack, request.today),
        "holes": [problem.sentence for problem in pack.holes],
        "can_adopt": can_adopt,
        "token": seen_token(request.user, pack) if can_adopt else "",
        "fault": fault,
        "despite": request.POST.get("despite", ""),
    }
    return render(request, "rules/trial.html", context, status=422 if fault else 200)


def _adopt(request: Request, pack: Pack) -> None:
    despite = request.POST.get("despite", "")
    if pack.row is None:
        adopt(request.tenant, pack.rules.code, by=request.user, now=request.now, despite=despite)
        return
    seen = whole_number(request.POST.get("seen", "")) or 0
    adopt_pack(pack.row, seen=seen, by=request.user, now=request.now, despite=despite)


def _judged_words(name: str, judged: Round | None) -> str:
    if judged is None:
        return _("已采用“%(name)s”。项目较多，正在后台重判，灯会陆续更新。") % {"name": name}
    said = {"name": name, "judged": judged.judged, "turned": judged.turned}
    return _("已采用“%(name)s”：重判 %(judged)s 个项目，%(turned)s 个变灯。") % said
