"""What can be wrong in a ledger: codes, and sentences that say what, where and what to do."""

from __future__ import annotations

from dataclasses import dataclass

from guatu.domain.words import N_, Sentence, say
from guatu.intake.reading.model import Column, Problem


@dataclass(frozen=True, slots=True)
class Fault:
    """A cell that could not be read; ``why`` replaces the sentence of its code."""

    code: str
    text: str
    why: Sentence | None = None


def cell_problem(sheet: int, row: int, column: Column, fault: Fault) -> Problem:
    """The problem of a cell; ``row`` counts from 1."""
    if fault.why is not None:
        sentence = say(
            N_("第 {row} 行“{column}”：{why}。"),
            row=row,
            column=column.header or column.letter,
            why=str(fault.why).rstrip("。"),
        )
    else:
        sentence = say(
            _IN_ROW[fault.code],
            row=row,
            column=column.header or column.letter,
            text=fault.text[:60],
        )
    return Problem(sheet, row, column.header, fault.code, sentence, column.field)


def cell_sentence(column: Column, fault: Fault) -> Sentence:
    """The same for a cell that is being mended by hand."""
    if fault.why is not None:
        return fault.why
    return say(_BY_HAND[fault.code], column=column.header or column.letter, text=fault.text[:60])


_IN_ROW = {
    "unreadable_amount": N_(
        "第 {row} 行“{column}”写作“{text}”，读不出金额；"
        "请改成数字（可带万元、亿元）后重新上传，或在此处填写。"
    ),
    "run_together_numbers": N_(
        "第 {row} 行“{column}”写作“{text}”，像是两个数连在一起；"
        "请分到各自的格里后重新上传，或在此处填写。"
    ),
    "unreadable_date": N_(
        "第 {row} 行“{column}”写作“{text}”，读不出日期；"
        "请改成如 2021-06-30、2021年6月底前后重新上传，或在此处填写。"
    ),
    "missing_name": N_(
        "第 {row} 行没有项目名称（“{column}”为空）；请补填，不是项目的行请选择不入账。"
    ),
    "split_amount": N_(
        "第 {row} 行与上面一行合并为同一个项目，但另有“{column}”“{text}”，没有计入；"
        "请把金额合成一个数写在第一行，或给每一行写上各自的名称。"
    ),
    "error_cell": N_(
        "第 {row} 行“{column}”是公式错误“{text}”；请在原表中改好公式后重新上传，或在此处填写。"
    ),
    "formula_without_value": N_(
        "第 {row} 行“{column}”是公式，但文件里没有算出的值；"
        "请用 Excel 或 WPS 打开保存一次后重新上传，或在此处填写。"
    ),
}
_BY_HAND = {
    "unreadable_amount": N_("“{column}”填作“{text}”，读不出金额；请填数字，可带万元、亿元。"),
    "run_together_numbers": N_("“{column}”填作“{text}”，像是两个数连在一起；请只填一个数。"),
    "unreadable_date": N_("“{column}”填作“{text}”，读不出日期；请填如 2021-06-30、2021年6月底前。"),
    "missing_name": N_("“{column}”不能为空；请填写项目名称。"),
    "unreadable_number": N_("“{column}”填作“{text}”，读不出数字；请填一个数。"),
    "unknown_nature": N_("“{column}”填作“{text}”；请填续建、新开工、竣工或预备。"),
}
