"""Forms of boards: they check shape; the acts decide."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from guatu.lines.models import WorkLine
from guatu.org.choices import Role
from guatu.org.models import Post, User
from guatu.screens.actions.boards import LONGEST_NAME, Settings
from guatu.screens.actions.pages import LONGEST, LONGEST_TITLE, MOST_ROWS, SHORTEST
from guatu.screens.choices import BoardPreset, PageLayout, PanelKind
from guatu.screens.drafts import SECONDS, PageDraft, PanelDraft
from guatu.screens.models import BoardPage
from guatu.web.shared.fields import DayField, PickField

SLOTS = range(1, 5)
_SLOT_FIELDS = ("kind", "line", "post", "rows")


class BoardForm(forms.Form):
    name = forms.CharField(label=_("展板名称"), max_length=LONGEST_NAME)
    preset = forms.ChoiceField(
        label=_("从哪里开始"),
        choices=BoardPreset.choices,
        widget=forms.RadioSelect,
        initial=BoardPreset.CITY,
        help_text=_("页和面板以后都可以改。"),
    )
    line = PickField(label=_("工作线"), empty_label=_("请选择"))

    def __init__(self, *args: Any, user: User, year: int, **options: Any) -> None:
        super().__init__(*args, **options)
        _rows(self.fields["line"], WorkLine.objects.visible_to(user).of_year(year))

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("preset") == BoardPreset.LINE and not given.get("line"):
            self.add_error("line", _("请选择要展示的工作线。"))
        return given


class SettingsForm(forms.Form):
    """``seen`` is the version of the board that the person saw."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    name = forms.CharField(label=_("展板名称"), max_length=LONGEST_NAME)
    shows_money = forms.BooleanField(
        label=_("显示投资金额"),
        required=False,
        help_text=_("不勾选时展板上只有个数、灯和百分比，没有金额。"),
    )
    shows_reasons = forms.BooleanField(
        label=_("显示亮灯原因"),
        required=False,
        help_text=_("挂在对外场所的屏可以不显示原因。"),
    )

    def settings(self) -> Settings:
        given = self.cleaned_data
        return Settings(given["name"], given["shows_money"], given["shows_reasons"])


@dataclass(frozen=True, slots=True)
class Slot:
    """The fields of one place; ``layouts`` are those that have it, as data-show-when wants them."""

    number: int
    layouts: str
    kind: BoundField
    line: BoundField
    post: BoundField
    rows: BoundField


class PageForm(forms.Form):
    seen = forms.IntegerField(widget=forms.HiddenInput)
    title = forms.CharField(label=_("页标题"), max_length=LONGEST_TITLE)
    layout = forms.ChoiceField(
        label=_("版式"), choices=PageLayout.choices, widget=forms.RadioSelect
    )
    seconds = forms.IntegerField(
        label=_("停留秒数"),
        min_value=SHORTEST,
        max_value=LONGEST,
        initial=SECONDS,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )

    def __init__(
        self, *args: Any, user: User, year: int, page: BoardPage | None = None, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        lines = WorkLine.objects.visible_to(user).of_year(year)
        posts = Post.objects.visible_to(user).filter(post_roles__role=Role.SPONSOR).distinct()
        posts = posts.filter(closed_on__isnull=True).select_related("unit")
        for slot in SLOTS:
            self._add_slot(slot, lines, posts)
        if page is not None:
            self.initial.update(_initial(page))
        else:
            self.initial.setdefault("layout", PageLayout.TWO)

    def _add_slot(self, slot: int, lines: Any, posts: Any) -> None:
        self.fields[f"kind_{slot}"] = forms.ChoiceField(
            label=_("内容"), choices=[("", _("空着")), *PanelKind.choices], required=False
        )
        line = PickField(label=_("哪条工作线"), empty_label=_("请选择"))
        post = PickField(label=_("哪个岗位"), words=_post_words, empty_label=_("全部包保岗位"))
        _rows(line, lines)
        _rows(post, posts)
        self.fields[f"line_{slot}"], self.fields[f"post_{slot}"] = line, post
        self.fields[f"rows_{slot}"] = forms.IntegerField(
            label=_("最多几行"),
            min_value=1,
            max_value=MOST_ROWS,
            required=False,
            widget=forms.TextInput(attrs={"inputmode": "numeric", "placeholder": _("放满为止")}),
        )

    def slots(self) -> Iterator[Slot]:
        for slot in SLOTS:
            layouts = "|".join(one.value for one in PageLayout if one.slots >= slot)
            yield Slot(slot, layouts, *(self[f"{name}_{slot}"] for name in _SLOT_FIELDS))

    def draft(self) -> PageDraft:
        given = self.cleaned_data
        panels = [self._panel(slot) for slot in SLOTS]
        return PageDraft(given["title"], PageLayout(given["layout"]), panels, given["seconds"])

    def _panel(self, slot: int) -> PanelDraft | None:
        kind, line, post, rows = (self.cleaned_data[f"{name}_{slot}"] for name in _SLOT_FIELDS)
        if not kind:
            return None
        return PanelDraft(
            PanelKind(kind), line.pk if line else None, post.pk if post else None, rows
        )


class AddressForm(forms.Form):
    note = forms.CharField(
        label=_("挂在哪里"),
        max_length=60,
        help_text=_("例如“政务大厅一楼东侧大屏”。一块屏一个地址，撤销一块不影响别的。"),
    )
    ends_on = DayField(
        label=_("有效期至"), required=False, help_text=_("空着为长期有效；到期后这块屏不再显示。")
    )


def _initial(page: BoardPage) -> dict[str, Any]:
    found: dict[str, Any] = {
        "title": page.title, "layout": page.layout, "seconds": page.seconds,
    }  # fmt: skip
    for panel in page.panels.all():
        found[f"kind_{panel.slot}"] = panel.kind
        found[f"line_{panel.slot}"] = panel.line_id
        found[f"post_{panel.slot}"] = panel.post_id
        found[f"rows_{panel.slot}"] = panel.rows
    return found


def _post_words(post: Post) -> str:
    return f"{post.unit.label} {post.title}"


def _rows(field: forms.Field, rows: Any) -> None:
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = rows
