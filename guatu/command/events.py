"""What events of command read like, and which of them tell somebody."""

from guatu.domain.words import N_

SENTENCES = {
    "meeting.called": N_("通知开会“{label}”，{day}，{place}"),
    "meeting.changed": N_("修改会议“{label}”：{fields}"),
    "meeting.cancelled": N_("取消会议“{label}”：{reason}"),
    "meeting.arranged": N_("“{label}”议题“{item}”{what}：{reason}"),
    "meeting.held": N_("“{label}”开会，议题 {items} 个"),
    "meeting.decided": N_("“{label}”议定：{words}（{unit}，{due} 前），交办 {number}"),
    "meeting.no_action": N_("“{label}”议定：{words}；无需交办：{reason}"),
    "meeting.minuted": N_("“{label}”出纪要，议定 {decided} 项"),
    "meeting.taken_back": N_("更正“{label}”的纪要：{reason}"),
    "meeting.closed": N_("“{label}”议定事项全部办结"),
    "meeting_pack.made": N_(
        "制作会议资料包“{label}”：{projects} 个项目，{size} KB，数据截至 {moment}，指纹 {digest}"
    ),
    "blocker.raised": N_("提出{label}（{kind}）"),
    "blocker.accepted": N_("受理{label}，由{unit}解决，限 {day}"),
    "blocker.given": N_("{label}交办{unit}，限 {day}，{number}"),
    "blocker.started": N_("{unit}开始解决{label}"),
    "blocker.noted": N_("补充{label}的情况：{words}"),
    "blocker.solved": N_("{unit}报{label}已解决：{words}"),
    "blocker.confirmed": N_("确认{label}已打通"),
    "blocker.sent_back": N_("{label}还没有解决：{reason}"),
    "blocker.passed_up": N_("{label}提请上级协调：{reason}"),
    "blocker.reopened": N_("{label}又堵上了：{reason}"),
    "blocker_batch.released": N_("发布堵点清单{label}，共 {count} 个"),
    "visit.planned": N_("安排走访“{label}”"),
    "visit.made": N_("走访“{label}”：{found}"),
    "visit.changed": N_("修改走访“{label}”：{fields}"),
    "visit.decided": N_("走访“{label}”议定：{words}（{unit}，{due} 前），交办 {number}"),
    "visit.no_action": N_("走访“{label}”议定：{words}；无需交办：{reason}"),
}
#: A decision tells through its dispatch; what is noted or put down concerns nobody at once.
TELLS = (
    "meeting.called",
    "meeting.changed",
    "meeting.cancelled",
    "meeting.minuted",
    "blocker.raised",
    "blocker.accepted",
    "blocker.given",
    "blocker.solved",
    "blocker.confirmed",
    "blocker.sent_back",
    "blocker.passed_up",
    "blocker.reopened",
    "visit.planned",
)
