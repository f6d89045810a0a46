"""Headers of days: 计划开工时间, 建设起止年限, 竣工 below 建设时间."""

from __future__ import annotations

import re

from guatu.intake.reading.guesses import MONEY_WORDS, Guess, core
from guatu.intake.reading.model import Field


def of_date(words: str, group: str, year: int | None) -> Guess | None:
    context = core(group.replace("/", ""))
    if _NO_DATE.search(words) or MONEY_WORDS.search(words):
        return None
    if _BOTH.search(words):
        return Guess(Field.PERIOD, 0, year=year)
    actual = bool(re.search("实际", words + context))
    edge = _edge(words, context)
    if edge:
        start = edge == "start"
        if actual:
            field = Field.ACTUAL_START if start else Field.ACTUAL_FINISH
        else:
            field = Field.START if start else Field.FINISH
        return Guess(field, _date_rank(words), year=year)
    if _PERIOD.search(words):
        return Guess(Field.PERIOD, 1 if "工期" in words else 0, year=year)
    return None


def _edge(words: str, context: str) -> str:
    if _DATE_LEAF.fullmatch(words):
        return "start" if _START.search(words) else "finish"
    if _DATE.search(words) and (_START.search(words) or _FINISH.search(words)):
        return "start" if _START.search(words) else "finish"
    if _BOTH.search(context) or _PERIOD.search(context):
        if re.fullmatch(
            r"(?:计划|预计|拟)?(?:起|自|始|开始|开工|起始|起点|动工)(?:年|年月|年度|年份|时间|日期)?",
            words,
        ):
            return "start"
        if re.fullmatch(
            r"(?:计划|预计|拟)?(?:止|至|终|结束|竣工|完工|终止|建成|投产|完成)(?:年|年月|年度|年份|时间|日期)?",
            words,
        ):
            return "finish"
    if re.fullmatch(r"计划|实际|预计|原计划|拟定|目标|时间|日期|年月", words) and _DATE.search(
        context
    ):
        if _START.search(context):
            return "start"
        return "finish" if _FINISH.search(context) else ""
    return ""


def _date_rank(words: str) -> int:
    if re.search("投产|投用|交付|投入", words):
        return 3
    if re.search("完成|结束|终止", words):
        return 2
    return 0 if re.search("开工|竣工|完工|动工", words) else 1


_BOTH = re.compile("起止|起讫|开竣工|开完工|开工.*(?:竣|完)工|起迄|开工及|始终|开始.*结束")
_PERIOD = re.compile(
    "年限|工期|建设期|建设周期|建设时间|建设时段|实施期限?|期限|实施时间|建设年度|实施年度|项目周期|建设年份"
)
_START = re.compile("开工|动工|启动|开始|起始|开建|进场|开竣")
_FINISH = re.compile(
    "竣工|完工|建成|投产|完成|交付|投用|结束|终止|通车|投入使用|投入运营|投运|办结"
)
_DATE = re.compile("时间|日期|年月|时限|年份|月份|时点|节点|期限|年度$|日$")
_DATE_LEAF = re.compile(
    r"(?:是?否?)?(?:拟|计划|预计|实际|预期|要求|合同|目标|原计划|力争|年内|今年|本年|20\d\d年)*"
    r"(?:开工|动工|竣工|完工|建成|开建|投产)(?:建设|投产|投用|时)?"
)
_NO_DATE = re.compile(
    "是否|情况|许可|完成率|开工率|个数|数量|问题|签约|批复|立项|供地|拿地|审批|招标|检查|填报|更新|条件|手续|形象|内容|任务|截[至止]|措施"
)
