"""What events of papers read like, and which of them tell somebody."""

from guatu.domain.words import N_

SENTENCES = {
    "paper.drafted": N_("起草“{label}”，数据截至 {day}"),
    "paper.edited": N_("修改“{label}”"),
    "paper.approved": N_("签批“{label}”，正文 {length} 字"),
    "paper.returned": N_("“{label}”退回修改：{reason}"),
    "paper.issued": N_("印发“{label}”，{number}"),
    "paper.withdrawn": N_("撤回 {number}“{label}”：{reason}"),
    "paper_template.changed": N_("修改公文模板“{label}”"),
}
TELLS = ("paper.returned", "paper.issued", "paper.withdrawn")
