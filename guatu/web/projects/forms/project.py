"""The form of a project: one column in groups; money in 万元."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guatu.domain.codes import normal_credit_code, normal_project_code
from guatu.lines.models import Chain, Park, TaskForce, WorkLine
from guatu.org.models import User
from guatu.projects.choices import Nature
from guatu.projects.models import Project
from guatu.web.projects.forms.controls import (
    AmountField,
    BoxesField,
    plain_figure,
    post_field,
    row_field,
    targets_field,
    township_field,
    unit_field,
    units_field,
)
from guatu.web.shared.fields import DayField

_WAN = gettext_lazy("万元")
_GROUPS: tuple[tuple[str | Promise, tuple[str, ...]], ...] = (
    (
        gettext_lazy("基本情况"),
        (
            "name",
            "code",
            "nature",
            "category",
            "tags",
            "line",
            "also_lines",
            "targets",
            "chain",
            "park",
            "task_force",
            "parent",
        ),
    ),
    (gettext_lazy("建设内容"), ("content", "location", "township", "floor_area", "year_goal")),
    (
        gettext_lazy("投资"),
        ("total_investment", "year_plan", "done_before_year", "month_curve"),
    ),
    (
        gettext_lazy("责任"),
        (
            "lead_unit",
            "responsible_unit",
            "assist_units",
            "sponsor",
            "owner_post",
            "owner_name",
            "owner_credit_code",
        ),
    ),
    (
        gettext_lazy("时间"),
        ("planned_start", "required_finish", "actual_start", "actual_finish", "registered_on"),
    ),
    (gettext_lazy("效益与备注"), ("sales", "tax", "jobs", "remark")),
)
_UNITS: Mapping[str, str | Promise] = {
    **dict.fromkeys(("total_investment", "year_plan", "done_before_year", "sales", "tax"), _WAN),
    "month_curve": _WAN,
    "floor_area": gettext_lazy("平方米"),
    "jobs": gettext_lazy("人"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """A field with its unit and, after somebody else was faster, what it holds now."""

    bound: forms.BoundField
    unit: str | Promise
    now: str


@dataclass(frozen=True, slots=True)
class Group:
    title: str | Promise
    lines: list[Line]


class ProjectForm(forms.Form):
    """``values()`` are the fields as ``create_project`` and ``edit_project`` want them."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, user: User, year: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.year = year
        self.now: Mapping[str, str] = {}
        self.fields.update(_fields(user, year, self.initial))
        if self.initial.get("has_plan"):
            _lock(self.fields["required_finish"])

    def groups(self) -> Iterator[Group]:
        for title, names in _GROUPS:
            yield Group(
                title, [Line(self[n], _UNITS.get(n, ""), self.now.get(n, "")) for n in names]
            )

    def values(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}

    def clean_code(self) -> str:
        code = self.cleaned_data["code"]
        return normal_project_code(code) if code else ""

    def clean_owner_credit_code(self) -> str:
        code = self.cleaned_data["owner_credit_code"]
        return normal_credit_code(code) if code else ""

    def clean_tags(self) -> list[str]:
        words = re.split(r"[、，,;；\s]+", self.cleaned_data["tags"])
        return list(dict.fromkeys(filter(None, words)))

    def clean_month_curve(self) -> list[str]:
        """Twelve figures in one line, as they are copied from a row of a spreadsheet."""
        text = self.cleaned_data["month_curve"].strip()
        if not text:
            return []
        amounts = [AmountField().clean(one) for one in _pieces(text)]
        if len(amounts) != 12:
            raise forms.ValidationError(
                _("应有 12 个数，现有 %(count)s 个。") % {"count": len(amounts)}
            )
        if any(later < earlier for earlier, later in pairwise(amounts)):
            raise forms.ValidationError(_("各月为年初累计数，后一个月不应少于前一个月。"))
        return [plain_figure(amount) for amount in amounts]

    def clean_parent(self) -> Project | None:
        number = self.cleaned_data["parent"]
        if number is None:
            return None
        rows = Project.objects.visible_to(self.user).listed().filter(year=self.year)
        found = rows.filter(number=number, parent__isnull=True).first()
        if found is None:
            raise forms.ValidationError(
                _("台账里没有序号为 %(number)s 的打包项目。") % {"number": number}
            )
        if found.pk == self.initial.get("pk"):
            raise forms.ValidationError(_("项目不能是自己的子项。"))
        return found


