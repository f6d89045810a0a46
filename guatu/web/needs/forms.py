"""Forms of needs: they check shape; what can be is decided by the acts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from guatu.org.models import Post, Unit, User
from guatu.projects.actions.needs import MOST_LEAD, Wanted
from guatu.projects.elements import Element, elements
from guatu.projects.models import Milestone, Project, SupportNeed
from guatu.web.shared.fields import DayField, PickField

_WORDS = forms.Textarea(attrs={"rows": 2})


def _post_words(post: Post) -> str:
    return f"{post.unit.label}　{post.holder_label}"


class NeedForm(forms.Form):
    """``seen`` is the version that the person saw."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    element = forms.ChoiceField(label=_("要素"))
    name = forms.CharField(
        label=_("需求"),
        max_length=80,
        required=False,
        help_text=_("要具体的数量或批次时填写，如“一期 120 亩供地”；不填即用要素名称。"),
    )
    supplier = PickField(label=_("保障单位"))
    post = PickField(_post_words, label=_("责任岗位"))
    milestone = PickField(
        label=_("保障的节点"),
        empty_label=_("没有对应节点"),
        help_text=_("需求时间按节点的最迟开始时间推算；计划调整时随之变动。"),
    )
    lead = forms.IntegerField(
        label=_("提前量（工作日）"),
        min_value=0,
        max_value=MOST_LEAD,
        required=False,
        help_text=_("须在节点开始前多少个工作日落实。"),
    )
    needed_by = DayField(
        label=_("需求时间"), required=False, help_text=_("只在没有对应节点时填写。")
    )
    reason = forms.CharField(
        label=_("说明"),
        max_length=300,
        required=False,
        widget=_WORDS,
        help_text=_("没有对应节点的，请写明理由。"),
    )

    def __init__(
        self, *args: Any, user: User, project: Project, need: SupportNeed | None = None, **kw: Any
    ) -> None:
        initial = _initial_of(need) if need else {}
        super().__init__(*args, **{"initial": initial, **kw})
        self.user = user
        choices = [(one.code, gettext(one.name)) for one in elements()]
        self.fields["element"].choices = choices  # type: ignore[attr-defined]
        _put(self, "milestone", open_milestones(project))
        _put(self, "supplier", units_of(user, need.supplier_id if need else None))
        _put(self, "post", posts_of(user, need.post_id if need else None))

    def over(self, need: SupportNeed) -> NeedForm:
        """What was typed, to be sent again over the need as it is now."""
        typed = cast(QueryDict, self.data).copy()
        typed["seen"] = str(need.version)
        return NeedForm(typed, user=self.user, project=need.project, need=need)

    def wanted(self) -> Wanted:
        given = {key: value for key, value in self.cleaned_data.items() if key != "seen"}
        return Wanted(**{**given, "lead": given["lead"] or 0})


class PromiseForm(forms.Form):
    """A later day than promised before takes a reason."""

    on = DayField(label=_("承诺何时落实"))
    reason = forms.CharField(
        label=_("推后的原因"),
        max_length=200,
        required=False,
        widget=_WORDS,
        help_text=_("比原承诺推后的，请写明原因。"),
    )

    def __init__(self, *args: Any, need: SupportNeed, **kw: Any) -> None:
        super().__init__(*args, **kw)
        if need.promised_on is None:
            del self.fields["reason"]


class DeliveryForm(forms.Form):
    on = DayField(label=_("落实时间"))
    expires = DayField(
        label=_("有效期至"),
        required=False,
        help_text=_("有期限的许可、批复请填写；过期而节点还没有完成的，重新计为未落实。"),
    )


class BlockerForm(forms.Form):
    words = forms.CharField(
        label=_("卡在哪里"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("写清卡在哪一环、需要谁做什么。"),
    )
    since = DayField(label=_("自何时起"), required=False)


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("理由"), max_length=200, widget=forms.Textarea(attrs={"rows": 3})
    )


@dataclass(frozen=True, slots=True)
class Offer:
    """An element of the template with the fields that its row has in the form."""

    element: Element
    tick: Any
    supplier: Any
    milestone: Any
    lead: Any


class TemplateForm(forms.Form):
    """A tick, a supplier, a milestone and a lead for each element that ships; likely ones are
    filled in."""

    def __init__(self, *args: Any, user: User, project: Project, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.offered = [one for one in elements() if one.serves]
        units = units_of(user)
        milestones = open_milestones(project)
        by_code = {one.code: one for one in milestones}
        named = [(unit.name, unit) for unit in units]
        own = [(unit.name, unit) for unit in (project.township, project.responsible_unit) if unit]
        known = set(project.needs.values_list("element", flat=True))
        for one in self.offered:
            serves = one.likeliest(by_code)
            likely = serves is not None and one.code not in known
            self.fields[f"tick-{one.code}"] = forms.BooleanField(
                label=gettext(one.name), required=False, initial=likely
            )
            _add(
                self,
                f"supplier-{one.code}",
                _("保障单位"),
                units,
                one.usual_supplier(own) or one.usual_supplier(named),
            )
            _add(self, f"milestone-{one.code}", _("保障的节点"), milestones, serves)
            self.fields[f"lead-{one.code}"] = forms.IntegerField(
                label=_("提前量"),
                min_value=0,
                max_value=MOST_LEAD,
                required=False,
                initial=one.lead,
            )

    def offers(self) -> Iterable[Offer]:
        for one in self.offered:
            named = (
                self[f"{name}-{one.code}"] for name in ("tick", "supplier", "milestone", "lead")
            )
            yield Offer(one, *named)

    def wanted(self) -> list[Wanted]:
        given = self.cleaned_data
        return [
            Wanted(
                one.code,
                milestone=given[f"milestone-{one.code}"],
                lead=given[f"lead-{one.code}"] or 0,
                supplier=given[f"supplier-{one.code}"],
            )
            for one in self.offered
            if given[f"tick-{one.code}"]
        ]


def open_milestones(project: Project) -> QuerySet[Milestone]:
    return project.milestones.filter(actual_finish__isnull=True)


def units_of(user: User, kept: object = None) -> QuerySet[Unit]:
    known = Q(closed_on__isnull=True) | Q(pk=kept)
    return Unit.objects.visible_to(user).filter(known)  # type: ignore[no-any-return]


def posts_of(user: User, kept: object = None) -> QuerySet[Post]:
    rows = Post.objects.visible_to(user).filter(Q(closed_on__isnull=True) | Q(pk=kept))
    return (
        rows.select_related("unit")
        .prefetch_related("holdings__user")
        .order_by("unit__path", "rank")
    )


def _put(form: forms.Form, name: str, rows: QuerySet[Any]) -> None:
    form.fields[name].queryset = rows  # type: ignore[attr-defined]


def _add(form: forms.Form, name: str, label: Any, rows: QuerySet[Any], initial: Any) -> None:
    form.fields[name] = PickField(label=label, initial=initial)
    _put(form, name, rows)


def _initial_of(need: SupportNeed) -> dict[str, Any]:
    names: Sequence[str] = ("element", "name", "lead", "needed_by", "reason")
    rows = {"milestone": need.milestone_id, "supplier": need.supplier_id, "post": need.post_id}
    return {name: getattr(need, name) for name in names} | rows | {"seen": need.version}
