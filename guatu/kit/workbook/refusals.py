"""Why a file was not opened, in a code for programs and a sentence for people."""

from __future__ import annotations

from enum import StrEnum

from guatu.domain.words import N_, Sentence, say
from guatu.kit.refusals import Refusal


class RefusalCode(StrEnum):
    EMPTY_FILE = "empty_file"
    TOO_BIG = "too_big"
    RENAMED = "renamed"
    OTHER_FORMAT = "other_format"
    ENCRYPTED = "encrypted"
    MACRO = "macro"
    ZIP_BOMB = "zip_bomb"
    UNSAFE_ARCHIVE = "unsafe_archive"
    TOO_MANY_PARTS = "too_many_parts"
    EXTERNAL_ENTITY = "external_entity"
    TOO_MANY_ROWS = "too_many_rows"
    TOO_MANY_COLUMNS = "too_many_columns"
    TOO_MUCH = "too_much"
    EMPTY_WORKBOOK = "empty_workbook"
    CORRUPTED = "corrupted"


class WorkbookRefused(Refusal):
    """The file was not read; ``sentence`` says what is wrong with it and what to do."""

    def __init__(self, code: RefusalCode, sentence: Sentence) -> None:
        super().__init__(sentence)
        self.code = code


def refused(code: RefusalCode, **params: str | int) -> WorkbookRefused:
    """The refusal ``code`` with its sentence; ``params`` fill the places of the template."""
    return WorkbookRefused(code, say(_SENTENCES[code], **params))


_SENTENCES = {
    RefusalCode.EMPTY_FILE: N_("文件是空的（0 字节）；请重新导出或另存后再上传。"),
    RefusalCode.TOO_BIG: N_(
        "文件有 {size} MB，超过 {limit} MB；请删去图片和无关的工作表后另存，再上传。"
    ),
    RefusalCode.RENAMED: N_(
        "文件内容是{found}，不是 Excel 表格；请用 Excel 或 WPS 打开后另存为 .xlsx，再上传。"
    ),
    RefusalCode.OTHER_FORMAT: N_("暂不读取{found}；请用 Excel 或 WPS 打开后另存为 .xlsx，再上传。"),
    RefusalCode.ENCRYPTED: N_("文件设有打开密码；请在 Excel 或 WPS 中取消密码后另存，再上传。"),
    RefusalCode.MACRO: N_(
        "文件带有宏，为安全起见不读取；请另存为“Excel 工作簿（.xlsx）”后再上传。"
    ),
    RefusalCode.ZIP_BOMB: N_(
        "文件展开后异常庞大（“{part}”），为安全起见不读取；请把表格内容复制到新工作簿后再上传。"
    ),
    RefusalCode.UNSAFE_ARCHIVE: N_(
        "文件内部有不正常的路径“{part}”，为安全起见不读取；"
        "请用 Excel 或 WPS 打开后另存为 .xlsx，再上传。"
    ),
    RefusalCode.TOO_MANY_PARTS: N_(
        "文件内部有 {count} 个部件，超过 {limit} 个；请只留要导入的工作表，另存后再上传。"
    ),
    RefusalCode.EXTERNAL_ENTITY: N_(
        "文件内部（“{part}”）引用了外部内容，为安全起见不读取；请把表格内容复制到新工作簿后再上传。"
    ),
    RefusalCode.TOO_MANY_ROWS: N_(
        "工作表“{sheet}”用到第 {count} 行，超过 {limit} 行；请删去末尾多余的行或分成几个文件上传。"
    ),
    RefusalCode.TOO_MANY_COLUMNS: N_(
        "工作表“{sheet}”用到第 {count} 列，超过 {limit} 列；请删去右侧多余的列后再上传。"
    ),
    RefusalCode.TOO_MUCH: N_(
        "表格太大，在限定的时间和内存内读不完；请只留要导入的工作表，删去多余的行列后再上传。"
    ),
    RefusalCode.EMPTY_WORKBOOK: N_("文件里没有任何内容；请检查是否传错文件。"),
    RefusalCode.CORRUPTED: N_("文件已损坏或不完整，打不开；请用 Excel 或 WPS 打开后另存，再上传。"),
}
