"""Opinions in words, for the page of a project and the list of disagreements."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from guatu.domain.lights.colours import Light
from guatu.domain.views import Alone, Disagreement, Pair
from guatu.domain.words import N_, say
from guatu.org.access import Access
from guatu.projects.choices import OpinionStep
from guatu.projects.models import Project
from guatu.projects.queries.opinions import Views, ViewsRow
from guatu.web.shared.sentences import in_words


@dataclass(frozen=True, slots=True)
class Said:
    """The views of a project with what parts them in words, and what the reader may add."""

    pk: UUID
    light: str
    views: Views
    apart: str
    ask: str
    old: bool
    may_judge: bool
    may_review: bool


def said_of(row: ViewsRow, access: Access) -> Said:
    project, found = row.project, row.found
    return Said(
        pk=project.pk,
        light=project.light,
        views=row.views,
        apart=apart_words(found, project.light, row.views) if found else "",
        ask=ask_words(found, project.light) if found else "",
        old=found.old if found else False,
        may_judge=_may(access, "opinion.owner", project),
        may_review=_may(access, "opinion.review", project),
    )


def step_word(step: int | None) -> str:
    """``较有把握``; empty for none."""
    return "" if step is None else str(OpinionStep(step).label)


def apart_words(found: Disagreement, light: str, views: Views) -> str:
    """The disagreement in one sentence, from the side of the view that stands alone."""
    template = _ALONE.get(found.alone) or _TWO[next(iter(found.pairs))]
    sentence = say(
        template,
        light=_(Light(light).word),
        owner=step_word(views.owner.step if views.owner else None),
        review=step_word(views.review.step if views.review else None),
        steps=found.steps,
    )
    return in_words(sentence)


def ask_words(found: Disagreement, light: str) -> str:
    """What to clear up, and who."""
    green = light == Light.GREEN
    if Pair.LIGHT_REVIEW in found.pairs:
        return _(_GREEN_REVIEW if green else _RED_REVIEW)
    if Pair.LIGHT_OWNER in found.pairs:
        return _(_GREEN_OWNER if green else _RED_OWNER)
    return _(_BETWEEN)


def _may(access: Access, act: str, project: Project) -> bool:
    return project.is_listed and access.can(act, project)


_TWO = {
    Pair.LIGHT_REVIEW: N_("灯为{light}，独立评估却是“{review}”。"),
    Pair.LIGHT_OWNER: N_("灯为{light}，业主判断却是“{owner}”。"),
    Pair.OWNER_REVIEW: N_("业主判断“{owner}”，独立评估却是“{review}”，相差 {steps} 档。"),
}
_ALONE = {
    Alone.LIGHT: N_("业主判断“{owner}”，独立评估“{review}”，灯却为{light}。"),
    Alone.OWNER: N_("灯为{light}，独立评估“{review}”，业主判断却是“{owner}”。"),
    Alone.REVIEW: N_("灯为{light}，业主判断“{owner}”，独立评估却是“{review}”。"),
}
_GREEN_REVIEW = N_("请核对月报和节点是否如实，必要时到现场看一次；规则没有看到的风险，登记为卡点。")
_RED_REVIEW = N_("请核对亮灯依据的数字和日期是否已过时；确有正当理由的，按程序认可。")
_GREEN_OWNER = N_("请业主说明担心什么，并登记为要素需求或卡点，让灯看得到。")
_RED_OWNER = N_("请业主说明靠什么、在哪一天补回来，并补报进度或节点。")
_BETWEEN = N_("请双方当面核对依据，并各自更新判断。")
