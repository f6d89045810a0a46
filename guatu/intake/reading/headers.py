"""What the words above a column mean: 估算总投资（万元）, 2021年/计划投资, 牵头协调部门."""

from __future__ import annotations

import re
from functools import lru_cache

from guatu.intake.reading.dateheaders import of_date
from guatu.intake.reading.guesses import MONEY_WORDS, THIS_YEAR, Guess, Path, core
from guatu.intake.reading.headerwords import LATE_RULES, RULES
from guatu.intake.reading.model import Field
from guatu.intake.reading.moneyheaders import DONE, of_money
from guatu.intake.reading.wording import bare

LONGEST = 60


@lru_cache(maxsize=65536)
def guess(path: Path) -> Guess | None:
    """What a column with these header texts, from the group down to the leaf, holds."""
    parts = [part for part in map(bare, path) if part and len(part) <= LONGEST]
    while len(parts) > 1 and _is_unit(parts[-1]):
        parts.pop()
    if not parts:
        return None
    leaf, group = parts[-1], "/".join(parts[:-1])
    return _of_leaf(leaf, group)


@lru_cache(maxsize=65536)
def single(text: str) -> Guess | None:
    """What a cell that stands alone may be the header of; cheap for cells that are none."""
    if not text or len(text) > LONGEST:
        return None
    if text[0] in "0123456789.-" and not _YEAR.match(text):
        return None
    words = core(text)
    if len(words) > 20 or (_PROJECT_NAME.search(words) and not _WEAK_NAME.search(words)):
        return None
    return guess((text,))


def _is_unit(part: str) -> bool:
    return _UNIT_ONLY.fullmatch(part) is not None


def _of_leaf(leaf: str, group: str) -> Guess | None:
    words = core(leaf)
    whole = f"{group}/{leaf}" if group else leaf
    years = [int(year) for year in _YEAR.findall(whole)]
    year = years[-1] if years else None
    if group and _GOAL_LEAF.search(words) and _is_goal_of_year(words, group):
        return Guess(Field.YEAR_GOAL, 0, year=year)
    for field, rank, kind, pattern in RULES:
        if pattern.search(words):
            return Guess(field, rank, kind, _doubt_of(field, rank, kind), year)
    return (
        of_date(words, group, year)
        or of_money(words, leaf, group, year)
        or _of_words(words, leaf, year)
    )


def _is_goal_of_year(words: str, group: str) -> bool:
    """形象进度 or 建设内容 below 2021年度目标 is what is to be done in the year."""
    if not THIS_YEAR.search(group) or MONEY_WORDS.search(words) or DONE.search(words):
        return False
    return re.search("目标|计划|任务", group + words) is not None


def _doubt_of(field: Field | None, rank: int, kind: str) -> str:
    if kind == "type":
        return "type"
    return "status" if field is Field.REMARK or kind == "status" else ""


def _of_words(words: str, leaf: str, year: int | None) -> Guess | None:
    if _YEAR_GOAL.search(words):
        return Guess(Field.YEAR_GOAL, 0, doubt="plan_or_goal", year=year)
    for field, rank, kind, pattern in LATE_RULES:
        if pattern.search(words):
            percent = field is Field.PHYSICAL and re.search(r"%|百分|比例", leaf)
            chosen = Field.PHYSICAL_PERCENT if percent else field
            doubt = "percent" if chosen is Field.PHYSICAL else _doubt_of(field, rank, kind)
            return Guess(chosen, rank, kind, doubt, year)
    return None


_PROJECT_NAME = re.compile(r"(?:项目|工程|基地|中心|园区?|公司|大道|厂)(?:[一二三四]期)?$")
_WEAK_NAME = re.compile(r"^(?:建设|重点|重大|重点建设)?(?:项目|工程)(?:项目|工程)?$")
_YEAR = re.compile(r"(?:19|20)\d\d(?=年|度|[-~]|$)")
_UNIT_ONLY = re.compile(
    r"[(]?(?:单位:)?(?:[十百千]?[万亿]?元|人|个|平方米|万平方米|亩|%|公顷|户|年|月|名)[)]?"
)
_GOAL_LEAF = re.compile("形象|内容|目标|节点|任务|进度$")
_YEAR_GOAL = re.compile(
    r"(?:年度?|当年|今年|本年度?|全年|年内|(?:19|20)\d\d年?度?)(?:的)?(?:计划|建设|工作|主要|实施|重点|预期|推进|施工|项目|工程|拟)*"
    r"(?:目标任务|目标|任务|内容|形象|进度|节点|举措|安排|计划)"
)
