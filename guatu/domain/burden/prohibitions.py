"""五不得: what must not occur by 国办函〔2026〕12号, and what of an installation bears on each.

Whether one holds follows from its findings, each a setting in force or a count of what is stored;
there is no verdict without a finding that can break it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from guatu.domain.words import N_, Sentence


class Prohibition(StrEnum):
    """The five, in their order."""

    ASKING = "asking"
    SIGNING_IN = "signing_in"
    FORCED_USE = "forced_use"
    TRACES = "traces"
    BUSINESS = "business"


@dataclass(frozen=True, slots=True)
class Finding:
    """A setting or a count that bears on a prohibition: its name, its value in words.

    ``holds`` is None where it only informs. ``url_name`` is the page where it can be seen, with
    ``query``; "" where it is fixed for the installation.
    """

    name: str
    value: Sentence
    holds: bool | None
    url_name: str = ""
    query: str = ""


@dataclass(frozen=True, slots=True)
class Checked:
    """A prohibition with its findings."""

    prohibition: Prohibition
    findings: Sequence[Finding]

    @property
    def holds(self) -> bool | None:
        """None when nothing was found that could tell."""
        said = [one.holds for one in self.findings if one.holds is not None]
        return all(said) if said else None


PROHIBITION_WORDS: dict[Prohibition, str] = {
    Prohibition.ASKING: N_("不得随意或多头重复要求填表报数、提供材料"),
    Prohibition.SIGNING_IN: N_("不得强制签到打卡、积分排名、统计在线时长（安全和应急需要的除外）"),
    Prohibition.FORCED_USE: N_("不得强制下载使用、把使用率纳入考核、强制定期登录"),
    Prohibition.TRACES: N_(
        "不得作为日常考核、线上检查的主要载体，不得以点赞、学习时长为依据，"
        "无必要不得强制上传照片、视频、行动轨迹"
    ),
    Prohibition.BUSINESS: N_("不得开展商业活动"),
}
#: Words of a demand or a score item that go against the second, third and fourth of them.
SUSPECT: dict[Prohibition, tuple[str, ...]] = {
    Prohibition.SIGNING_IN: ("打卡", "签到", "积分排名", "积分榜", "在线时长", "步数"),
    Prohibition.FORCED_USE: ("下载率", "下载安装", "安装率", "使用率", "登录率", "活跃度", "日活"),
    Prohibition.TRACES: ("点赞", "转发量", "学习时长", "行动轨迹", "定位截图", "截图打卡"),
}
#: What a column would be called that keeps traces of people.
TRACKING = ("latitude", "longitude", "geo", "check_in", "online_seconds", "online_minutes", "likes")


def suspect_words(prohibition: Prohibition, text: str) -> list[str]:
    """Those of its words that ``text`` holds: “每日登录率不低于 90%” holds 登录率."""
    return [word for word in SUSPECT.get(prohibition, ()) if word in text]
