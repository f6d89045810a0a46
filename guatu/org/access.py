"""Who may do what.

An act is declared once, by the app that owns it, with the roles that may do it and, where
the row matters, a test on the row. Pages, commands and actions ask here and nowhere else.
"""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import models

from guatu.domain.words import Sentence, say
from guatu.org.acts import TENANT_WIDE, UNIT_WIDE, Access, Act, can_with, declare, declared
from guatu.org.choices import AdminKind, Role
from guatu.org.models import User

__all__ = [
    "TENANT_WIDE",
    "UNIT_WIDE",
    "Access",
    "Act",
    "Forbidden",
    "can",
    "can_with",
    "declare",
    "declared",
    "require",
]


class Forbidden(PermissionDenied):
    """The act exists and the row is visible, but this person may not do it."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence


def can(user: User, code: str, row: models.Model | None = None) -> bool:
    return user.is_active and can_with(user.access, code, row)


def require(user: User, code: str, row: models.Model | None = None) -> None:
    """Raise ``Forbidden`` with a sentence unless ``user`` may do the act on the row."""
    if not can(user, code, row):
        words = declared()[code].words
        raise Forbidden(say("您的岗位不能“{act}”。如确有需要，请联系总指挥部办公室。", act=words))


declare("tenant.edit", "修改本地信息", admins=(AdminKind.SYSTEM,))
declare("org.edit", "修改单位与岗位", Role.OFFICE, admins=(AdminKind.SYSTEM,))
declare("org.hand_over", "办理岗位交接", Role.OFFICE, admins=(AdminKind.SYSTEM,))
declare("user.open", "开通和停用账号", admins=(AdminKind.SYSTEM,))
declare("post.grant", "设定岗位角色", admins=(AdminKind.SECURITY,))
declare(
    "journal.read",
    "查看日志",
    Role.OFFICE,
    Role.INSPECTOR,
    admins=(AdminKind.AUDIT,),
)
