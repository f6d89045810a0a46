"""What events of signed bundles read like."""

from guatu.domain.words import N_

SENTENCES = {
    "bundle.key_made": N_("生成数据包签名密钥，指纹 {fingerprint}"),
    "bundle.sender_accepted": N_("认可对端“{label}”的数据包，指纹 {fingerprint}"),
    "bundle.sender_revoked": N_("停用对端“{label}”：{reason}"),
    "bundle.exported": N_(
        "导出{label}：{projects} 个项目，{reports} 条进度，{lists} 份清单，"
        "日志第 {until} 号止，指纹 {digest}"
    ),
    "bundle.arrived": N_("收到{label}，签名和内容核验无误，{reports} 条进度，{lists} 份清单"),
    "bundle.refused": N_("拒收数据包“{filename}”：{reason}"),
    "bundle.imported": N_("接收{label}：新增 {new} 条，更正 {changed} 条，未写入 {left} 条"),
    "bundle.dropped": N_("放弃{label}：{reason}"),
    "bundle.undone": N_("撤销接收{label}，退回 {count} 条：{reason}"),
}
