"""What dispatch events read like, and which of them tell somebody."""

from guatu.domain.words import N_

SENTENCES = {
    "dispatch.drafted": N_("拟稿“{label}”，拟交 {unit}"),
    "dispatch.edited": N_("修改草稿“{label}”：{fields}"),
    "dispatch.submitted": N_("送审“{label}”"),
    "dispatch.returned_draft": N_("退回修改“{label}”：{reason}"),
    "dispatch.issued": N_("下发“{label}”，由 {unit} 主办，{due} 前办结"),
    "dispatch.received": N_("{unit} 签收“{label}”"),
    "dispatch.declined": N_("{unit} 退回“{label}”：{reason}"),
    "dispatch.defaulted": N_("“{label}”已退回 {times} 次，按规定交兜底岗位 {unit} 主办"),
    "dispatch.reassigned": N_("“{label}”由 {before} 转 {unit} 主办：{reason}"),
    "dispatch.co_handled": N_("“{label}”增加 {unit} 协办：{reason}"),
    "dispatch.reported": N_("{unit} 报“{label}”进展：{words}"),
    "dispatch.part_done": N_("{unit} 完成“{label}”的协办事项：{words}"),
    "dispatch.replied": N_("{unit} 反馈“{label}”办结：{words}"),
    "dispatch.sent_back": N_("“{label}”退回重办（第 {round} 轮）：{reason}"),
    "dispatch.completed": N_("“{label}”复核通过，办结待销号"),
    "dispatch.signed_off": N_("“{label}”销号"),
    "dispatch.reopened": N_("重新打开“{label}”：{reason}"),
    "dispatch.withdrawn": N_("撤回“{label}”：{reason}"),
    "dispatch.extension_asked": N_("{unit} 申请“{label}”延至 {until}：{reason}"),
    "dispatch.extension_granted": N_("同意“{label}”由 {before} 延至 {until}"),
    "dispatch.extension_refused": N_("不同意“{label}”延期：{reason}"),
    "dispatch.paused": N_("“{label}”等待 {unit}：{reason}"),
    "dispatch.resumed": N_("“{label}”恢复办理，办结时限顺延至 {due}"),
    "dispatch.recounted": N_("工作日历改为 {calendar}，“{label}”的 {moved} 项时限重新计算"),
    "dispatch.pressed": N_("“{label}”{leg}：{rung}，时点 {planned}"),
    "dispatch.sampled": N_("抽取 {count} 件回头看（{first} 至 {last} 销号的 {pool} 件）"),
    "dispatch.rechecked": N_("回头看“{label}”：{finding}，{words}"),
    "dispatch.terms_set": N_("修改派单规则：{fields}"),
}
#: Acts on a draft concern its author alone, and what was told is not told a second time.
TELLS = tuple(
    code
    for code in SENTENCES
    if code
    not in {
        "dispatch.drafted",
        "dispatch.edited",
        "dispatch.received",
        "dispatch.recounted",
        "dispatch.sampled",
        "dispatch.terms_set",
        "dispatch.reported",
    }
)
