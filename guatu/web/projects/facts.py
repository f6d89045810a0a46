"""What is known of a project, as pairs of label and words, in the groups of its page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from guatu.domain import pace
from guatu.org.models import Post, Unit
from guatu.projects.models import Project
from guatu.projects.queries.detail import gap_of
from guatu.web.shared.finishes import expectation_words
from guatu.web.templatetags.guatu import day, pct, points, yi
from guatu.web.templatetags.projects import days_moved, month_name, whole, workdays_left

Fact = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Facts:
    people: list[Fact]
    money: list[Fact]
    time: list[Fact]
    works: list[Fact]


def facts_of(project: Project, today: date, left: int | None) -> Facts:
    """``left`` are the workdays to the required finish; facts that are not known are left out."""
    return Facts(
        people=list(_people(project)),
        money=list(_money(project, today)),
        time=list(_time(project, left)),
        works=list(_works(project)),
    )


def _people(project: Project) -> Iterator[Fact]:
    yield _("工作线"), str(project.line or "—")
    if also := "、".join(map(str, project.also_lines.all())):
        yield _("同时列入"), also
    if targets := "、".join(target.name for target in project.targets.all()):
        yield _("支撑的目标"), targets
    if project.task_force:
        yield _("工作专班"), project.task_force.name
    yield _("牵头单位"), _unit(project.lead_unit)
    if project.responsible_unit:
        yield _("责任单位"), _unit(project.responsible_unit)
    if assisting := "、".join(unit.label for unit in project.assist_units.all()):
        yield _("配合单位"), assisting
    yield _("包保领导"), _post(project.sponsor)
    yield _("项目负责人"), _post(project.owner_post)
    if project.owner_name:
        yield _("项目单位"), project.owner_name


def _money(project: Project, today: date) -> Iterator[Fact]:
    yield _("总投资"), yi(project.total_investment)
    yield _("年度计划"), yi(project.year_plan)
    share = pace.rate(project.year_done, project.year_plan)
    yield _("已完成"), f"{yi(project.year_done)} {pct(share) if share is not None else ''}".strip()
    if (gap := gap_of(project, today)) is not None:
        yield _("序时差"), _("%(gap)s（按全年 12 个月计）") % {"gap": points(gap)}
    if project.done_before_year is not None:
        yield _("开累完成"), yi(project.done_total)
    physical = [pct(project.physical_percent)] if project.physical_percent is not None else []
    said = " ".join([*physical, project.physical_words]).strip()
    yield _("形象进度"), said or "—"
    yield _("最近月报"), month_name(project.last_period)
    if gains := _gains(project):
        yield _("效益"), gains


def _time(project: Project, left: int | None) -> Iterator[Fact]:
    yield _("开工"), _planned_or_done(project.planned_start, project.actual_start)
    due = day(project.required_finish)
    if project.actual_finish:
        yield _("竣工"), _planned_or_done(project.required_finish, project.actual_finish)
    else:
        yield _("要求完成"), f"{due} {workdays_left(left)}".strip()
    if project.original_finish:
        yield _("原计划完成"), _original(project)
    if project.forecast_finish and not project.actual_finish:
        yield _("预计完成"), _forecast(project)
    if project.registered_on:
        yield _("入库"), day(project.registered_on)
    if project.min_slack is not None:
        yield _("关键线路余量"), _("%(days)s 个工作日") % {"days": whole(project.min_slack)}
    if project.replans:
        yield _("调整计划"), _("%(times)s 次") % {"times": project.replans}


def _original(project: Project) -> str:
    """With how far the finish in force lies from it."""
    required, original = project.required_finish, project.original_finish
    if required is None or original is None or required == original:
        return _("%(day)s（未变）") % {"day": day(original)}
    return _beside(day(original), days_moved((required - original).days))


def _beside(words: str, more: str) -> str:
    return _("%(words)s（%(more)s）") % {"words": words, "more": more}


def _forecast(project: Project) -> str:
    said = expectation_words(project.expectation)
    words = day(project.forecast_finish)
    words = _beside(words, said) if said else words
    if project.p80_finish is None:
        return words
    return _("%(words)s，八成把握 %(day)s") % {"words": words, "day": day(project.p80_finish)}


def _works(project: Project) -> Iterator[Fact]:
    kinds = [str(project.get_nature_display()) if project.nature else "", project.category]
    if said := " · ".join(filter(None, [*kinds, *map(str, project.tags)])):
        yield _("性质与类别"), said
    for label, words in (
        (_("产业链"), str(project.chain or "")),
        (_("园区"), str(project.park or "")),
        (_("建设地点"), project.location),
        (_("所在乡镇"), project.township.label if project.township else ""),
        (_("建设内容"), project.content),
        (_("年度目标"), project.year_goal),
        (_("备注"), project.remark),
    ):
        if words:
            yield label, words
    if project.floor_area is not None:
        yield _("建筑面积"), _("%(area)s 平方米") % {"area": f"{project.floor_area:,.0f}"}


def _unit(unit: Unit | None) -> str:
    return str(unit.label) if unit else "—"


def _post(post: Post | None) -> str:
    return post.holder_label if post else "—"


def _planned_or_done(planned: date | None, done: date | None) -> str:
    if done is None:
        return _("计划 %(day)s，未开工") % {"day": day(planned)} if planned else "—"
    if planned is None or planned == done:
        return day(done)
    return _("%(done)s（计划 %(planned)s）") % {"done": day(done), "planned": day(planned)}


def _gains(project: Project) -> str:
    parts: list[tuple[str, Decimal | None]] = [
        (_("销售 %(sum)s"), project.sales),
        (_("税 %(sum)s"), project.tax),
    ]
    said = [words % {"sum": yi(amount)} for words, amount in parts if amount is not None]
    if project.jobs is not None:
        said.append(_("就业 %(jobs)s 人") % {"jobs": project.jobs})
    return " ".join(said)
