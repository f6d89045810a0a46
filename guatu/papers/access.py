"""Who may do what with official papers."""

from __future__ import annotations

from guatu.org.access import Access, declare
from guatu.org.choices import Role
from guatu.papers.models import APPROVERS, WRITERS, Paper


def _others(access: Access, paper: Paper) -> bool:
    """Whoever wrote or last changed it does not approve it."""
    return access.user_id not in (paper.written_by_id, paper.edited_by_id)


declare("paper.write", "起草公文", *WRITERS)
declare("paper.approve", "签批公文", *APPROVERS, on_row=_others)
declare("paper.issue", "编号印发公文", Role.OFFICE)
declare("paper.template", "修改公文模板", Role.OFFICE)
