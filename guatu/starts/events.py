"""What events of concentrated starts read like."""

from guatu.domain.words import N_

SENTENCES = {
    "start_event.created": N_("筹备“{label}”，{day} 在{site}"),
    "start_event.changed": N_("修改“{label}”：{fields}"),
    "start_event.corrected": N_("更正“{label}”：{fields}，原因：{reason}"),
    "start_event.held": N_("“{label}”已举行：{number} 个项目，总投资 {total} 万元"),
    "start_event.cancelled": N_("取消“{label}”：{reason}"),
    "start_event.reopened": N_("“{label}”退回筹备：{reason}"),
    "start_project.added": N_("“{label}”列入 {n} 个项目：{projects}"),
    "start_project.changed": N_("修改“{label}”中“{project}”的{fields}"),
    "start_project.corrected": N_("更正“{label}”中“{project}”的{fields}，原因：{reason}"),
    "start_project.removed": N_("“{label}”不再列“{project}”"),
    "start_project.removed_late": N_("“{label}”更正，不再列“{project}”，原因：{reason}"),
    "start_project.added_late": N_("“{label}”更正，补列 {n} 个项目：{projects}，原因：{reason}"),
    "start_project.unproven": N_("“{label}”后 {days} 天，“{project}”未实质开工：{why}"),
    "start_terms.set": N_("修改集中开工规则：{fields}"),
}

#: Of these somebody is told: the office and the unit that answers, when a start proves empty.
TELLS = ("start_project.unproven",)
