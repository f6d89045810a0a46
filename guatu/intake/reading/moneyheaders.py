"""Headers of money: the whole, this year’s plan, and what has been done of it."""

from __future__ import annotations

import re
from dataclasses import replace

from guatu.domain.zh import money_unit
from guatu.intake.reading.guesses import MONEY_WORDS, THIS_YEAR, Guess, core
from guatu.intake.reading.model import Field


def of_money(words: str, leaf: str, group: str, year: int | None) -> Guess | None:
    """Investments: whole, this year's plan, and what has been done of it."""
    whole = f"{group}/{leaf}" if group else leaf
    plain = core(group.replace("/", "")) + words
    about_money = bool(MONEY_WORDS.search(plain)) or money_unit(leaf) is not None
    about_money = about_money or (bool(group) and money_unit(group) is not None)
    if _RATE.search(words) or re.search(r"[(]%[)]$|^%$", leaf):
        return Guess(None, kind="rate") if not _PHYSICAL.search(words) else None
    if _NOT_THE_SUM.search(words):
        return Guess(None, kind="money") if about_money or MONEY_WORDS.search(words) else None
    if not about_money and _DONE_BARE.search(words):
        return replace(_done(words, words, year), doubt="if_amounts")
    if not about_money and not (_YEAR_PLAN_BARE.search(plain) or _CUMULATED.search(plain)):
        return None
    text = plain + "".join(_INSIDE.findall(whole))
    if re.search(r"[一二三四1-4]季度|[上下]半年", words) and (
        _PLANNED.search(words) or not DONE.search(text)
    ):
        return Guess(None, kind="part_plan")
    if re.fullmatch(r"\d{1,2}月份?(?:计划.*)?", words) and not DONE.search(words):
        return Guess(None, kind="part_plan")
    if re.search(r"\d{1,2}月", words) and "计划" in words and not DONE.search(words):
        return Guess(None, kind="part_plan")
    if not _PLANNED.search(words) and (
        DONE.search(words) or (DONE.search(text) and not _MIXED_GROUP.search(group))
    ):
        return _done(words, text, year)
    if re.search(r"^(?:本月|当月|本期|累计|至上年底|上年底|以前年度|年初以来)", words) and group:
        return _done(words, text, year)
    return _planned(words, text, group, year, about_money)


def _planned(
    words: str, text: str, group: str, year: int | None, about_money: bool
) -> Guess | None:
    if _NEXT_YEAR.search(text):
        return Guess(None, kind="money", year=year)
    if _TOTAL.search(words) and not re.search("年度|当年|本年|今年|年内", words):
        return Guess(Field.TOTAL, 0 if "总投资" in words else 1, kind="money", year=year)
    if THIS_YEAR.search(text):
        if re.search("目标", words) and not MONEY_WORDS.search(words):
            return Guess(Field.YEAR_GOAL, 0, doubt="plan_or_goal", year=year)
        rank = 0 if MONEY_WORDS.search(words) or "计划" in words else 1
        doubt = "" if about_money else "plan_or_goal"
        return Guess(Field.YEAR_PLAN, rank, "money", doubt, year)
    if re.fullmatch("合计|小计|总计|总额|总量|总数", words):
        if _TOTAL.search(core(group.replace("/", ""))):
            return Guess(Field.TOTAL, 1, kind="money", year=year)
        return Guess(Field.TOTAL, 4, kind="money", doubt="sum_of_group", year=year)
    if re.search("计划|安排|拟投", words):
        return Guess(Field.YEAR_PLAN, 3, "money", "plan_or_total", year)
    if _TOTAL_WEAK.search(words):
        return Guess(
            Field.TOTAL, 2 if "概算" in words or "估算" in words else 3, "money", year=year
        )
    return Guess(None, kind="money") if MONEY_WORDS.search(words) else None


