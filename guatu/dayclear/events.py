"""What events of a day read like; the evening of a unit is told to its head."""

from guatu.domain.words import N_

SENTENCES = {
    "dayclear.added": N_("{unit} {day} 日清新增“{label}”"),
    "dayclear.done": N_("{day} 日清“{label}”已办结：{words}"),
    "dayclear.carried": N_("{day} 日清“{label}”结转到 {next}：{words}"),
    "dayclear.blocked": N_("{day} 日清“{label}”遇卡点，{next} 再看：{words}"),
    "dayclear.dropped": N_("{day} 日清“{label}”不再办：{words}"),
    "dayclear.corrected": N_("{day} 日清“{label}”补记更正为“{state}”：{words}"),
    "dayclear.summed": N_(
        "{unit} {day} 日清：须办 {all} 项，办结 {done} 项，结转 {carried} 项，卡住 {blocked} 项，"
        "未清 {uncleared} 项，最久已拖 {longest} 天"
    ),
    "dayclear.confirmed": N_("{unit} {day} 日清已确认：{words}"),
}
TELLS = ("dayclear.summed",)
