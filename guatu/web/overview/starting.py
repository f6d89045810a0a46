"""What to do next while there is no project yet: the way from an empty installation to a chart.

Administrators see no projects, so for them it stays: how far accounts, posts and roles have come.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guatu.lines.models import WorkLine
from guatu.org.access import Access
from guatu.org.choices import AdminKind
from guatu.org.models import Post, Unit
from guatu.org.queries import people_in_post, people_of
from guatu.web.shared.requests import Request

#: Whoever may do one of these takes part in setting up.
_SETTING_UP = ("intake.upload", "org.edit", "user.open", "post.grant")
_WHO = {
    "org.edit": gettext_lazy("由总指挥部办公室或系统管理员办理"),
    "user.open": gettext_lazy("由系统管理员办理"),
    "post.grant": gettext_lazy("由安全管理员办理"),
    "line.create": gettext_lazy("由总指挥部办公室办理"),
    "intake.upload": gettext_lazy("由总指挥部办公室办理"),
}


@dataclass(frozen=True, slots=True)
class Start:
    """One step; without ``url`` it is for somebody else, and ``who`` says for whom.

    ``is_next``: the first that is open and may be done by who looks.
    """

    title: str
    hint: str
    state: str
    done: bool
    action: str
    url: str
    who: str | Promise
    is_next: bool = False


def starts(request: Request) -> list[Start]:
    """The steps in their order; none for people who only read or report."""
    if not any(map(request.access.can, _SETTING_UP)):
        return []
    steps = list(_steps(request))
    mine = next((n for n, step in enumerate(steps) if step.url and not step.done), None)
    return [replace(step, is_next=n == mine) for n, step in enumerate(steps)]


def _steps(request: Request) -> Iterator[Start]:
    user, access = request.user, request.access
    units = Unit.objects.visible_to(user).filter(closed_on__isnull=True).count()
    posts = Post.objects.visible_to(user).filter(closed_on__isnull=True)
    bare = posts.filter(post_roles__isnull=True).count()
    people = people_of(request.tenant.pk).filter(is_active=True)
    seated = people_in_post(request.tenant.pk)
    lines = WorkLine.objects.visible_to(user).filter(year=request.tenant.year).count()
    count = posts.count()
    yield _step(
        access, "org.edit", "unit-list", count > 1,
        _("建单位、设岗位"),
        _("部门、乡镇、园区和企业；台账里的单位也可以在入账时一次加进来。"),
        _("%(units)s 个单位，%(posts)s 个岗位") % {"units": units, "posts": count},
        _("单位与岗位"),
    )  # fmt: skip
    yield _step(
        access, "user.open", "unit-accounts", seated > 1,
        _("开账号、办到任"),
        _("每人一个账号，在岗位页办理到任；另开安全管理员和审计管理员各一个。"),
        _("%(people)s 个账号，%(seated)s 人在岗") % {"people": people.count(), "seated": seated},
        _("账号"),
    )  # fmt: skip
    yield _step(
        access, "post.grant", "unit-list", count > 1 and not bare,
        _("定角色"),
        _("角色决定在岗的人能看什么、能办什么；没有角色的岗位只看得到名下的项目。"),
        _roles_state(bare, people.filter(admin_kind=AdminKind.SECURITY).exists()),
        _("设定岗位角色"),
    )  # fmt: skip
    yield _step(
        access, "line.create", "line-list", lines > 0,
        _("设工作线"),
        _("写明牵头单位和牵头领导，台账里的项目按工作线归类。"),
        _("%(year)s 年 %(n)s 条") % {"year": request.tenant.year, "n": lines},
        _("工作线"),
    )  # fmt: skip
    yield _step(
        access, "intake.upload", "intake-list", False,
        _("导入台账"),
        _("上传现有的 Excel 台账，逐行核对后入账；总览和作战图随即生成。"),
        _("还没有重点项目") if access.sees_all else "",
        _("导入台账"),
    )  # fmt: skip


def _roles_state(bare: int, has_security: bool) -> str:
    if not has_security:
        return _("还没有安全管理员账号")
    return _("%(n)s 个岗位未设角色") % {"n": bare} if bare else _("岗位都有角色")


def _step(
    access: Access, act: str, page: str, done: bool, title: str, hint: str, state: str, action: str
) -> Start:
    may = access.can(act)
    return Start(title, hint, state, done, action, reverse(page) if may else "", _WHO[act])
