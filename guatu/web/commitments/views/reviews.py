"""Yearly reviews: who gives account, what the organisation says, what people voted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guatu.commitments.actions import reviewing
from guatu.commitments.models import YearlyReview
from guatu.commitments.queries.listing import counts_in
from guatu.commitments.queries.reviews import (
    ReviewRow,
    mark_for,
    may_see_votes,
    promises_of,
    reviews_of,
    rows_of,
    years_of_reviews,
)
from guatu.domain.votes import MARK_WORDS, why, why_not_shown
from guatu.kit.clock import CHINA
from guatu.kit.refusals import Refusal, StateChanged
from guatu.org.access import can, require
from guatu.web.commitments.answering import overtaken_page
from guatu.web.commitments.asked import year_of
from guatu.web.commitments.facts import line_of
from guatu.web.commitments.finding import visible_review
from guatu.web.commitments.forms import (
    AccountForm,
    GradeForm,
    OpeningForm,
    VoteForm,
    initial_vote,
)
from guatu.web.commitments.telling import named
from guatu.web.shared.answering import form_page, put_on_form
from guatu.web.shared.asking import whole_number
from guatu.web.shared.history import history
from guatu.web.shared.narrowing import Segment
from guatu.web.shared.requests import Request
from guatu.web.shared.spreadsheets import Cell, asked_file
from guatu.workdays.queries import calendar_in_force

ACT_PAGE = "commitments/review_act.html"
EXPORT_LIMIT = 5000
_METHODS = require_http_methods(["GET", "HEAD", "POST"])
_WIDTHS = (18, 28, 8, 8, 8, 10, 8, 12, 12, 14, 12)


@login_required
@require_safe
def review_list(request: Request) -> HttpResponse:
    """``?year=2020``; the newest year that has any otherwise."""
    years = years_of_reviews(request.user)
    year = _year(request, years)
    reviews = list(reviews_of(request.user, year))
    context = {
        "year": year,
        "rows": rows_of(reviews, request.user, request.today),
        "segments": [Segment(str(one), f"?year={one}", one == year) for one in years],
        "may_open": request.access.can("commitment_review.hold"),
    }
    return render(request, "commitments/reviews.html", context)


@login_required
@require_safe
def review_export(request: Request) -> HttpResponse:
    """The year of the list; of the votes what this reader may see."""
    year = _year(request, years_of_reviews(request.user))
    reviews = list(reviews_of(request.user, year)[:EXPORT_LIMIT])
    titles = [
        _("述诺单位"), _("述诺人"), _("承诺"), _("兑现"), _("迟兑现"), _("部分兑现"), _("未兑现"),
        _("述诺日期"), _("组织评诺"), _("群众评议"), _("公布日期"),
    ]  # fmt: skip
    rows = map(_cells, rows_of(reviews, request.user, request.today))
    name = _("述诺评诺") + f"-{year}"
    return asked_file(request, name, "reviews", titles, rows, widths=_WIDTHS)


@login_required
@_METHODS
def review_opening(request: Request) -> HttpResponse:
    require(request.user, "commitment_review.hold")
    form = OpeningForm(
        request.POST or None, user=request.user, initial={"year": request.tenant.year}
    )
    address = reverse("commitment-reviews")
    if form.is_bound and form.is_valid():
        year, post = form.cleaned_data["year"], form.cleaned_data["post"]
        try:
            opened = reviewing.open_reviews(
                request.tenant, year, [post] if post else (), by=request.user, now=request.now
            )
        except Refusal as refusal:
            put_on_form(form, refusal)
        else:
            return _opened(request, year, len(opened))
    context = {
        "title": _("开始述诺评诺"),
        "submit": _("开始"),
        "cancel_url": address,
    }
    return form_page(request, "commitments/opening.html", form, context)


@login_required
@require_safe
def review_detail(request: Request, pk: UUID) -> HttpResponse:
    review = visible_review(request, pk)
    user, today, calendar = request.user, request.today, calendar_in_force()
    promises = promises_of(review)
    open_still = review.published_at is None
    context = {
        "review": review,
        "lines": [line_of(row, today, calendar, own=False) for row in promises],
        "counts": counts_in(promises, today),
        "mark_word": MARK_WORDS[mark] if (mark := mark_for(user, review)) else "",
        "votes": review.votes if may_see_votes(user, review) else None,
        "vote_words": _vote_words(review, sees=may_see_votes(user, review)),
        "may_account": open_still and can(user, "commitment_review.account", review),
        "may_grade": open_still and can(user, "commitment_review.grade", review),
        "may_count": open_still and can(user, "commitment_review.count", review),
        "may_publish": open_still and can(user, "commitment_review.hold", review),
        "history": named(history(review.pk), _("述诺评诺")),
    }
    return render(request, "commitments/review.html", context)


@login_required
@_METHODS
def review_account(request: Request, pk: UUID) -> HttpResponse:
    review = visible_review(request, pk)
    require(request.user, "commitment_review.account", review)
    form = AccountForm(
        request.POST or None, initial={"seen": review.version, "account": review.account}
    )

    def act(**who: Any) -> None:
        reviewing.give_account(review, account=form.cleaned_data["account"], **who)

    return _act(request, review, form, act, _("述诺"), _("报送述诺"))


@login_required
@_METHODS
def review_grade(request: Request, pk: UUID) -> HttpResponse:
    review = visible_review(request, pk)
    require(request.user, "commitment_review.grade", review)
    given = {"seen": review.version, "grade": review.grade, "reason": review.grade_reason}
    form = GradeForm(request.POST or None, initial=given)

    def act(**who: Any) -> None:
        said = form.cleaned_data
        reviewing.grade(review, grade=said["grade"], reason=said["reason"], **who)

    return _act(request, review, form, act, _("组织评诺"), _("评诺"))


@login_required
@_METHODS
def review_vote(request: Request, pk: UUID) -> HttpResponse:
    review = visible_review(request, pk)
    require(request.user, "commitment_review.count", review)
    given = {"seen": review.version, **initial_vote(review)}
    form = VoteForm(request.POST or None, initial=given)

    def act(**who: Any) -> None:
        said = form.cleaned_data
        where = {"voted_on": said["voted_on"], "meeting": said["meeting"]}
        reviewing.enter_vote(review, form.votes(), **where, **who)

    return _act(request, review, form, act, _("登记群众评议"), _("登记"))


@login_required
@require_POST
def review_publishing(request: Request, pk: UUID) -> HttpResponse:
    review = visible_review(request, pk)
    seen = whole_number(request.POST.get("seen", ""))
    reviewing.publish(review, seen=seen, by=request.user, now=request.now)
    messages.success(request, _("已公布%(label)s的结果。") % {"label": review})
    return redirect("commitment-review", review.pk)


def _year(request: Request, years: Sequence[int]) -> int:
    return year_of(request.GET, years[0] if years else request.tenant.year)


def _cells(row: ReviewRow) -> list[Cell]:
    """Moments as days, of the clock of China."""
    review, counts = row.review, row.counts
    return [
        review.unit.label,
        review.post.holder_label,
        counts.all,
        counts.kept,
        counts.kept_late,
        counts.partly,
        counts.broken,
        localdate(review.accounted_at, CHINA) if review.accounted_at else None,
        str(review.get_grade_display()) if review.grade else "",
        _vote_result(row),
        localdate(review.published_at, CHINA) if review.published_at else None,
    ]


def _vote_result(row: ReviewRow) -> str:
    if row.mark_word:
        return _(row.mark_word)
    return _("人数少，不公布") if row.review.votes else ""


def _act(
    request: Request,
    review: YearlyReview,
    form: forms.Form,
    act: Callable[..., None],
    title: str,
    submit: str,
) -> HttpResponse:
    address = reverse("commitment-review", args=[review.pk])
    context = {"review": review, "title": title, "submit": submit, "cancel_url": address}
    if form.is_bound and form.is_valid():
        try:
            act(seen=form.cleaned_data["seen"] or 0, by=request.user, now=request.now)
        except StateChanged as refusal:
            version = visible_review(request, review.pk).version
            return overtaken_page(request, ACT_PAGE, form, context, refusal, version)
        except Refusal as refusal:
            put_on_form(form, refusal)
        else:
            messages.success(request, _("已记下。"))
            return redirect(address)
    return form_page(request, ACT_PAGE, form, context)


def _opened(request: Request, year: int, n: int) -> HttpResponse:
    if n:
        words = ngettext("已开始 %(n)s 份述诺评诺。", "已开始 %(n)s 份述诺评诺。", n) % {"n": n}
        messages.success(request, words)
    else:
        messages.info(request, _("这一年没有新的述诺人，没有增加。"))
    return redirect(f"{reverse('commitment-reviews')}?year={year}")


def _vote_words(review: YearlyReview, *, sees: bool) -> Any:
    votes = review.votes
    if votes is None:
        return ""
    return why(votes) if sees else why_not_shown(votes)
