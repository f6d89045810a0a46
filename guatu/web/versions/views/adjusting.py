"""The working page of an adjustment: what is collected, what it comes to, and its approval."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from guatu.domain.annuallist import Change, Comparison, Kind, compare
from guatu.domain.words import Sentence
from guatu.kit.refusals import Refusal, StateChanged
from guatu.org.access import require
from guatu.projects.actions.move_preview import expected_list
from guatu.projects.actions.moves import Move
from guatu.projects.actions.splitting import excess
from guatu.projects.actions.versions import adjust_list
from guatu.projects.choices import ListChangeKind, Nature
from guatu.projects.models import ListVersion, Project
from guatu.projects.queries.filters import spelt
from guatu.projects.queries.versions import entries_of, latest_version, living_list
from guatu.web.shared.answering import put_on_form
from guatu.web.shared.asking import plain_words
from guatu.web.shared.requests import Request
from guatu.web.shared.sentences import in_words
from guatu.web.templatetags.guatu import wan
from guatu.web.templatetags.lists import change_words, kind_words
from guatu.web.versions.draft import Draft, clear
from guatu.web.versions.forms import AdjustmentForm
from guatu.web.versions.rows import sum_lines

FOUND = 12


@dataclass(frozen=True, slots=True)
class Hit:
    """A project that answers the search, and what can be done with it."""

    project: Project
    state: str
    acts: Sequence[tuple[str, str]]
    chosen: bool


@dataclass(frozen=True, slots=True)
class MoveLine:
    """A collected move: ``fault`` says why it cannot be made."""

    place: int
    kind: str
    name: str
    project: Project | None
    effect: Change | None
    words: str
    reason: str
    fault: str


@dataclass(frozen=True, slots=True)
class DriftLine:
    """Changed on the list and not approved; it goes into the version with the next approval."""

    change: Change
    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class Desk:
    """The moves, the lists that they lie between, and what their preview changes."""

    latest: ListVersion
    moves: Sequence[Move]
    held: Comparison
    drift: Comparison


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def version_adjust(request: Request) -> HttpResponse:
    require(request.user, "list.approve", request.tenant)
    latest = latest_version(request.tenant.pk, request.tenant.year)
    if latest is None:
        return redirect("version-first")
    draft = Draft.of(request)
    moves = draft.moves(request.user)
    form = AdjustmentForm(request.POST or None, initial=_paper(request, latest))
    faults: Mapping[str, Sentence] = {}
    status = 200
    if form.is_bound and form.is_valid():
        try:
            return _approved(request, form, moves)
        except StateChanged as refusal:
            messages.warning(request, in_words(refusal.sentence))
            return redirect("version-adjust")
        except Refusal as refusal:
            faults = refusal.fields
            put_on_form(form, refusal)
    if form.is_bound:
        status = 422
    desk = _desk(latest, moves)
    return render(
        request, "versions/adjust.html", _context(request, desk, form, faults), status=status
    )


def _approved(request: Request, form: AdjustmentForm, moves: Sequence[Move]) -> HttpResponse:
    version = adjust_list(
        request.tenant,
        request.tenant.year,
        moves,
        form.approval(),
        seen=form.cleaned_data["seen"],
        by=request.user,
        now=request.now,
    )
    clear(request)
    words = _("已批准第 %(n)s 版“%(title)s”。") % {"n": version.number, "title": version.title}
    messages.success(request, words)
    return redirect("version-detail", version.pk)


def _desk(latest: ListVersion, moves: Sequence[Move]) -> Desk:
    approved = entries_of(latest)
    living = living_list(latest.tenant_id, latest.year)
    held = compare(approved, expected_list(living, moves))
    return Desk(latest, moves, held, compare(approved, living))


def _context(
    request: Request, desk: Desk, form: AdjustmentForm, faults: Mapping[str, Sentence]
) -> dict[str, object]:
    words = plain_words(request.GET.get("q", ""))
    chosen = {move.project.pk for move in desk.moves if move.project}
    untold = [c for c in desk.drift.changes if c.entry.project not in chosen]
    return {
        "latest": desk.latest,
        "held": desk.held,
        "sums": sum_lines(desk.held.sums),
        "lines": _lines(desk, faults),
        "faulty": sum(name.startswith("move-") for name in faults),
        "drift": [DriftLine(c, kind_words(c.kind), change_words(c)) for c in untold[:200]],
        "drift_count": len(untold),
        "words": words,
        "hits": _hits(request, words, chosen) if words else [],
        "form": form,
        "year": desk.latest.year,
    }


def _lines(desk: Desk, faults: Mapping[str, Sentence]) -> list[MoveLine]:
    by_project = {change.entry.project: change for change in desk.held.changes}
    new = iter([c for c in desk.held.of(Kind.ADDED) if c.entry.number == 0])
    return [
        _line(place, move, _effect(move, by_project, new), faults.get(f"move-{place}"))
        for place, move in enumerate(desk.moves)
    ]


def _effect(move: Move, changes: Mapping[UUID, Change], new: Iterator[Change]) -> Change | None:
    """What the move changes in the preview; new projects are met in their order."""
    if move.project is not None:
        return changes.get(move.project.pk)
    return next(new, None)


def _line(place: int, move: Move, effect: Change | None, fault: Sentence | None) -> MoveLine:
    name = move.project.name if move.project else str(move.values.get("name", ""))
    words = _split_words(move, effect) if move.kind == ListChangeKind.SPLIT else ""
    if move.parts_stay:
        words = _("子项留下")
    return MoveLine(
        place, kind_words(move.kind), name, move.project, effect, words, move.reason,
        in_words(fault) if fault else "",
    )  # fmt: skip


def _split_words(move: Move, effect: Change | None) -> str:
    """``子项 0 → 3 个；子项之和比打包项目少 100 万元``."""
    told = [change_words(effect)] if effect else []
    project = move.project
    if project is not None and project.total_investment is not None:
        own = project.parts.listed().values_list("total_investment", flat=True)
        over = excess(project.total_investment, list(own), move.parts)
        said = {"amount": wan(abs(over))}
        if over > 0:
            told.append(_("子项之和比打包项目多 %(amount)s 万元") % said)
        elif over < 0:
            told.append(_("子项之和比打包项目少 %(amount)s 万元") % said)
    return "；".join(told)


def _hits(request: Request, words: str, chosen: set[UUID]) -> list[Hit]:
    """Listed, in reserve or withdrawn: whoever answers, with what can be done with it."""
    rows = Project.objects.visible_to(request.user).filter(year=request.tenant.year)
    rows = rows.filter(spelt(words)).select_related("parent", "lead_unit")
    found = rows.order_by("withdrawn_at", "number", "id")[:FOUND]
    return [Hit(one, *_offer(one), one.pk in chosen) for one in found]


def _offer(project: Project) -> tuple[str, list[tuple[str, str]]]:
    if not project.is_listed:
        return _("未列入"), [(ListChangeKind.ADDED, _("增补"))]
    leave = (str(ListChangeKind.WITHDRAWN), _("退出"))
    if project.parent_id:
        return _("子项"), [leave]
    if project.nature == Nature.RESERVE:
        return _("储备"), [(ListChangeKind.STARTED, _("转实施")), leave]
    rest = (str(ListChangeKind.RESERVED), _("转储备"))
    return _("在列"), [rest, leave, (str(ListChangeKind.SPLIT), _("拆分"))]


def _paper(request: Request, latest: ListVersion) -> dict[str, object]:
    title = _("%(y)s 年重点项目清单（第 %(n)s 次调整）")
    return {
        "title": title % {"y": latest.year, "n": latest.number},
        "approver": latest.approver,
        "approved_on": request.today,
        "seen": latest.number,
    }
