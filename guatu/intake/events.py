"""What intake events read like."""

from guatu.domain.words import N_

SENTENCES = {
    "intake.uploaded": N_("上传台账“{label}”"),
    "intake.refused": N_("台账“{label}”未能读取：{reason}"),
    "intake.mapped": N_("更正台账“{label}”的列：{columns}"),
    "intake.entered": N_("台账“{label}”入账：新增 {new} 个，更新 {changed} 个，未变 {same} 个"),
    "intake.undone": N_("撤销台账“{label}”的入账：收回新增 {new} 个，复原 {changed} 个"),
    "intake.dropped": N_("放弃台账“{label}”"),
}
