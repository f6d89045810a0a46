"""五不得: each with what bears on it in this installation, as it is in force now."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guatu.boards.burden.fivenot import Policy, complaint_finding, five_not
from guatu.domain.burden.prohibitions import PROHIBITION_WORDS, Finding
from guatu.web.shared.middleware import CONTENT_SECURITY_POLICY, PERMISSIONS_POLICY
from guatu.web.shared.requests import Request
from guatu.web.shared.sentences import in_words

POLICY = Policy(CONTENT_SECURITY_POLICY, PERMISSIONS_POLICY)


@login_required
@require_safe
def five(request: Request) -> HttpResponse:
    checked = [
        {
            "number": number,
            "words": _(PROHIBITION_WORDS[one.prohibition]),
            "holds": one.holds,
            "findings": [_shown(finding) for finding in one.findings],
        }
        for number, one in enumerate(five_not(request.user, POLICY, request.now), start=1)
    ]
    context = {
        "checked": checked,
        "broken": sum(one["holds"] is False for one in checked),
        "complaints": _shown(complaint_finding(request.tenant.pk, request.now)),
    }
    return render(request, "burden/five.html", context)


def _shown(one: Finding) -> dict[str, object]:
    return {
        "name": _(one.name),
        "value": in_words(one.value),
        "holds": one.holds,
        "url": f"{reverse(one.url_name)}{one.query}" if one.url_name else "",
    }
