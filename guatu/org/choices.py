from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class UnitKind(TextChoices):
    GOVERNMENT = "government", _("党委政府")
    DEPARTMENT = "department", _("部门")
    TOWNSHIP = "township", _("乡镇街道")
    PARK = "park", _("园区")
    COMPANY = "company", _("企业")
    OFFICE = "office", _("内设机构")


class Role(TextChoices):
    """What a post is there for; a person has the roles of the posts held now."""

    OFFICE = "office", _("总指挥部办公室")
    COMMANDER = "commander", _("指挥长")
    SPONSOR = "sponsor", _("包保领导")
    TASK_FORCE = "task_force", _("工作专班")
    UNIT_HEAD = "unit_head", _("单位负责人")
    LIAISON = "liaison", _("联络员")
    PROJECT_OWNER = "project_owner", _("项目业主")
    INSPECTOR = "inspector", _("督查专员")
    APPRAISER = "appraiser", _("考核专员")
    INVESTMENT = "investment", _("招商专员")
    READER = "reader", _("只读")


class AdminKind(TextChoices):
    """三员: system, security and audit administration; one field, so nobody has two."""

    SYSTEM = "system", _("系统管理员")
    SECURITY = "security", _("安全管理员")
    AUDIT = "audit", _("审计管理员")