def _pieces(text: str) -> list[str]:
    """Blanks part the figures; commas only where there are no blanks, for 12,000 has one."""
    parts = [one for one in re.split(r"[、;；\s]+", text) if one]
    return parts if len(parts) > 1 else [one for one in re.split(r"[，,]", text) if one]


def initial_of(project: Project) -> dict[str, Any]:
    """What the form shows of a project before anything is typed."""
    shown = {name: getattr(project, name) for _, names in _GROUPS for name in names}
    return {
        **shown,
        "pk": project.pk,
        "seen": project.version,
        "has_plan": project.baselines.exists(),
        "parent": project.parent.number if project.parent else None,
        "assist_units": list(project.assist_units.all()),
        "also_lines": list(project.also_lines.all()),
        "targets": list(project.targets.all()),
        "tags": "、".join(map(str, project.tags)),
        "month_curve": " ".join(map(str, project.month_curve)),
    }


def _fields(user: User, year: int, now: Mapping[str, Any]) -> dict[str, forms.Field]:
    lines = WorkLine.objects.visible_to(user).of_year(year)
    forces = TaskForce.objects.filter(tenant_id=user.tenant_id)
    own: dict[str, forms.Field] = {
        "name": forms.CharField(max_length=200),
        "code": _text(
            40, help_text=gettext_lazy("24 位，如 2101-370881-04-01-123456；尚未赋码的不填。")
        ),
        "nature": forms.ChoiceField(
            choices=[("", gettext_lazy("未定")), *Nature.choices], required=False
        ),
        "category": _text(60, help_text=gettext_lazy("如产业、基础设施、民生。")),
        "tags": _text(200, help_text=gettext_lazy("几个标签之间用顿号隔开，如 十强产业、省重点。")),
        "line": row_field(lines),
        "also_lines": BoxesField(lines),
        "targets": targets_field(user, year),
        "chain": row_field(Chain.objects.visible_to(user)),
        "park": row_field(Park.objects.visible_to(user)),
        "task_force": row_field(forces),
        "parent": forms.IntegerField(
            required=False,
            min_value=1,
            widget=forms.TextInput(attrs={"inputmode": "numeric"}),
            help_text=gettext_lazy("填打包项目的序号；子项的投资不重复计入合计。"),
        ),
        "content": _long(),
        "location": _text(120),
        "township": township_field(user, now.get("township")),
        "floor_area": _figure(max_digits=14, decimal_places=2),
        "year_goal": _text(300),
        "total_investment": _figure(),
        "year_plan": _figure(),
        "done_before_year": _figure(),
        "month_curve": forms.CharField(
            required=False,
            max_length=400,
            help_text=gettext_lazy("1 月至 12 月的年初累计计划数，共 12 个，可从表格里整行粘贴。"),
        ),
        "lead_unit": unit_field(user, now.get("lead_unit")),
        "responsible_unit": unit_field(user, now.get("responsible_unit")),
        "assist_units": units_field(user, now.get("assist_units", ())),
        "sponsor": post_field(user, now.get("sponsor")),
        "owner_post": post_field(user, now.get("owner_post")),
        "owner_name": _text(120),
        "owner_credit_code": _text(30, help_text=gettext_lazy("18 位，按营业执照填写。")),
        **{
            name: DayField(required=False)
            for name in (
                "planned_start",
                "required_finish",
                "actual_start",
                "actual_finish",
                "registered_on",
            )
        },
        "sales": _figure(),
        "tax": _figure(),
        "jobs": forms.IntegerField(
            required=False,
            min_value=0,
            widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "num"}),
        ),
        "remark": _text(300),
    }
    for name, field in own.items():
        field.label = _label(name)
    return own


def _lock(field: forms.Field) -> None:
    """The promise of a plan is moved by approving another plan, not on this form."""
    field.disabled = True
    field.help_text = _("已有计划，要变更请到“调整计划”。")


def _label(name: str) -> str:
    """The model's word, without the unit that stands beside the control."""
    words = Project._meta.get_field(name).verbose_name  # type: ignore[union-attr]
    return re.sub(r"（.*）$", "", str(words))


def _text(longest: int, **options: Any) -> forms.CharField:
    return forms.CharField(required=False, max_length=longest, **options)


def _long() -> forms.CharField:
    return forms.CharField(
        required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )


def _figure(**options: Any) -> AmountField:
    return AmountField(required=False, **options)
