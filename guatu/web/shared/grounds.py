"""The ground of a date change as a form: the same for a request and for a plan drawn anew."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from guatu.datechanges.actions.asking import Why
from guatu.datechanges.choices import BasisKind
from guatu.domain.datechanges import Rules
from guatu.org.choices import Role
from guatu.org.models import Post, Unit, User
from guatu.org.queries import with_holders
from guatu.projects.models import Project
from guatu.web.shared.fields import PickField


class PostsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Posts with who holds them, as boxes."""

    def __init__(self, **options: Any) -> None:
        super().__init__(Post.objects.none(), widget=forms.CheckboxSelectMultiple, **options)

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.unit.label} {obj.holder_label}"


class GroundForm(forms.Form):
    """Why a committed date is to move; the same for a request and for a plan drawn anew."""

    reason = forms.ChoiceField(label=_("原因"), error_messages={"required": _("请选择改期原因。")})
    waiting_unit = PickField(
        label=_("等待的单位"), empty_label=_("没有"), help_text=_("原因注明“须写明等谁”的必填。")
    )
    words = forms.CharField(
        label=_("说明"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("为什么要改、已经采取了什么措施；只写事实。"),
    )
    basis = forms.ChoiceField(label=_("依据类型"), choices=BasisKind.choices)
    evidence = forms.CharField(
        label=_("依据"),
        max_length=200,
        required=False,
        help_text=_("名称和文号、编号或网址，不必上传。"),
    )
    agreed = PostsField(label=_("谁同意"), required=False)

    def __init__(
        self, *args: Any, project: Project, rules: Rules, user: User, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.project = project
        self._offer("reason", [("", _("请选择")), *_reasons(rules)])
        self._offer_rows("waiting_unit", open_units(user))
        self._offer_rows("agreed", posts_that_agree(project, user))

    def why(self) -> Why:
        given = self.cleaned_data
        return Why(
            reason=given["reason"],
            words=given["words"],
            basis=given["basis"],
            evidence=given["evidence"],
            agreed=list(given["agreed"]),
            waiting_unit=given["waiting_unit"],
        )

    def why_so_far(self) -> Why:
        """With what can be read of it; what cannot is as if it were not there, and refused so."""
        self.is_valid()
        given = self.cleaned_data
        return Why(
            reason=given.get("reason", ""),
            words=given.get("words", ""),
            basis=given.get("basis", ""),
            evidence=given.get("evidence", ""),
            agreed=list(given.get("agreed") or ()),
            waiting_unit=given.get("waiting_unit"),
        )

    def _offer(self, name: str, choices: list[tuple[Any, Any]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def _offer_rows(self, name: str, rows: Any) -> None:
        self.fields[name].queryset = rows  # type: ignore[attr-defined]


def posts_that_agree(project: Project, user: User) -> QuerySet[Post]:
    """The sponsor, the owner, the heads of the units that lead and do, and the commander."""
    units = [pk for pk in (project.lead_unit_id, project.responsible_unit_id) if pk]
    heads = Q(unit__in=units, post_roles__role=Role.UNIT_HEAD)
    leaders = Q(post_roles__role=Role.COMMANDER)
    own = Q(pk__in=[pk for pk in (project.sponsor_id, project.owner_post_id) if pk])
    rows = Post.objects.visible_to(user).filter(heads | leaders | own)
    found = rows.filter(closed_on__isnull=True).order_by("unit__path", "rank", "id").distinct()
    return with_holders(found)


def _reasons(rules: Rules) -> Iterator[tuple[str, str]]:
    for one in rules.reasons:
        marks = [_now("客观") if one.objective else _now("主观")]
        if one.names_unit:
            marks.append(_now("须写明等谁"))
        if one.unlimited:
            marks.append(_now("不计入限额"))
        yield one.code, f"{_now(one.name)}（{'，'.join(marks)}）"


def open_units(user: User) -> QuerySet[Unit]:
    rows: QuerySet[Unit] = Unit.objects.visible_to(user).filter(closed_on__isnull=True)
    return rows
