"""The form of a limit: whose, counted how, how many."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from guatu.capacity.actions.limits import MOST
from guatu.capacity.choices import Counted
from guatu.capacity.models import Capacity
from guatu.domain.words import N_, say
from guatu.kit.refusals import Refusal
from guatu.org.models import Post, Unit, User
from guatu.org.queries import units_in_tree_order, with_holders
from guatu.web.shared.fields import PickField

EXPLAINED = _("同时办理按天数并在一起的节点；每周受理按开始的一周、每周到期按完成的一周计。")


class LimitForm(forms.Form):
    """``seen`` is the version that the person saw."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    counted = forms.ChoiceField(label=_("怎样计"), choices=Counted.choices, help_text=EXPLAINED)
    at_most = forms.IntegerField(
        label=_("最多"),
        min_value=1,
        max_value=MOST,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )

    @classmethod
    def of(cls, data: Any, capacity: Capacity) -> LimitForm:
        held = {
            "seen": capacity.version,
            "counted": capacity.counted,
            "at_most": capacity.at_most,
        }
        return cls(data, initial=held)


class NewLimitForm(LimitForm):
    post = PickField(
        lambda post: f"{post.unit.label}　{post.holder_label}",
        label=_("包保领导"),
        empty_label=_("不选"),
        help_text=_("他包保的项目的承诺节点都计在他名下。"),
    )
    unit = PickField(
        label=_("办理单位"),
        empty_label=_("不选"),
        help_text=_("由它办理的节点计在它名下。包保领导和办理单位选一个。"),
    )
    field_order = ("post", "unit", "counted", "at_most")

    def __init__(self, *args: Any, user: User, **kw: Any) -> None:
        super().__init__(*args, **kw)
        posts = Post.objects.filter(tenant_id=user.tenant_id, closed_on__isnull=True)
        self.fields["post"].queryset = with_holders(posts)  # type: ignore[attr-defined]
        self.fields["unit"].queryset = units_in_tree_order(  # type: ignore[attr-defined]
            user.tenant_id
        )

    def whose(self) -> Post | Unit:
        """Refusal unless exactly one is chosen."""
        post, unit = self.cleaned_data["post"], self.cleaned_data["unit"]
        if (post is None) == (unit is None):
            wrong = say(N_("请在包保领导和办理单位里选一个，只选一个。"))
            raise Refusal(wrong, {"post": wrong})
        chosen: Post | Unit = post or unit
        return chosen
