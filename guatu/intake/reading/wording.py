"""Words of ledgers: headings, totals, notes, counts, natures, and ways to write nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from guatu.domain.zh import normalise, read_money
from guatu.domain.zh.wordlist import wordlist

NOTHING = wordlist(
    """
    / \\ - -- --- ~ . 、 * × 无 暂无 未定 待定 待确定 暂未确定 暂定 不详 不明确 未明确 另定 另行确定
    待明确 待落实 待补充 待报 未报 暂缺 缺 空 N/A NA n/a na None none null 待核实 待核定 待批复 未知
    待赋码 未赋码 未办理 办理中 正在办理 无代码 未取得 ? …… … 待下达 待安排 未下达 待测算 测算中
    """
)
SAME = wordlist("同上 同前 〃 ″ ” “ \" '' ”” ＂ 同上单位 同上行 同左 々 ,, „ ‖ ′′")
"""As the row above: 同上 and the signs that stand for it."""
_LONGEST_NOTHING, _LONGEST_SAME = 10, 6


def bare(text: str) -> str:
    """Half-width, without blanks and line breaks."""
    return normalise(text)


def is_nothing(text: str) -> bool:
    """Whether the cell says in words or with a stroke that there is nothing."""
    return not text or (len(text) <= _LONGEST_NOTHING and bare(text) in NOTHING)


def is_same(text: str) -> bool:
    return len(text) <= _LONGEST_SAME and (text in SAME or bare(text) in SAME)


@dataclass(frozen=True, slots=True)
class HeadingWords:
    """“一、水利项目（13项，总投资2亿元）”: style 一、, name 水利项目, count 13, total 20000."""

    style: str
    name: str
    count: int | None = None
    total: Decimal | None = None


@lru_cache(maxsize=4096)
def heading_words(text: str) -> HeadingWords:
    """The parts of a heading; ``style`` is empty for one without a numeral."""
    line = bare(text)
    style, rest = "", line
    for name, pattern in _STYLES:
        if match := pattern.match(line):
            style, rest = name, line[match.end() :]
            break
    count, total = stated_count(rest), stated_total(rest)
    rest = _CONTINUED.sub("", rest)
    rest = _COUNT_BRACKET.sub("", rest) if count is not None or total is not None else rest
    rest = _EDGES.sub("", _COUNT_TAIL.sub("", rest))
    return HeadingWords(style, rest or line, count, total)


def numeral_style(text: str) -> str:
    """The style of a numeral that stands alone in a cell (一, （二）, 三、); empty for none."""
    line = bare(text)
    for name, pattern in _ALONE:
        if pattern.fullmatch(line):
            return name
    return ""


def stated_count(text: str) -> int | None:
    """How many projects a heading or total says there are: （13项）, 共44个, 合计：18个."""
    line = bare(text)
    for pattern in _COUNTS:
        if match := pattern.search(line):
            number = int(match[1])
            a_year = 1900 < number < 2100 and not re.search(_ONES, match[0])
            return None if a_year or number >= 100_000 else number
    return None


def stated_total(text: str) -> Decimal | None:
    """The 总投资 a heading or title states together with its unit, in 万元."""
    match = _TOTAL_WORDS.search(bare(text))
    money = read_money(match[1], None) if match else None
    return money.wan if money else None


def is_total(text: str) -> bool:
    """小计, 合计, 总计 with what may stand around it; ``合 计 （16个）`` is one."""
    return bool(text) and len(text) <= 60 and _TOTAL.match(bare(text)) is not None


def is_grand(text: str) -> bool:
    """A total of everything rather than of a group."""
    return bool(re.search(r"总计|总合计|全[市县区省]|总共", bare(text)))


def is_note(text: str) -> bool:
    """注：…, 填表人：…, 第 3 页: what stands around a table without being of it."""
    return _NOTE.match(bare(text)) is not None


def opens_notes(text: str) -> bool:
    """A note that further notes may follow without saying so again."""
    return _NOTES_BEGIN.match(bare(text)) is not None


def is_of_which(text: str) -> bool:
    return bare(text).startswith("其中")


def without_of_which(text: str) -> str:
    return re.sub(r"^其\s*中\s*[:：,，、;；]?\s*", "", text)


def is_sentence(text: str) -> bool:
    return len(text) > 45 or "。" in text or (len(text) > 25 and bool(re.search("[,，;；]", text)))


def is_title(text: str) -> bool:
    """The title of a table: …清单, …台账, 表3 …, …（续表）."""
    line = bare(text)
    return bool(_TITLE.search(line)) and len(line) <= 80


def same_title(one: str, other: str) -> bool:
    """Titles that only differ by 续表 or a page."""
    return _CONTINUED.sub("", bare(one)) == _CONTINUED.sub("", bare(other))


_HAN = "一二三四五六七八九十百"
_STYLES = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        ("第一", rf"第[{_HAN}\d]+(?:部分|类|章|批次?|组|篇)[、:.,]?"),
        ("一、", rf"[{_HAN}]+(?:、|\.|,|:|\s)"),
        ("(一)", rf"[(〔\[][{_HAN}]+[)〕\]][、.,:]?"),
        ("(1)", r"[(][0-9]{1,3}[)][、.,:]?"),
        ("1、", r"[0-9]{1,3}(?:、|\.(?![0-9])|,(?![0-9])|:)"),
        ("Ⅰ", r"[ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ]+[、.,]?|(?:I{1,3}|IV|VI{0,3}|IX)[、.,]"),
        ("①", r"[①-⑳㈠-㈩][、.,]?"),
        ("A", r"[A-H][、.](?![0-9])"),
        ("★", r"[★☆●◆■▲△○◇□※►▶]+"),
    )
)
_ALONE = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        ("一、", rf"[{_HAN}]+[、.,:]?"),
        ("(一)", rf"[(〔\[][{_HAN}]+[)〕\]][、.,:]?|[㈠-㈩]"),
        ("Ⅰ", r"[ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ]+[、.,]?|(?:I{1,3}|IV|VI{0,3}|IX)[、.,]?"),
        ("A", r"[A-H][、.]?"),
    )
)
_N = r"(?<![0-9.])([0-9]{1,6})"
_WHOLE = "(?:共计|共有|合计|总计|共|计|约)*"
_ONES = "(?:个|项|件)"
_THINGS = "(?:重点|重大|建设)?(?:项目|工程)?"
_NOT_PROJECTS = "(?![县区乡镇月街部单批])"
_COUNTS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"[(](?:项目数?:?)?{_WHOLE}{_N}{_ONES}?{_THINGS}(?:[,，、;；:/][^()]*)?[)]$",
        rf"[(]{_WHOLE}{_N}{_ONES}{_NOT_PROJECTS}[^()]*[)]",
        rf"(?:共计?|合计|总计|小计|共有)(?:项目)?[:,]?{_N}{_ONES}{_NOT_PROJECTS}",
        rf"(?:项目|工程|类|[^0-9]|^){_N}{_ONES}{_THINGS}$",
    )
)
_TOTAL_WORDS = re.compile(
    r"(?:总投资|投资总额|投资)(?:额|约|共计?|合计|为|:)*([约近超]?[0-9][0-9.,]*(?:亿|万)元?)"
)
_COUNT_BRACKET = re.compile(
    r"[(][^()]*(?:[0-9](?:个|项|件|亿|万)|^共|投资)[^()]*[)]|[(]共?[0-9]{1,4}[)]"
)
_COUNT_TAIL = re.compile(
    r"(?:[,:、-](?:共|计|共计|合计)?(?:项目)?|共计|合计|共|计)?[0-9]+(?:个|项|件)(?:[,;:].*)?$"
)
_EDGES = re.compile("^[ :;,.、。-]+|[ :;,.、。-]+$")
_CONTINUED = re.compile(r"[(]?(?:续表?[0-9一二三]*|接上[页表])[)]?$|[(]?第?[0-9]+页.*$")
_TOTAL = re.compile(
    rf"^(?:(?:[{_HAN}]+、|[(][{_HAN}]+[)])?[^0-9:(]{{0,14}}?)"
    r"(?:小计|合计|总计|总合计|共计|总共|累计)(?:数|项目数?)?(?:$|[:,(、]|[0-9]+[个项件]|[(])"
)
_NOTE_WORDS = "(?:注|备注|说明|附注|备考|填表说明|填报说明|编制说明|有关说明|情况说明)"
_NOTES_BEGIN = re.compile(rf"{_NOTE_WORDS}(?:$|[0-9一二]?[:.、,]|[(0-9])|[*※]")
_NOTE = re.compile(
    rf"{_NOTE_WORDS}(?:$|[0-9一二]?[:.、,]|[(0-9])"
    r"|(?:填报|填表|制表|审核|审批|复核|经办|报送|编制|联系|统计|上报|主管|分管|单位|部门|科室|项目)+"
    r"(?:人|单位|部门|电话|时间|日期|领导|负责人|主任|科长|局长|签字|盖章)+(?:[(][^)]*[)])?[:]"
    r"|负责人(?:[(][^)]*[)])?:|(?:金额|计量|货币|计价)?单位:|(?:联系)?电话:|日期:|时间:"
    r"|[(]?以下(?:空白|无正文)|第[0-9]+页|共[0-9]+页|-?[0-9]+/[0-9]+页|[*※][^*]"
    r"|…+$|\.{3,}$|数据来源|资料来源|截[至止].{1,14}$"
)
_TITLE = re.compile(
    r"^(?:附?表|附件)[0-9一二三四五六七八九十]|(?:清单|名单|台账|一览表|明细表?|汇总表|统计表|情况表|计划表"
    r"|分解表|安排表|月报表?|进度表|任务表|登记表|项目表|项目库|花名册|表)(?:[(][^()]*[)])*$"
)
