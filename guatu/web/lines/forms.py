"""Forms of work lines: they check shape; what is allowed is decided by the acts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from guatu.lines.choices import TaskStatus
from guatu.lines.models import PlanTask, ScoreItem, Target, TaskForce, WorkLine
from guatu.org.choices import Role
from guatu.org.models import Holding, Post, Unit, User
from guatu.web.shared.fields import DayField

QUARTERS = (_("一季度"), _("二季度"), _("三季度"), _("四季度"))


class Boxes(forms.CheckboxSelectMultiple):
    """Many boxes in a frame of its own that scrolls."""

    template_name = "lines/_boxes.html"


class FigureField(forms.DecimalField):
    """A figure with at most four decimals, shown without idle zeros."""

    def __init__(self, **options: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "class": "num"})
        options.setdefault("error_messages", {"invalid": _("请只填数字，不带单位，如 12000。")})
        super().__init__(widget=widget, required=False, max_digits=18, decimal_places=4, **options)

    def prepare_value(self, value: Any) -> Any:
        whole = value is not None and not isinstance(value, str)
        return format(value.normalize(), "f") if whole else value


class PostField(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.unit.label}　{obj.holder_label}"


class PostsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.unit.label}　{obj.holder_label}"


class LineForm(forms.Form):
    """``version`` is what the person saw; a plan that is settled has no fields for it."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    number = forms.IntegerField(label=_("序号"), min_value=1, max_value=999)
    title = forms.CharField(label=_("名称"), max_length=60)
    lead_unit = forms.ModelChoiceField(
        Unit.objects.none(), label=_("牵头单位"), required=False, empty_label=_("未定")
    )
    sponsor = PostField(
        queryset=Post.objects.none(),
        label=_("牵头领导"),
        required=False,
        empty_label=_("未定"),
        help_text=_("列出角色为包保领导、指挥长的岗位；职责随岗位走，换人不用改。"),
    )
    assist_units = forms.ModelMultipleChoiceField(
        Unit.objects.none(), label=_("配合单位"), required=False, widget=Boxes
    )
    summary = forms.CharField(
        label=_("总体要求"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    plan = forms.CharField(
        label=_("工作方案"), required=False, widget=forms.Textarea(attrs={"rows": 10})
    )

    def __init__(self, *args: Any, user: User, line: WorkLine | None = None, **kw: Any) -> None:
        super().__init__(*args, **kw)
        put_rows(self, "lead_unit", units_for(user, line and line.lead_unit_id))
        put_rows(self, "assist_units", units_for(user))
        put_rows(self, "sponsor", leaders_for(user, line and line.sponsor_id))
        if line is not None and line.status != "draft":
            del self.fields["summary"], self.fields["plan"]


class TargetForm(forms.Form):
    """A settled plan leaves only what has been reached, and who answers for it."""

    name = forms.CharField(label=_("目标"), max_length=120)
    value = FigureField(label=_("目标值"))
    unit = forms.CharField(
        label=_("计量单位"), max_length=20, required=False, help_text=_("如“亿元”“个”“%”。")
    )
    words = forms.CharField(
        label=_("目标值（文字）"),
        max_length=200,
        required=False,
        help_text=_("暂无数值的目标照原文写，如“与全省保持一致”。"),
    )
    at_most = forms.BooleanField(
        label=_("不超过目标值为完成"),
        required=False,
        help_text=_("如办理时限、能耗，数值越低越好；这类目标不按序时，到期看是否达到。"),
    )
    post = PostField(
        queryset=Post.objects.none(),
        label=_("责任岗位"),
        required=False,
        empty_label=_("未定"),
        help_text=_("责任随岗位走，换人不用改。"),
    )
    due = DayField(label=_("完成时限"), required=False)
    actual = FigureField(label=_("完成值"), help_text=_("年初以来累计。"))
    actual_on = DayField(label=_("完成值截至"), required=False)

    def __init__(
        self, *args: Any, user: User, settled: bool, target: Target | None = None, **kw: Any
    ) -> None:
        super().__init__(*args, **kw)
        put_rows(self, "post", posts_for(user, target and target.post_id))
        if settled:
            keep(self, ("actual", "actual_on", "post"))


class TaskForm(forms.Form):
    """A settled plan leaves only status and progress."""

    serial = forms.IntegerField(label=_("序号"), min_value=1, max_value=9999)
    topic = forms.CharField(label=_("主题"), max_length=60, required=False)
    task = forms.CharField(
        label=_("任务"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )
    lead_unit = forms.ModelChoiceField(
        Unit.objects.none(), label=_("牵头单位"), required=False, empty_label=_("未定")
    )
    assist_words = forms.CharField(label=_("配合单位"), max_length=200, required=False)
    leader = PostField(
        queryset=Post.objects.none(), label=_("牵头领导"), required=False, empty_label=_("未定")
    )
    due = DayField(label=_("完成时限"), required=False)
    due_words = forms.CharField(
        label=_("时限原文"),
        max_length=60,
        required=False,
        help_text=_("文件里的说法，如“上半年”“长期坚持”。"),
    )
    status = forms.ChoiceField(label=_("状态"), choices=TaskStatus.choices)
    progress = forms.CharField(
        label=_("进展"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(
        self, *args: Any, user: User, settled: bool, task: PlanTask | None = None, **kw: Any
    ) -> None:
        super().__init__(*args, **kw)
        if settled:
            keep(self, ("status", "progress"))
            return
        put_rows(self, "lead_unit", units_for(user, task and task.lead_unit_id))
        put_rows(self, "leader", leaders_for(user, task and task.leader_id))
        for number, label in enumerate(QUARTERS, start=1):
            self.fields[f"q{number}"] = forms.CharField(
                label=_("%(quarter)s目标") % {"quarter": label}, max_length=200, required=False
            )
        self.order_fields([*_BEFORE_QUARTERS, "q1", "q2", "q3", "q4", "status", "progress"])

    @property
    def values(self) -> dict[str, Any]:
        """What the act wants: the four quarters as one list."""
        given = dict(self.cleaned_data)
        goals = [given.pop(name) for name in ("q1", "q2", "q3", "q4") if name in given]
        return given | ({"quarter_goals": goals if any(goals) else []} if goals else {})


class ScoreItemForm(forms.Form):
    name = forms.CharField(label=_("考核事项"), max_length=120)
    target = forms.ModelChoiceField(
        Target.objects.none(), label=_("对应目标"), required=False, empty_label=_("未定")
    )
    post = PostField(
        queryset=Post.objects.none(),
        label=_("责任岗位"),
        required=False,
        empty_label=_("未定"),
        help_text=_("考核岗位，不考核某个人；换人后由接任的人承担。"),
    )
    points = FigureField(label=_("分值"), help_text=_("大于 0；各项之和不必是 100。"))
    words = forms.CharField(
        label=_("计分办法"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("如“完成得满分，每低 1 个百分点扣 0.1 分”。"),
    )

    def __init__(
        self, *args: Any, user: User, line: WorkLine, item: ScoreItem | None = None, **kw: Any
    ) -> None:
        super().__init__(*args, **kw)
        put_rows(self, "target", line.targets.all())
        put_rows(self, "post", posts_for(user, item and item.post_id))
        self.fields["points"].required = True


class ForceForm(forms.Form):
    name = forms.CharField(label=_("名称"), max_length=80)
    line = forms.ModelChoiceField(
        WorkLine.objects.none(),
        label=_("所属工作线"),
        required=False,
        empty_label=_("不属于某一条"),
    )
    head = PostField(
        queryset=Post.objects.none(), label=_("组长"), required=False, empty_label=_("未定")
    )
    members = PostsField(
        queryset=Post.objects.none(),
        label=_("成员"),
        required=False,
        widget=Boxes,
        help_text=_("按岗位列入，换人后由接任的人担任。"),
    )
    scope = forms.CharField(
        label=_("职责范围"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    rhythm = forms.CharField(
        label=_("调度节奏"), max_length=100, required=False, help_text=_("如“每周一调度”。")
    )

    def __init__(self, *args: Any, user: User, year: int, **kw: Any) -> None:
        super().__init__(*args, **kw)
        put_rows(self, "line", WorkLine.objects.visible_to(user).of_year(year))
        put_rows(self, "head", posts_for(user))
        put_rows(self, "members", posts_for(user))


class HeadQuartersForm(forms.Form):
    name = forms.CharField(label=_("名称"), max_length=80)
    commander = PostField(
        queryset=Post.objects.none(), label=_("指挥长"), required=False, empty_label=_("未定")
    )
    office_unit = forms.ModelChoiceField(
        Unit.objects.none(), label=_("办公室所在单位"), required=False, empty_label=_("未定")
    )
    lines = forms.ModelMultipleChoiceField(
        WorkLine.objects.none(), label=_("负责的工作线"), required=False, widget=Boxes
    )
    rhythm = forms.CharField(
        label=_("调度节奏"), max_length=100, required=False, help_text=_("如“每月一调度”。")
    )

    def __init__(self, *args: Any, user: User, year: int, **kw: Any) -> None:
        super().__init__(*args, **kw)
        put_rows(self, "commander", leaders_for(user))
        put_rows(self, "office_unit", units_for(user))
        put_rows(self, "lines", WorkLine.objects.visible_to(user).of_year(year))


def initial_of_line(line: WorkLine) -> dict[str, Any]:
    own = ("version", "number", "title", "lead_unit", "sponsor", "summary", "plan")
    return {name: getattr(line, name) for name in own} | {
        "assist_units": list(line.assist_units.all())
    }


def initial_of_target(target: Target) -> dict[str, Any]:
    return {name: getattr(target, name) for name in TargetForm.base_fields}


def initial_of_item(item: ScoreItem) -> dict[str, Any]:
    return {name: getattr(item, name) for name in ScoreItemForm.base_fields}


def initial_of_task(task: PlanTask) -> dict[str, Any]:
    goals = {f"q{n}": goal for n, goal in enumerate(task.quarter_goals, start=1)}
    return {name: getattr(task, name) for name in TaskForm.base_fields} | goals


def initial_of_force(force: TaskForce) -> dict[str, Any]:
    own = {name: getattr(force, name) for name in ("name", "line", "head", "scope", "rhythm")}
    return own | {"members": list(force.members.all())}


def put_rows(form: forms.Form, name: str, rows: QuerySet[Any]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = rows


def keep(form: forms.Form, names: Sequence[str]) -> None:
    for name in list(form.fields):
        if name not in names:
            del form.fields[name]


def units_for(user: User, chosen: Any = None) -> QuerySet[Any]:
    """Units that exist, and the one chosen before even if it was closed since."""
    rows = Unit.objects.visible_to(user).filter(Q(closed_on__isnull=True) | Q(pk=chosen))
    return rows.order_by("path")  # type: ignore[no-any-return]


def posts_for(user: User, chosen: Any = None) -> QuerySet[Post]:
    now_held = Holding.objects.current().select_related("user")
    return (
        Post.objects.visible_to(user)
        .filter(Q(closed_on__isnull=True) | Q(pk=chosen))
        .select_related("unit")
        .prefetch_related(Prefetch("holdings", queryset=now_held))
        .order_by("unit__path", "rank", "id")
    )


def leaders_for(user: User, chosen: Any = None) -> QuerySet[Post]:
    leading = Q(post_roles__role__in=[Role.SPONSOR, Role.COMMANDER]) | Q(pk=chosen)
    return posts_for(user, chosen).filter(leading).distinct()


_BEFORE_QUARTERS = (
    "serial", "topic", "task", "lead_unit", "assist_words", "leader", "due", "due_words",
)  # fmt: skip
