"""What events of date changes read like."""

from guatu.domain.words import N_

SENTENCES = {
    "date_change.asked": N_("{label}：申请把“{target}”由 {before} 改到 {day}，{reason}"),
    "date_change.approved": N_("{label}获同意：“{target}”由 {before} 改到 {day}"),
    "date_change.refused": N_("{label}未获同意：{reason}"),
    "date_change.withdrawn": N_("撤回{label}的申请"),
    "date_change.acknowledged": N_("已看{label}不同意的理由"),
    "date_change.adopted": N_("{label}：随调整计划推迟“{target}”，由 {before} 到 {day}，{reason}"),
    "date_change.terms_set": N_("修改改期规则：{fields}"),
    "pause.asked": N_("申请暂停：{label}，预计到 {day}，{reason}"),
    "pause.approved": N_("同意暂停：{label}，自 {since} 起，预计到 {day}"),
    "pause.refused": N_("未同意暂停：{label}：{reason}"),
    "pause.withdrawn": N_("撤回暂停申请：{label}"),
    "pause.acknowledged": N_("已看不同意暂停的理由：{label}"),
    "pause.ended": N_("暂停结束：{label}，共停 {days} 个工作日"),
}

#: Of these somebody is told: whoever decides, whoever asked, whoever is waited for.
TELLS = (
    "date_change.asked",
    "date_change.approved",
    "date_change.refused",
    "date_change.adopted",
    "pause.asked",
    "pause.approved",
    "pause.refused",
    "pause.ended",
)
