"""Forms of units, posts and accounts: they check shape; the acts decide."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from guatu.org.choices import AdminKind, Role, UnitKind
from guatu.org.models import Unit, User
from guatu.org.queries import people_of
from guatu.web.shared.fields import DayField


class UnitField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Units as the tree shows them."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{'　' * (obj.depth - 1)}{obj.name}"


class PersonField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """People with the posts that they hold now."""

    def label_from_instance(self, obj: Any) -> str:
        held = "、".join(f"{h.post.unit.label}{h.post.title}" for h in obj.current_holdings)
        return f"{obj.name}（{held}）" if held else obj.name


class UnitForm(forms.Form):
    name = forms.CharField(label=_("单位名称"), max_length=100)
    short_name = forms.CharField(
        label=_("简称"), max_length=40, required=False, help_text=_("表格和挂图上用简称。")
    )
    parent = UnitField(queryset=Unit.objects.none(), label=_("上级单位"), empty_label=_("请选择"))
    kind = forms.ChoiceField(label=_("类别"), choices=UnitKind.choices)
    credit_code = forms.CharField(label=_("统一社会信用代码"), max_length=18, required=False)

    def __init__(self, *args: Any, user: User, unit: Unit | None = None, **kw: Any) -> None:
        super().__init__(*args, **kw)
        rows = Unit.objects.visible_to(user).filter(closed_on__isnull=True).order_by("path")
        parent = self.fields["parent"]
        assert isinstance(parent, forms.ModelChoiceField)
        parent.queryset = rows.exclude(path__startswith=unit.path) if unit else rows
        if unit is not None and unit.depth == 1:
            del self.fields["parent"]
        elif not rows.exists():
            parent.required = False


class PostForm(forms.Form):
    title = forms.CharField(label=_("岗位名称"), max_length=60)
    rank = forms.IntegerField(
        label=_("排序"),
        min_value=0,
        max_value=9999,
        initial=100,
        help_text=_("小的在前，相同的按设立先后。"),
    )


class HandOverForm(forms.Form):
    """``seen`` is the holding on the screen: whoever comes second is told."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    to = PersonField(
        queryset=User.objects.none(),
        label=_("到任的人"),
        required=False,
        empty_label=_("空缺，暂无人到任"),
        help_text=_("不选人，就是前任离任、岗位空缺。"),
    )
    on = DayField(label=_("交接日期"), help_text=_("前任在岗的最后一天，也是后任到岗的第一天。"))

    def __init__(self, *args: Any, user: User, **kw: Any) -> None:
        super().__init__(*args, **kw)
        to = self.fields["to"]
        assert isinstance(to, forms.ModelChoiceField)
        to.queryset = people_of(user.tenant_id).filter(is_active=True).order_by("name", "username")


_MEANS = {
    Role.OFFICE: _("看全部，管台账、工作线、计划、规则和岗位"),
    Role.COMMANDER: _("看全部，可任工作线牵头领导"),
    Role.SPONSOR: _("看全部，可包保项目、牵头工作线"),
    Role.TASK_FORCE: _("看专班和岗位名下的项目"),
    Role.UNIT_HEAD: _("看本单位及下级的项目，报进度、改项目、倒排工期"),
    Role.LIAISON: _("同单位负责人，日常填报用"),
    Role.PROJECT_OWNER: _("看岗位名下的项目，报进度、登记节点"),
    Role.INSPECTOR: _("看全部和日志，认可正当理由"),
    Role.APPRAISER: _("看全部"),
    Role.INVESTMENT: _("看全部"),
    Role.READER: _("看全部，不办理"),
}


class RolesForm(forms.Form):
    roles = forms.MultipleChoiceField(
        label=_("角色"),
        choices=[(role.value, format_lazy("{}：{}", role.label, _MEANS[role])) for role in Role],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("角色决定在岗的人能看什么、能办什么；保存后立即生效，换人不用重设。"),
    )


class AccountForm(forms.Form):
    username = forms.CharField(
        label=_("用户名"),
        max_length=60,
        help_text=_("登录时用，不能有空格，定后不改。"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    name = forms.CharField(label=_("姓名"), max_length=60)
    password = forms.CharField(
        label=_("初始密码"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_(
            "至少 12 个字符，不能只有数字，不能与用户名相近。请当面告知本人，登录后自行修改。"
        ),
    )
    admin_kind = forms.ChoiceField(
        label=_("管理员"),
        required=False,
        choices=[("", _("不是管理员")), *AdminKind.choices],
        help_text=_("三员分设：系统管理员开账号，安全管理员定角色，审计管理员看日志。"),
    )


class PasswordForm(forms.Form):
    password = forms.CharField(
        label=_("新密码"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("至少 12 个字符，不能只有数字，不能与用户名相近。保存后本人须重新登录。"),
    )


def initial_of_unit(unit: Unit) -> dict[str, Any]:
    own = {name: getattr(unit, name) for name in ("name", "short_name", "kind", "credit_code")}
    return own | {"parent": Unit.objects.get_parent(unit)}
