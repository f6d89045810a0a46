"""What events of the burden meter read like. None tells what a complaint says, or who wrote it
without a name."""

from guatu.domain.words import N_

SENTENCES = {
    "burden_terms.adopted": N_("采用负担限额：{caps} 项，{hard} 项超限不得下发"),
    "burden_terms.changed": N_("修改负担限额：{changes}"),
    "burden_waiver.granted": N_("放行 {week} 当周{unit}的{measure}上限，理由：{reason}"),
    "complaint.filed": N_("收到{label}，请于 {due} 前答复"),
    "complaint.answered": N_("答复{label}"),
    "complaint.asked_again": N_("{label}的提出人继续反映，请于 {due} 前答复"),
    "complaint.settled": N_("{label}由提出人了结"),
}

#: The office and the inspectors hear of what comes in, the writer of the answer.
TELLS = ("complaint.filed", "complaint.answered", "complaint.asked_again")
