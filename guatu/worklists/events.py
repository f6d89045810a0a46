"""What events of lists of work read like."""

from guatu.domain.words import N_

SENTENCES = {
    "work_round.prepared": N_("生成{label}：{lists} 个单位，{rows} 个事项"),
    "work_round.called": N_("{label}到报送时限，未报 {n} 个单位：{units}"),
    "work_round.locked": N_(
        "{label}截止冻结：已报 {filed} 个单位，迟报 {late} 个，未报 {missing} 个；"
        "数据截至日志第 {seq} 号"
    ),
    "work_list.prepared": N_("{label}已生成，{rows} 个事项，请核对后于 {due} 前报送"),
    "work_list.refreshed": N_(
        "{label}重新取数：新增 {added} 项，更新 {changed} 项，去掉 {gone} 项"
    ),
    "work_list.corrected": N_("{label}“{item}”{cell}由“{before}”改为“{after}”"),
    "work_list.added": N_("{label}自列“{item}”"),
    "work_list.struck": N_("{label}不列“{item}”：{reason}"),
    "work_list.restored": N_("{label}恢复列入“{item}”"),
    "work_list.filed": N_("{label}已报送，请审定"),
    "work_list.filed_late": N_("{label}迟报，请审定"),
    "work_list.taken_back": N_("收回{label}修改"),
    "work_list.returned": N_("{label}退回修改：{reason}"),
    "work_list.approved": N_("{label}已审定"),
    "work_list.missed": N_("{label}已过报送时限 {due}，还没有报送"),
    "work_list.amended": N_(
        "{label}冻结后更正“{item}”{cell}：由“{before}”更正为“{after}”，原因：{reason}"
    ),
    "work_list.added_late": N_("{label}冻结后补列“{item}”，原因：{reason}"),
    "work_list.reviewed": N_("点评{label}：{review}"),
    "work_terms.set": N_("修改清单规则：{rhythms}"),
}

#: Of these somebody is told: the liaison of what was prepared or sent back, the head of what was
#: filed, those missing, and the office once of all that are missing.
TELLS = (
    "work_round.called",
    "work_list.prepared",
    "work_list.filed",
    "work_list.filed_late",
    "work_list.returned",
    "work_list.missed",
)
