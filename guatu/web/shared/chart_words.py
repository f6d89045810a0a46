"""The words on the wall chart in the language of the reader."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from guatu.boards.wallchart import ChartWords
from guatu.domain.lights.colours import Light


def chart_words() -> ChartWords:
    return ChartWords(
        project=_("项目"),
        unit=_("牵头单位"),
        sponsor=_("包保领导"),
        total=_("总投资"),
        yi=_("{} 亿"),
        count=_("{} 个项目"),
        months=_months(),
        quarters=(_("一季度"), _("二季度"), _("三季度"), _("四季度")),
        today=_("{month}月{day}日"),
        planned=_("计划"),
        done=_("已完成"),
        overdue=_("已逾期"),
        need=_("要素未落实"),
        finish=_("竣工"),
        finish_original=_("原计划 {}"),
        finish_required=_("要求 {}"),
        finish_forecast=_("预计 {}"),
        was=_("原计划"),
        replanned=_("调整后绿"),
        broken=_("因{by}推后 {days} 个工作日"),
        empty=_("还没有项目。导入台账后，这里就是作战图。"),
        label=_("{name}，{light}，节点 {all} 个，已完成 {done} 个，逾期 {overdue} 个"),
        lights=tuple((light.value, _(light.word)) for light in Light),
    )


def _months() -> tuple[str, ...]:
    """Written out, so that the extraction of messages finds each."""
    return (
        pgettext("挂图月份", "1月"),
        pgettext("挂图月份", "2月"),
        pgettext("挂图月份", "3月"),
        pgettext("挂图月份", "4月"),
        pgettext("挂图月份", "5月"),
        pgettext("挂图月份", "6月"),
        pgettext("挂图月份", "7月"),
        pgettext("挂图月份", "8月"),
        pgettext("挂图月份", "9月"),
        pgettext("挂图月份", "10月"),
        pgettext("挂图月份", "11月"),
        pgettext("挂图月份", "12月"),
    )
