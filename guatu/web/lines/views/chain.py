"""The responsibility chain of one line and of all, and mending it link by link."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from guatu.kit.refusals import Refusal
from guatu.lines import actions
from guatu.lines.choices import LineStatus
from guatu.lines.models import Target, WorkLine
from guatu.lines.queries import lines_of
from guatu.org.models import Post
from guatu.projects.actions.chain import entrust_project, link_target, unlink_target
from guatu.projects.models import Project
from guatu.projects.queries.chain import ChainCounts, Gap, chain_of, counts_of
from guatu.web.lines.chainsheet import TITLES, sheet_rows
from guatu.web.lines.finding import line_with_people, visible_line
from guatu.web.lines.linesheet import CHAIN_WIDTHS, chain_rows, chain_titles
from guatu.web.lines.orphans import Count, gap_counts, groups_of, writable_projects
from guatu.web.shared.asking import row_id
from guatu.web.shared.requests import Request
from guatu.web.shared.sentences import in_words
from guatu.web.shared.spreadsheets import asked_file


@dataclass(frozen=True, slots=True)
class SummaryRow:
    line: WorkLine
    counts: ChainCounts
    gaps: list[Count]


@login_required
@require_safe
def chain_list(request: Request) -> HttpResponse:
    """All lines of the year with the length of each column and what hangs loose in it.

    Chains are not kept by day: with ``?as_of=2021-02-15`` the page says that it is of today.
    """
    lines = list(lines_of(request.user, request.tenant.year))
    counted = counts_of(request.user, lines)
    rows = [SummaryRow(one, counted[one.pk], gap_counts(counted[one.pk])) for one in lines]
    whole = _whole(list(counted.values()))
    context = {
        "rows": rows,
        "whole": whole,
        "whole_gaps": gap_counts(whole),
        "year": request.tenant.year,
        "partial": not request.access.sees_all,
        "then": request.as_of,
    }
    return render(request, "lines/chains.html", context)


@login_required
@require_safe
def chain_list_export(request: Request) -> HttpResponse:
    """Of today, as the page."""
    lines = list(lines_of(request.user, request.tenant.year))
    counted = counts_of(request.user, lines)
    listed = ((one.number, one.title, counted[one.pk]) for one in lines)
    rows = chain_rows(listed, _whole(list(counted.values())))
    name = _("各线责任链") + request.now.strftime("-%Y%m%d-%H%M")
    return asked_file(request, name, "chains", chain_titles(), rows, widths=CHAIN_WIDTHS)


@login_required
@require_safe
def line_chain(request: Request, pk: UUID) -> HttpResponse:
    line = line_with_people(request.user, pk)
    chain = chain_of(request.user, line, request.today)
    closed = line.status == LineStatus.CLOSED
    context = {
        "line": line,
        "chain": chain,
        "gaps": gap_counts(chain.counts),
        "groups": groups_of(chain, request.access, closed=closed),
        "writable": writable_projects(chain, request.access),
        "points": sum((item.points for item in chain.items), Decimal(0)),
        "can_score": not closed and request.access.can("score_item.edit", line),
        "partial": not request.access.sees_all,
        "then": request.as_of,
    }
    return render(request, "lines/chain.html", context)


@login_required
@require_safe
def chain_export(request: Request, pk: UUID) -> HttpResponse:
    line = line_with_people(request.user, pk)
    chain = chain_of(request.user, line, request.today)
    name = _("%(line)s责任链 %(day)s") % {"line": line.title, "day": request.today.isoformat()}
    titles = [str(title) for title in TITLES]
    return asked_file(request, name, "chain", titles, sheet_rows(chain), usual="csv")


@login_required
@require_POST
def chain_link(request: Request, pk: UUID) -> HttpResponse:
    """目标项目化: a project serves a target of this line."""
    line = visible_line(request.user, pk)
    if not _given(request, "project", "target"):
        return _unchosen(request, line)
    project, target = _project(request), _target(request, line)

    def act() -> str:
        link_target(project, target, by=request.user, now=request.now)
        return _("“%(project)s”已挂到目标“%(target)s”。") % {"project": project, "target": target}

    return _mended(request, line, act)


@login_required
@require_POST
def chain_unlink(request: Request, pk: UUID) -> HttpResponse:
    """The project serves that target of this line no more."""
    line = visible_line(request.user, pk)
    project, target = _project(request), _target(request, line)

    def act() -> str:
        unlink_target(project, target, by=request.user, now=request.now)
        return _("“%(project)s”已不再支撑目标“%(target)s”。") % {
            "project": project,
            "target": target,
        }

    return _mended(request, line, act)


@login_required
@require_POST
def chain_post(request: Request, pk: UUID) -> HttpResponse:
    """项目责任化: a post answers for a target or a project of this line."""
    line = visible_line(request.user, pk)
    if not _given(request, "post"):
        return _unchosen(request, line)
    post = _post(request)

    def act() -> str:
        name = _entrust(request, line, post)
        return _("“%(name)s”由%(post)s负责。") % {"name": name, "post": post.holder_label}

    return _mended(request, line, act)


@login_required
@require_POST
def chain_item(request: Request, pk: UUID) -> HttpResponse:
    """责任考核化: a new score item for a post."""
    line = visible_line(request.user, pk)
    if not _given(request, "post"):
        return _unchosen(request, line)
    values = {
        "name": request.POST.get("name", "")[:120],
        "points": _points(request.POST.get("points", "")),
        "post": _post(request),
        "target": _target(request, line) if request.POST.get("target") else None,
    }

    def act() -> str:
        item = actions.add_score_item(line, values, by=request.user, now=request.now)
        return _("已设定考核事项“%(item)s”。") % {"item": item}

    return _mended(request, line, act)


@login_required
@require_POST
def chain_tie(request: Request, pk: UUID, row_pk: UUID) -> HttpResponse:
    """A loose score item gets the target and the post that it lacks."""
    line = visible_line(request.user, pk)
    item = get_object_or_404(line.score_items.all(), pk=row_pk)
    asked = [name for name in ("target", "post") if name in request.POST]
    if not asked or not _given(request, *asked):
        return _unchosen(request, line)
    values: dict[str, Target | Post] = {}
    if "target" in asked:
        values["target"] = _target(request, line)
    if "post" in asked:
        values["post"] = _post(request)

    def act() -> str:
        actions.change_score_item(item, values, by=request.user, now=request.now)
        return _("已补齐考核事项“%(item)s”。") % {"item": item}

    return _mended(request, line, act)


def _entrust(request: Request, line: WorkLine, post: Post) -> str:
    """Name the post of the project or target that was sent; returns the name of that."""
    if request.POST.get("project"):
        project = _project(request)
        entrust_project(project, post, by=request.user, now=request.now)
        return project.name
    target = _target(request, line)
    actions.entrust_target(target, post, by=request.user, now=request.now)
    return target.name


def _mended(request: Request, line: WorkLine, act: Callable[[], str]) -> HttpResponse:
    """Back to the list of what is loose, with what was done or why not."""
    try:
        said = act()
    except Refusal as refusal:
        messages.error(request, in_words(refusal.sentence))
    else:
        messages.success(request, said)
    return redirect(f"{reverse('line-chain', args=[line.pk])}#gaps")


def _unchosen(request: Request, line: WorkLine) -> HttpResponse:
    messages.error(request, _("还没有选，请先在列表里选一项再提交。"))
    return redirect(f"{reverse('line-chain', args=[line.pk])}#gaps")


def _given(request: Request, *names: str) -> bool:
    return all(request.POST.get(name) for name in names)


def _project(request: Request) -> Project:
    rows = Project.objects.visible_to(request.user).select_related("tenant")
    return get_object_or_404(rows, pk=row_id(request.POST.get("project", "")))


def _target(request: Request, line: WorkLine) -> Target:
    return get_object_or_404(line.targets.all(), pk=row_id(request.POST.get("target", "")))


def _post(request: Request) -> Post:
    rows = Post.objects.visible_to(request.user).select_related("unit")
    return get_object_or_404(rows, pk=row_id(request.POST.get("post", "")))


def _points(text: str) -> Decimal | None:
    """None for what is no figure: the act says what to fill in."""
    try:
        points = Decimal(text.replace(",", "").strip())
    except InvalidOperation:
        return None
    return points if points.is_finite() else None


def _whole(counts: list[ChainCounts]) -> ChainCounts:
    """A post that answers in several lines is one post."""
    return ChainCounts(
        targets=sum(one.targets for one in counts),
        projects=sum(one.projects for one in counts),
        items=sum(one.items for one in counts),
        posts=frozenset().union(*(one.posts for one in counts)),
        gaps={gap: sum(one.gaps[gap] for one in counts) for gap in Gap},
    )
