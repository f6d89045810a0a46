"""What work-line events read like."""

from guatu.domain.words import N_

SENTENCES = {
    "line.created": N_("设立工作线“{label}”"),
    "line.changed": N_("修改工作线“{label}”：{fields}"),
    "line.approved": N_("批准工作线“{label}”的工作方案"),
    "line.published": N_("工作线“{label}”开始运行"),
    "line.closed": N_("工作线“{label}”收官"),
    "line.reopened": N_("工作线“{label}”退回拟定"),
    "plan_task.added": N_("在“{label}”工作方案中增加任务：{task}"),
    "plan_task.changed": N_("修改“{label}”工作方案的任务：{task}"),
    "plan_task.removed": N_("删去“{label}”工作方案的任务：{task}"),
    "target.added": N_("为“{label}”增加目标：{target}"),
    "target.changed": N_("修改“{label}”的目标：{target}"),
    "target.removed": N_("删去“{label}”的目标：{target}"),
    "score_item.added": N_("为“{label}”设定考核事项：{item}（{points} 分）"),
    "score_item.changed": N_("修改“{label}”的考核事项：{item}（{points} 分）"),
    "score_item.removed": N_("删去“{label}”的考核事项：{item}"),
    "headquarters.created": N_("设立指挥部“{label}”"),
    "task_force.created": N_("组建专班“{label}”"),
    "task_force.changed": N_("调整专班“{label}”"),
    "chain.created": N_("设立产业链“{label}”"),
    "chain.changed": N_("修改产业链“{label}”"),
    "park.created": N_("设立园区“{label}”"),
    "park.changed": N_("修改园区“{label}”"),
}
