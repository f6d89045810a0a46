"""What project events read like."""

from guatu.domain.words import N_

SENTENCES = {
    "project.created": N_("列入重点项目“{label}”"),
    "project.changed": N_("修改“{label}”：{fields}"),
    "project.withdrawn": N_("“{label}”退出台账：{reason}"),
    "project.restored": N_("“{label}”恢复列入台账"),
    "project.reserved": N_("“{label}”由实施转为储备：{reason}"),
    "project.implemented": N_("“{label}”由储备转为实施：{reason}"),
    "project.split": N_("“{label}”拆分出 {count} 个子项：{reason}"),
    "project.unsplit": N_("撤销“{label}”的拆分，{count} 个子项退出"),
    "list.founded": N_("确定 {year} 年年初清单“{label}”，{count} 个项目"),
    "list.adjusted": N_(
        "调整 {year} 年清单“{label}”：增补 {added} 个，储备转实施 {started} 个，"
        "实施转储备 {reserved} 个，退出 {withdrawn} 个，拆分 {split} 个，内容变更 {changed} 个"
    ),
    "project.started": N_("“{label}”于 {day} 开工"),
    "progress.reported": N_(
        "报 {month} 进度：年初累计完成投资 {invested} 万元，形象进度 {physical}"
    ),
    "progress.corrected": N_("更正 {month} 进度：累计 {before} → {invested} 万元，{reason}"),
    "progress.taken_back": N_("撤回 {month} 进度，年初累计完成投资恢复为 {invested}"),
    "plan.scheduled": N_("倒排工期：以 {finish} 为要求完成日，排出 {count} 个节点"),
    "plan.replanned": N_("调整计划（第 {number} 次）：{reason}"),
    "milestone.done": N_("节点“{milestone}”于 {day} 完成"),
    "milestone.handed_in": N_("“{milestone}”于 {day} 送件"),
    "milestone.reopened": N_("撤回节点“{milestone}”的完成记录：{reason}"),
    "milestone.forecast": N_("节点“{milestone}”预计 {day} 完成"),
    "milestone.forecast_dropped": N_("取消节点“{milestone}”的预计日期"),
    "need.added": N_("登记要素需求“{need}”，由{supplier}保障，需求时间 {day}"),
    "need.changed": N_("修改要素需求“{need}”：{fields}"),
    "need.promised": N_("“{need}”承诺 {day} 落实"),
    "need.promise_moved": N_("“{need}”承诺时间由 {before} 改为 {day}：{reason}"),
    "need.delivered": N_("“{need}”于 {day} 落实"),
    "need.blocked": N_("“{need}”遇卡点堵点：{words}"),
    "need.unblocked": N_("“{need}”的卡点堵点已解决：{words}"),
    "need.dropped": N_("不再需要“{need}”：{reason}"),
    "need.reopened": N_("“{need}”恢复为未落实：{reason}"),
    "opinion.owner": N_("业主判断“{step}”：{reason}"),
    "opinion.review": N_("独立评估“{step}”：{reason}"),
    "light.turned": N_("由{before}转{after}：{reason}"),
    "excuse.granted": N_("认可正当理由（{dimension}）：{reason}，至 {until}"),
    "excuse.cut": N_("正当理由提前结束，至 {until}：{reason}"),
    "project.paused": N_("“{label}”整体暂停，自 {since} 起，预计到 {until}：{reason}"),
    "project.resumed": N_("“{label}”恢复，暂停到 {until} 为止"),
    "bulk.applied": N_("批量修改“{label}”：{count} 个项目"),
    "bulk.undone": N_("撤销批量修改“{label}”，恢复 {count} 个项目；保留未动：{kept}"),
    "view.saved": N_("保存列表视图“{label}”"),
    "view.changed": N_("修改列表视图“{label}”：{fields}"),
    "view.dropped": N_("删除列表视图“{label}”"),
    "pack.drafted": N_("起草亮灯规则“{label}”，照“{source}”"),
    "pack.edited": N_("修改亮灯规则草稿“{label}”，第 {revision} 稿"),
    "pack.dropped": N_("删除亮灯规则草稿“{label}”"),
    "pack.adopted": N_("采用亮灯规则“{label}”"),
    "pack.adopted_despite": N_("采用有空档的亮灯规则“{label}”（{holes}），理由：{reason}"),
}
