"""What events of boards read like."""

from guatu.domain.words import N_

SENTENCES = {
    "board.made": N_("新建展板“{label}”，{pages} 页"),
    "board.changed": N_("修改展板“{label}”的名称或可显示的内容"),
    "board.removed": N_("删除展板“{label}”"),
    "board.restored": N_("恢复展板“{label}”"),
    "board_page.added": N_("展板“{label}”增加一页“{page}”"),
    "board_page.changed": N_("展板“{label}”修改一页“{page}”"),
    "board_page.moved": N_("展板“{label}”把“{page}”移到第 {place} 页"),
    "board_page.removed": N_("展板“{label}”删除一页“{page}”"),
    "board_page.restored": N_("展板“{label}”恢复一页“{page}”"),
    "board_address.issued": N_("给“{label}”发放展板“{board}”的地址，{until}"),
    "board_address.revoked": N_("撤销“{label}”的展板地址（“{board}”）"),
}
