"""What events of promises read like."""

from guatu.domain.words import N_

SENTENCES = {
    "commitment.drafted": N_("拟出{label}，由{promiser}承诺，时限 {day}"),
    "commitment.changed": N_("修改{label}：{fields}"),
    "commitment.offered": N_("{label}送{promiser}确认"),
    "commitment.confirmed": N_("{promiser}确认{label}，送审诺"),
    "commitment.declined": N_("{label}请修改后再送：{reason}"),
    "commitment.shown": N_("{label}亮诺，时限 {day}"),
    "commitment.returned": N_("{label}审诺退回：{reason}"),
    "commitment.reported": N_("报{label}践诺情况：{words}"),
    "commitment.claimed": N_("报{label}已于 {day} 兑现：{words}"),
    "commitment.revision_asked": N_("申请把{label}的时限由 {before} 改为 {day}：{reason}"),
    "commitment.revised": N_("{label}改诺（第 {number} 次），时限由 {before} 改为 {day}：{reason}"),
    "commitment.revision_refused": N_("{label}的改诺申请未获同意：{reason}"),
    "commitment.kept": N_("{label}评为兑现（{day}）：{evidence}"),
    "commitment.kept_late": N_("{label}评为迟兑现（{day}）：{evidence}"),
    "commitment.partly_kept": N_("{label}评为部分兑现：{evidence}"),
    "commitment.broken": N_("{label}评为未兑现：{evidence}"),
    "commitment.reconsidered": N_("{label}重新评定，撤回“{before}”：{reason}"),
    "commitment.withdrawn": N_("撤销{label}：{reason}"),
    "commitment.reminded": N_("提醒{label}：{words}，时限 {day}"),
    "commitment_review.opened": N_("开始{label}，请述诺"),
    "commitment_review.accounted": N_("{label}：已述诺"),
    "commitment_review.graded": N_("{label}：组织评为“{grade}”，{reason}"),
    "commitment_review.counted": N_("{label}：登记群众评议，{words}"),
    "commitment_review.published": N_("公布{label}的结果"),
}

#: Of these somebody is told: whoever must act next, or whose promise it is.
TELLS = (
    "commitment.offered",
    "commitment.confirmed",
    "commitment.declined",
    "commitment.shown",
    "commitment.returned",
    "commitment.claimed",
    "commitment.revision_asked",
    "commitment.revised",
    "commitment.revision_refused",
    "commitment.kept",
    "commitment.kept_late",
    "commitment.partly_kept",
    "commitment.broken",
    "commitment.reconsidered",
    "commitment.withdrawn",
    "commitment.reminded",
    "commitment_review.opened",
    "commitment_review.graded",
    "commitment_review.counted",
    "commitment_review.published",
)
