"""What is known of a need, as pairs of label and words."""

from __future__ import annotations

from django.utils.translation import gettext as _

from guatu.projects.queries.needs import NeedRow
from guatu.web.templatetags.guatu import day
from guatu.web.templatetags.needs import need_due

Fact = tuple[str, str]


def facts_of(row: NeedRow) -> list[Fact]:
    need = row.need
    lead = _("提前 %(days)s 个工作日") % {"days": need.lead} if need.lead else ""
    given = [
        (_("要素"), _(row.element.name)),
        (_("保障的节点"), f"{need.milestone or '—'} {lead if need.milestone else ''}".strip()),
        (_("需求时间"), f"{day(need.needed_by)} {need_due(row.days_left)}".strip()),
        (_("保障单位"), need.supplier.name if need.supplier else _("未定")),
        (_("责任岗位"), need.post.holder_label if need.post else _("未定")),
        (_("承诺时间"), day(need.promised_on)),
        (_("落实时间"), day(need.delivered_on)),
    ]
    if need.expires_on:
        given.append((_("有效期至"), day(need.expires_on)))
    if need.reason:
        given.append((_("说明"), need.reason))
    return given
