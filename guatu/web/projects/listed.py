"""A project in the versions of the annual list, and a package held against its parts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from guatu.projects.models import ListVersion, Project
from guatu.projects.queries.versions import Standing, history_in_lists
from guatu.web.templatetags.lists import change_words, kind_words, nature_words

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class ListedLine:
    """As what the project stood in a version; ``change`` is empty where nothing happened."""

    version: ListVersion
    standing: str
    change: str
    words: str
    reason: str


@dataclass(frozen=True, slots=True)
class PartsSum:
    """The parts together; the differences are what the package has more, in 万元."""

    total: Decimal
    plan: Decimal
    done: Decimal
    total_open: Decimal | None
    plan_open: Decimal | None


def listed_lines(project: Project) -> list[ListedLine]:
    """Newest first."""
    return [_line(one) for one in reversed(history_in_lists(project))]


def parts_sum(package: Project, parts: Sequence[Project]) -> PartsSum | None:
    if not parts:
        return None
    total = sum((part.total_investment or ZERO for part in parts), ZERO)
    plan = sum((part.year_plan or ZERO for part in parts), ZERO)
    return PartsSum(
        total,
        plan,
        sum((part.year_done for part in parts), ZERO),
        _open(package.total_investment, total),
        _open(package.year_plan, plan),
    )


def _open(whole: Decimal | None, parts: Decimal) -> Decimal | None:
    return None if whole is None else whole - parts


def _line(one: Standing) -> ListedLine:
    change = one.change
    if change is None:
        return ListedLine(one.version, _standing(one), "", "", "")
    kind, words = kind_words(change.change.kind), change_words(change.change)
    return ListedLine(one.version, _standing(one), kind, words, change.reason or one.version.reason)


def _standing(one: Standing) -> str:
    if one.entry is None:
        return _("不在清单")
    if one.parent_name:
        return _("“%(package)s”的子项") % {"package": one.parent_name}
    said = {"n": one.entry.number, "nature": nature_words(one.entry.nature)}
    if one.entry.in_reserve:
        return _("储备，不计个数")
    return _("序号 %(n)s，%(nature)s") % said
