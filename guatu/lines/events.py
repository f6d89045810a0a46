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
    "quarter_indicator.added": N_("增加季度指标“{label}”（{unit}）"),
    "quarter_indicator.changed": N_("修改季度指标“{label}”：{fields}"),
    "quarter_indicator.removed": N_("删去季度指标“{label}”"),
    "quarter_target.set": N_("{where}{quarter}“{indicator}”目标由 {before} 改为 {after}（{unit}）"),
    "quarter_target.tied": N_("{where}{quarter}“{indicator}”的年度目标改为“{target}”"),
    "quarter_actual.entered": N_(
        "报{where}{quarter}“{indicator}”截至 {day} 完成 {after}（{unit}）"
    ),
    "quarter_actual.corrected": N_(
        "更正{where}{quarter}“{indicator}”截至 {day} 完成数：由 {before} 改为 {after}（{unit}）"
    ),
    "quarter_actual.taken_back": N_(
        "收回{where}{quarter}“{indicator}”截至 {day} 的完成数（原报 {before}）"
    ),
    "headquarters.created": N_("设立指挥部“{label}”"),
    "task_force.created": N_("组建专班“{label}”"),
    "task_force.changed": N_("调整专班“{label}”"),
    "chain.created": N_("设立产业链“{label}”"),
    "chain.changed": N_("修改产业链“{label}”"),
    "park.created": N_("设立园区“{label}”"),
    "park.changed": N_("修改园区“{label}”"),
}
