"""Rule packs: what ships, what is in force, each rule in words, and putting one in force."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from guatu.domain.lights import RulePack, check_pack
from guatu.org.models import Tenant
from guatu.projects.jobs import patrol_everything
from guatu.projects.packs import adopt, adopted_at, preset, preset_codes, rules_in_force
from guatu.projects.patrol import Round
from guatu.web.rules.wording import dimensions_of, linked, terms_of
from guatu.web.shared.requests import Request


@dataclass(frozen=True, slots=True)
class Pack:
    """``superseded``: of this pack an older version is in force."""

    rules: RulePack
    in_force: bool
    superseded: bool

    @property
    def source(self) -> SafeString:
        return linked(_(self.rules.source))


@login_required
@require_safe
def rule_list(request: Request) -> HttpResponse:
    context = {
        "packs": _packs(request.tenant),
        "since": adopted_at(request.tenant),
        "can_adopt": request.access.can("pack.adopt", request.tenant),
    }
    return render(request, "rules/list.html", context)


@login_required
@require_safe
def rule_detail(request: Request, code: str) -> HttpResponse:
    pack = _pack(request.tenant, code)
    context = {
        "pack": pack,
        "since": _since(request.tenant, pack),
        "dimensions": dimensions_of(pack.rules),
        "terms": terms_of(pack.rules.terms),
        "doubts": [problem.sentence for problem in check_pack(pack.rules)],
        "can_adopt": not pack.in_force
        and code in preset_codes()
        and request.access.can("pack.adopt", request.tenant),
    }
    return render(request, "rules/detail.html", context)


@login_required
@require_POST
def rule_adoption(request: Request, code: str) -> HttpResponse:
    """Doing it twice judges everything once more and changes nothing."""
    if code not in preset_codes():
        raise Http404
    adopt(request.tenant, code, by=request.user, now=request.now)
    judged = patrol_everything(request.tenant, now=request.now)
    messages.success(request, _judged_words(_(preset(code).name), judged))
    return redirect("rule-detail", code)


def _packs(tenant: Tenant) -> list[Pack]:
    """The shipped ones, and the one in force if it is none of them any more."""
    used = rules_in_force(tenant)
    shipped = [_as_used(preset(code), used) for code in preset_codes()]
    if any(pack.in_force for pack in shipped):
        return shipped
    return [Pack(used, in_force=True, superseded=False), *shipped]


def _pack(tenant: Tenant, code: str) -> Pack:
    used = rules_in_force(tenant)
    if code in preset_codes():
        return _as_used(preset(code), used)
    if code == used.code:
        return Pack(used, in_force=True, superseded=False)
    raise Http404


def _as_used(pack: RulePack, used: RulePack) -> Pack:
    same = pack.code == used.code
    return Pack(pack, same and pack.version == used.version, same and pack.version != used.version)


def _since(tenant: Tenant, pack: Pack) -> datetime | None:
    return adopted_at(tenant) if pack.in_force else None


def _judged_words(name: str, judged: Round | None) -> str:
    if judged is None:
        return _("已采用“%(name)s”。项目较多，正在后台重判，灯会陆续更新。") % {"name": name}
    said = {"name": name, "judged": judged.judged, "turned": judged.turned}
    return _("已采用“%(name)s”：重判 %(judged)s 个项目，%(turned)s 个变灯。") % said