def _done(words: str, text: str, year: int | None) -> Guess:
    if _BEFORE_YEAR.search(text) and not re.search(r"本月|当月|本期|本年|今年|年初", words):
        return Guess(Field.DONE_BEFORE, 0, "money", "year_end", year)
    if re.search(r"年初|[1一]月?[-~至到](?:\d{1,2}|[一二三四五六七八九十]+)月", words):
        return Guess(Field.DONE_YEAR, 0, "money", "year_of", year)
    if re.search(
        r"本月|当月|本期|(?<![-~至到\d])(?:[1-9]|1[0-2])月份?(?:当月)?(?:实际)?(?:完成|投资)", words
    ):
        return Guess(Field.DONE_MONTH, 0, "money", year=year)
    if re.search(
        r"年初|[1一]月?[-~至到]\d{1,2}月|本年|今年|年度|当年|全年|年内|20\d\d年|[1一][-~]\S月",
        words,
    ):
        return Guess(Field.DONE_YEAR, 0, "money", "year_of", year)
    if re.search(r"开工|累计|开累|总完成|截[至止]|目前|总体|至今|已完成|已投", words):
        return Guess(Field.DONE_TOTAL, 0 if "累" in words else 1, "money", year=year)
    if re.search(r"年初|[1一]月?[-~至到]\d{1,2}月|本年|今年|年度|当年|全年|年内|20\d\d年", text):
        return Guess(Field.DONE_YEAR, 1, "money", "year_of", year)
    return Guess(Field.DONE_YEAR, 3, "money", "done_of_what", year)


_RATE = re.compile(
    r"率|比例|占比|百分比|比重|增幅|增速|同比|环比|百分点|^%|完成比|进度比|占.{1,6}比|%$"
)
DONE = re.compile(r"完成|累计|开累|已投|实际投|到账|实际|支付|兑现")
_PLANNED = re.compile(
    r"(?:计划|拟|预计|力争|安排|目标)(?:将|需|应)?(?:年内|全年|年度|累计)?(?:完成|投资)"
)
_MIXED_GROUP = re.compile(r"及|和|与|情况|计划")
_NOT_THE_SUM = re.compile(
    "其中|强度|亩均|自筹|贷款|债券?|财政|银行|社会资本|民间|外资|中央|省级|省补|市级|县级|区级|上级|地方|来源|到位|争取"
    "|缺口|需求|设备|土地|征地|拆迁|补助|专项|支付|拨付|下达|合同|中标|注册|外币|美元|流动|固定资产|剩余|结转|尚需|差额|超|节余"
    "|类型|性质|主体|方式|方$|人$|单位|强|备案|问题"
)
_NEXT_YEAR = re.compile("明年|下年|次年|以后年度|后续年")
_YEAR_PLAN_BARE = re.compile(
    r"^(?:(?:20\d\d)?年度?|当年|本年度?|今年|年内|全年)(?:计划|计划数|安排|计划安排|计划目标|目标|计划任务)$"
)
_CUMULATED = re.compile(
    r"^(?:自?开工(?:以来|至今)?|截[至止].{2,12}|至.{2,10}[底末]?)?(?:累计|开累)完成$"
)
_DONE_BARE = re.compile(
    r"^截?至?(?:上年|去年)年?[底末](?:累计|已)*完成[数额量]?$|^(?:开工累计|开累)$"
    r"|^(?:本月|当月|本期|本年|年初以?来?|累计|开工|开累)(?:累计)?(?:实际)?完成[数额量]?$"
)
_TOTAL = re.compile(
    "总投资|投资总额|总概算|投资规模|总投入|投资总规模|总造价|投资总量|总金额|投资合计|总计划投资"
)
_TOTAL_WEAK = re.compile("概算|估算|预算|造价|投资额|投资$|金额$|投入$|资金$|^投资|总额$")
_BEFORE_YEAR = re.compile(
    r"上年|去年|以前年|往年|前年|历年|年前累计|(?:19|20)\d\d年(?:底|末|12月(?:底|31日|末)?)(?:前|以前|止|累计|完成|已|$|\)|/)"
    r"|至(?:19|20)\d\d年(?:底|末)?(?:累计|完成|$)|(?:19|20)\d\d年及?(?:以前|之前)"
)

_PHYSICAL = re.compile(
    "形象进度|进展|推进情况|进度情况|实施情况|建设进度|工程进度|完成情况|目前状况|建设情况|项目进度|形象|工作进度|进度"
)
_INSIDE = re.compile(r"[(]([^()]*)[)]")
