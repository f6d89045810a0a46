"""Forms of the days: they check shape; the acts decide."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from guatu.dayclear.actions.correcting import SAYABLE
from guatu.dayclear.queries.days import forces_to_choose, posts_to_choose
from guatu.lines.models import TaskForce
from guatu.org.models import Post, Unit, User
from guatu.projects.models import SupportNeed
from guatu.web.shared.fields import DayField


def _words(label: Any, help_text: Any = "", *, required: bool = True) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(
        label=label, max_length=300, widget=area, help_text=help_text, required=required
    )


class NeedField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Open needs with their projects."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.project.name} · {obj.name}"


class DoneForm(forms.Form):
    words = _words(_("办结情况"), _("写一句：办成了什么，结果在哪里。"))


class CarryForm(forms.Form):
    reason = _words(_("没有办结的原因"))
    next_on = DayField(
        label=_("下次办理日期"),
        help_text=_("到这一天再列入日清。交办单的时限不因结转改变，要改请申请延期。"),
    )


class BlockForm(forms.Form):
    reason = _words(_("卡在哪里"), _("写明需要谁做什么。"))
    need = NeedField(
        queryset=SupportNeed.objects.none(),
        label=_("对应的要素"),
        required=False,
        empty_label=_("不对应某项要素"),
    )
    next_on = DayField(label=_("哪天再看"))

    def __init__(self, *args: Any, user: User, **kw: Any) -> None:
        super().__init__(*args, **kw)
        rows = SupportNeed.objects.visible_to(user).open().select_related("project")
        need = self.fields["need"]
        assert isinstance(need, forms.ModelChoiceField)
        need.queryset = rows.filter(project__withdrawn_at__isnull=True).order_by("needed_by", "id")


class DropForm(forms.Form):
    reason = _words(_("为什么不再办"))


class CorrectForm(forms.Form):
    state = forms.ChoiceField(
        label=_("实际情况"), choices=[(state.value, state.label) for state in SAYABLE]
    )
    words = _words(_("更正的依据"), _("原来的记录保留，这里的话列在它的下面。"))
    next_on = DayField(
        label=_("下次办理日期"), required=False, help_text=_("更正为已办结的不用填。")
    )


class ConfirmForm(forms.Form):
    words = _words(_("确认意见"), required=False)


class AddForm(forms.Form):
    """An own item of one of the posts held, or of a task force."""

    label = forms.CharField(label=_("要办的事"), max_length=200)
    day = DayField(label=_("哪天办"))
    whose = forms.ChoiceField(label=_("由谁办"))

    def __init__(self, *args: Any, user: User, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.posts = {str(post.pk): post for post in posts_to_choose(user)}
        self.forces = {str(force.pk): force for force in forces_to_choose(user)}
        whose = self.fields["whose"]
        assert isinstance(whose, forms.ChoiceField)
        whose.choices = [
            *((key, f"{post.unit.label} {post.title}") for key, post in self.posts.items()),
            *((key, force.name) for key, force in self.forces.items()),
        ]

    def bound_to(self) -> tuple[Unit, Post, TaskForce | None]:
        """The unit on whose list it comes, the post, and the task force if one was chosen."""
        chosen = str(self.cleaned_data["whose"])
        post = self.posts.get(chosen) or next(iter(self.posts.values()))
        return post.unit, post, self.forces.get(chosen)
