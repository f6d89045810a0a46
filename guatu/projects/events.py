"""What project events read like."""

from guatu.domain.words import N_

SENTENCES = {
    "project.created": N_("列入重点项目“{label}”"),
    "project.changed": N_("修改“{label}”：{fields}"),
    "project.withdrawn": N_("“{label}”退出台账：{reason}"),
    "project.restored": N_("“{label}”恢复列入台账"),
    "project.started": N_("“{label}”于 {day} 开工"),
    "progress.reported": N_(
        "报 {month} 进度：年初累计完成投资 {invested} 万元，形象进度 {physical}"
    ),
    "progress.corrected": N_("更正 {month} 进度：累计 {before} → {invested} 万元，{reason}"),
    "plan.scheduled": N_("倒排工期：以 {finish} 为要求完成日，排出 {count} 个节点"),
    "plan.replanned": N_("调整计划（第 {number} 次）：{reason}"),
    "milestone.done": N_("节点“{milestone}”于 {day} 完成"),
    "milestone.reopened": N_("撤回节点“{milestone}”的完成记录：{reason}"),
    "milestone.forecast": N_("节点“{milestone}”预计 {day} 完成"),
    "milestone.forecast_dropped": N_("取消节点“{milestone}”的预计日期"),
    "light.turned": N_("由{before}转{after}：{reason}"),
    "excuse.granted": N_("认可正当理由（{dimension}）：{reason}，至 {until}"),
    "pack.adopted": N_("采用亮灯规则“{label}”"),
}
