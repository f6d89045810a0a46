"""What events of sheets that go out and come back read like."""

from guatu.domain.words import N_

SENTENCES = {
    "returns.sent": N_("发出填报表“{label}”：{units} 个单位，{rows} 行，{due} 前交回"),
    "returns.sent_again": N_("重发填报表“{label}”：{units} 个单位有新的一版"),
    "return_sheet.sent": N_("填报表“{label}”已发出，请下载填好，于 {due} 前交回"),
    "returns.mailed": N_("填报表“{label}”发到 {units} 个单位联络员的邮箱"),
    "return_sheet.mailed": N_("请填报“{label}”，于 {due} 前交回"),
    "return_file.brought": N_("交回“{label}”：{unit}，将改 {changes} 处，不收 {refused} 处"),
    "return_file.refused": N_("交回的“{label}”未能读取：{reason}"),
    "return_file.entered": N_(
        "“{label}”入账：{unit}，改 {changes} 处，新增 {added} 项，未收 {refused} 处"
    ),
    "return_file.undone": N_("撤销“{label}”的入账：复原 {restored} 处；保留未动：{kept}"),
    "return_file.dropped": N_("放弃交回的“{label}”"),
}

#: Of this the liaisons of the unit are told.
TELLS = ("return_sheet.sent", "return_sheet.mailed")
