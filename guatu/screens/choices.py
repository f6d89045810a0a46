from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class PageLayout(TextChoices):
    """How many places a page has, and how they lie."""

    ONE = "one", _("一块：整屏")
    TWO = "two", _("两块：左宽右窄")
    THREE = "three", _("三块：左一右二")
    FOUR = "four", _("四块：两行两列")

    @property
    def slots(self) -> int:
        return list(PageLayout).index(self) + 1


class PanelKind(TextChoices):
    """What a place of a page may show."""

    OVERVIEW = "overview", _("全市总览")
    LINES = "lines", _("各工作线")
    LINE = "line", _("一条工作线")
    UNITS = "units", _("单位排名")
    SPONSORS = "sponsors", _("包保清单")
    REDS = "reds", _("红灯项目")
    FLAGS = "flags", _("红旗黑旗")
    BATTLES = "battles", _("本月攻坚")
    LISTS = "lists", _("周清单报送")
    STARTS = "starts", _("集中开工")
    TARGETS = "targets", _("季度目标")


class BoardPreset(TextChoices):
    """A board ready made, to begin from."""

    CITY = "city", _("总览展板")
    LINE = "line", _("工作线展板")
    INSPECTION = "inspection", _("督查展板")
    EMPTY = "empty", _("从空白开始")
