"""The form of a draft: what is asked of whom, by when, with what evidence."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from guatu.dispatches.actions.drafting import Matter
from guatu.dispatches.choices import EvidenceKind, Kind, Source, Weight
from guatu.dispatches.models import Dispatch
from guatu.dispatches.queries.remaining import Offered
from guatu.org.models import Post, Unit, User
from guatu.projects.models import Milestone, Project, SupportNeed
from guatu.web.dispatches.forms.controls import (
    PickField,
    UnitsField,
    choose,
    post_words,
    posts_of,
    units_of,
    words_field,
)
from guatu.web.shared.fields import DayField

_NOT_CHOSEN = _("请选择")


class MatterForm(forms.Form):
    """``seen`` is the version that the person saw; a new draft has none.

    ``matter`` is what it begins with: a draft as it stands, or what a page offered.
    """

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    title = forms.CharField(
        label=_("工作事项"),
        max_length=120,
        help_text=_("一事一单，写成一句话，如“3 月 20 日前发布出让公告”。"),
    )
    asked = words_field(
        _("工作要求"), most=2000, help_text=_("要做到什么程度、交什么结果，复核时逐条对照。")
    )
    lead_unit = PickField(Unit.objects.none(), label=_("主办单位"), empty_label=_NOT_CHOSEN)
    owner_post = PickField(
        Post.objects.none(),
        post_words,
        label=_("责任岗位"),
        required=False,
        empty_label=_("单位联络员或负责人"),
        help_text=_("责任落到岗位，换人不用改；须是主办单位的岗位。"),
    )
    assisting = UnitsField(Unit.objects.none(), label=_("协办单位"), required=False)
    urgency = forms.ChoiceField(label=_("紧急程度"), widget=forms.RadioSelect)
    due_on = DayField(
        label=_("完成时限"),
        required=False,
        help_text=_("另定日期的，以此为准，不按紧急程度推算；逢休息日顺延。"),
    )
    evidence = forms.MultipleChoiceField(
        label=_("应附材料"),
        choices=EvidenceKind.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("勾选的材料没有附上，不能反馈办结，也不能销号。"),
    )
    source = forms.ChoiceField(label=_("来源"), choices=Source.choices)
    source_words = forms.CharField(
        label=_("来源说明"),
        max_length=200,
        required=False,
        help_text=_("如“3 月 12 日调度会议定第 3 项”。"),
    )
    kind = forms.ChoiceField(label=_("种类"), choices=Kind.choices)
    weight = forms.TypedChoiceField(
        label=_("重要程度"),
        choices=Weight.choices,
        coerce=int,
        help_text=_("较重要的，按催办方案可能一下发就带色。"),
    )
    project = PickField(
        Project.objects.none(), label=_("项目"), required=False, empty_label=_("不对应项目")
    )
    milestone = PickField(
        Milestone.objects.none(), label=_("节点"), required=False, empty_label=_("不对应节点")
    )
    need = PickField(
        SupportNeed.objects.none(), label=_("要素需求"), required=False,
        empty_label=_("不对应要素"),
    )  # fmt: skip

    def __init__(
        self,
        *args: Any,
        user: User,
        offers: list[Offered],
        initial: dict[str, Any],
        dispatch: Dispatch | None = None,
        **kw: Any,
    ) -> None:
        super().__init__(*args, **{"initial": initial, **kw})
        self.user, self.offers, self.dispatch = user, offers, dispatch
        kept = [pk_of(initial.get(name)) for name in ("lead_unit", "owner_post")]
        choose(self, "lead_unit", units_of(user, kept[0]))
        choose(self, "owner_post", posts_of(user, kept[1]))
        choose(self, "assisting", units_of(user, *map(pk_of, initial.get("assisting", ()))))
        self.fields["urgency"].choices = [  # type: ignore[attr-defined]
            (one.urgency.code, gettext(one.urgency.name)) for one in offers
        ]
        self._about(initial)

    def matter(self) -> Matter:
        """What was filled in; where it came from stays as it was."""
        given = {name: value for name, value in self.cleaned_data.items() if name != "seen"}
        given.setdefault("project", None)
        return Matter(**given)

    @property
    def seen_version(self) -> int:
        return self.cleaned_data.get("seen") or 0

    def over(self, dispatch: Dispatch) -> MatterForm:
        """What was typed, to be sent again over the draft as it is now."""
        typed = cast(QueryDict, self.data).copy()
        typed["seen"] = str(dispatch.version)
        return MatterForm(
            typed,
            user=self.user,
            offers=self.offers,
            initial=dict(self.initial),
            dispatch=dispatch,
        )

    @property
    def chosen_urgency(self) -> str:
        return str(self["urgency"].value() or "")

    def _about(self, initial: dict[str, Any]) -> None:
        """A project that was named offers its steps and needs; without one they make no sense,
        save for a need that was named by whoever does not see its project."""
        project: Project | None = initial.get("project")
        need: SupportNeed | None = initial.get("need")
        needs = SupportNeed.objects.visible_to(self.user)
        if project is not None:
            seen = Project.objects.visible_to(self.user)
            choose(self, "project", seen.filter(pk=project.pk))
            choose(self, "milestone", project.milestones.all())
            choose(self, "need", needs.filter(project=project))
            return
        projects = Project.objects.visible_to(self.user).listed()
        choose(self, "project", projects.filter(year=self.user.tenant.year))
        del self.fields["milestone"]
        if need is None:
            del self.fields["need"]
        else:
            choose(self, "need", needs.filter(pk=need.pk))


def pk_of(row: Any) -> Any:
    return getattr(row, "pk", row)
