"""What events of shared capacity read like."""

from guatu.domain.words import N_

SENTENCES = {
    "capacity.set": N_("{name} 的可承接量设为{counted}至多 {at_most} 个节点"),
    "capacity.removed": N_("{name} 不再限定可承接量"),
    "capacity.defaults": N_("按默认为 {count} 个包保领导和单位设定可承接量"),
    "capacity.levelled": N_("试排均衡：{projects} 个项目合计推后 {slip} 个工作日"),
    "capacity.adopted": N_("采用均衡建议：{steps} 个节点的预计完成日期随之调整，承诺日期不变"),
}
