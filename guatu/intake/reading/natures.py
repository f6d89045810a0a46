"""续建, 新开工, 竣工, 预备 in the many words that status columns and headings have for them."""

from __future__ import annotations

import re
from functools import lru_cache

from guatu.domain.zh import normalise
from guatu.domain.zh.wordlist import wordlist

NATURES = ("续建", "新开工", "竣工", "预备")


def nature_of(text: str) -> str | None:
    """What a cell of a status column says; None when it says none of the four."""
    return _nature_of(normalise(text)) if len(text) <= _LONGEST else None


@lru_cache(maxsize=4096)
def nature_in_heading(text: str) -> str | None:
    """What a heading, a title or the name of a sheet names: 续建项目, 产业类（新开工）."""
    line = _COUNT.sub("", _YEAR_BEFORE.sub("", normalise(text)))
    found = {nature for nature, pattern in _IN_HEADING.items() if pattern.search(line)}
    return found.pop() if len(found) == 1 else None


@lru_cache(maxsize=4096)
def _nature_of(line: str) -> str | None:
    line = _WHEN.sub("", line)
    core = _TAIL.sub("", _BRACKETS.sub("", line))
    for nature, words in _WORDS.items():
        if core in words:
            return nature
    for nature, pattern in _STARTS.items():
        if pattern.match(core):
            return nature
    return None


_LONGEST = 40
_COUNT = re.compile(r"\d+[个项]")
_YEAR_BEFORE = re.compile(r"^.*?20\d\d年度?")
_WHEN = re.compile(r"^(?:20\d\d年|今年|本年|当年|年内|年度|属于?|为)")
_TAIL = re.compile(r"(?:建设)?(?:项目|工程|阶段|类|期间|中)+$")
_BRACKETS = re.compile(r"\(.*?\)")
_WORDS = {
    "续建": wordlist(
        """
        续建 在建 加快建设 结转 跨年 跨年度 续 已开工 已开工建设 正在建设 正在施工 施工 施工中
        建设中 加快推进 结转续建 跨年续建 开工在建 已动工 在建续建
        """
    ),
    "新开工": wordlist(
        """
        新开工 新建 计划新开工 拟新开工 计划开工 拟开工 新开 新 开工 待开工 新开工建设 计划新建
        拟新建 本年新开工 新开建 即将开工 未开工 力争开工 确保开工 新增
        """
    ),
    "竣工": wordlist(
        """
        竣工 建成 竣工投产 竣工投用 完工 投产 建成投产 建成投用 投用 计划竣工 拟竣工 计划建成
        已建成 已竣工 已完工 竣工验收 拟建成 投入使用 建成投入使用 计划竣工投产 计划投产 收尾
        已投产 全面建成 完成
        """
    ),
    "预备": wordlist(
        """
        预备 前期 储备 前期工作 谋划 筹建 拟建 策划 前期准备 预备前期 前期推进 谋划储备 前期谋划
        后备 开展前期 开展前期工作 前期预备 储备前期 推进前期 前期手续 筹备 备选
        """
    ),
}
_STARTS = {
    "续建": re.compile(r"(?:续建|在建|结转)(?![^,、;(/-])"),
    "新开工": re.compile(r"(?:计划|拟|年内)?新开工|新建(?=$|[,、;(/-])"),
    "竣工": re.compile(r"(?:计划|拟|年内)?(?:竣工|建成)(?:投|$|[,、;(/-])"),
    "预备": re.compile(r"(?:前期(?:工作)?|预备|储备)(?=$|[,、;(/-]|推进|谋划)"),
}
_AFTER = (
    r"(?:类|阶段)?(?:的)?(?:省|市|县|区)?(?:重点|重大|产业|民生)?(?:建设)?"
    r"(?:项目|工程|类|名单|清单|台账|计划|部分|重点|重大|产业|民生|表|$|[(])"
)
_IN_HEADING = {
    "续建": re.compile(rf"(?:续建|在建|加快建设|结转){_AFTER}"),
    "新开工": re.compile(rf"(?:新开工|新建|计划开工|拟开工){_AFTER}"),
    "竣工": re.compile(
        rf"(?:竣工(?:投产|投用|验收)?|建成(?:投产|投用)|计划建成|拟建成|投产|完工){_AFTER}"
        r"|^建成(?:项目|类|$)"
    ),
    "预备": re.compile(rf"(?:预备|前期(?:工作)?|储备|谋划|拟建|筹建){_AFTER}"),
}
