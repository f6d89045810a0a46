"""Events in groups that people know, by what stands before the dot of their code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from guatu.journal.codes import registered


@dataclass(frozen=True, slots=True)
class Kind:
    code: str
    label: str | Promise
    begins: frozenset[str]


def _kind(code: str, label: str | Promise, *begins: str) -> Kind:
    return Kind(code, label, frozenset(begins))


KINDS = (
    _kind("project", _("项目"), "project", "excuse", "bulk", "view", "list"),
    _kind("progress", _("进度"), "progress"),
    _kind("plan", _("计划与节点"), "plan", "milestone", "procedure", "capacity"),
    _kind("date_change", _("改期与暂停"), "date_change", "pause"),
    _kind("need", _("要素保障"), "need"),
    _kind("light", _("亮灯"), "light", "pack"),
    _kind("opinion", _("研判"), "opinion"),
    _kind("dispatch", _("交办"), "dispatch"),
    _kind("commitment", _("承诺"), "commitment", "commitment_review"),
    _kind("dayclear", _("日清"), "dayclear"),
    _kind("burden", _("负担和意见"), "burden_terms", "burden_waiver", "complaint"),
    _kind("worklist", _("工作清单"), "work_list", "work_round", "work_terms"),
    _kind("paper", _("公文"), "paper", "paper_template"),
    _kind(
        "command",
        _("调度、堵点和走访"),
        *("meeting", "blocker", "blocker_batch", "visit", "meeting_pack"),
    ),
    _kind("board", _("展板"), "board", "board_page", "board_address"),
    _kind("start", _("集中开工"), "start_event", "start_project", "start_terms"),
    _kind("notice", _("提醒"), *("channel", "notice_hours", "preference")),
    _kind(
        "line",
        _("工作线"),
        *("line", "plan_task", "target", "score_item"),
        *("quarter_indicator", "quarter_target", "quarter_actual"),
        *("headquarters", "task_force", "chain", "park"),
    ),
    _kind("intake", _("导入"), "intake"),
    _kind("bundle", _("数据包"), "bundle"),
    _kind("returns", _("填报表"), "returns", "return_sheet", "return_file"),
    _kind("org", _("单位与岗位"), "tenant", "unit", "post"),
    _kind("user", _("账号"), "user"),
)
BY_CODE: Mapping[str, Kind] = {kind.code: kind for kind in KINDS}
_BY_BEGINNING = {begin: kind for kind in KINDS for begin in kind.begins}


def kind_of(event_code: str) -> Kind | None:
    """None for a code of an app that has joined later and is in no group yet."""
    return _BY_BEGINNING.get(event_code.partition(".")[0])


def codes_in(kind: Kind) -> list[str]:
    return [code for code in registered() if code.partition(".")[0] in kind.begins]
