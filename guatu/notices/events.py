"""What events about notices read like; addresses and secrets are never among the details."""

from guatu.domain.words import N_

SENTENCES = {
    "channel.changed": N_("修改提醒渠道“{channel}”：{state}"),
    "channel.resent": N_("重新发送“{channel}”未送达的 {count} 封"),
    "notice_hours.changed": N_("修改提醒时段：免打扰 {quiet}，每日合并信 {letter}"),
    "preference.changed": N_("修改提醒方式“{channel}”"),
}
