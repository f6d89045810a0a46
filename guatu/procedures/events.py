"""What events of the procedure library read like."""

from guatu.domain.words import N_

SENTENCES = {
    "procedure.adopted": N_("启用前期手续库，{count} 项手续，天数为产品默认"),
    "procedure.added": N_("增加前期手续“{label}”"),
    "procedure.changed": N_("修改前期手续“{label}”：{fields}"),
    "procedure.removed": N_("删去前期手续“{label}”"),
    "procedure.restored": N_("前期手续恢复产品默认：改回 {changed} 项，补上 {added} 项"),
}
