"""Form checks of the two codes a project carries.

Project code (项目代码): GB/T 40058-2021 and 发改投资〔2020〕1439号. The rule of its check digit
is not published, so a right form is all that can be said offline.
Unified social credit code (统一社会信用代码, USCC): GB 32100-2015, with its check character.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from guatu.domain.words import N_, Sentence, say

NOT_VERIFIED_ONLINE = N_("格式正确，未联网核验")


@dataclass(frozen=True, slots=True)
class ProjectCodeCheck:
    """``code`` is the normal form; ``problem`` is None exactly when ``valid_form``.

    ``region`` is the six-digit place; ``year`` and ``month`` are when the code was given, with no
    month in codes given before 2020-11 (``old_form``). ``notice`` doubts without refusing.
    """

    code: str
    valid_form: bool
    problem: Sentence | None = None
    note: Sentence | None = None
    notice: Sentence | None = None
    region: str = ""
    year: int | None = None
    month: int | None = None
    old_form: bool = False


@dataclass(frozen=True, slots=True)
class CreditCodeCheck:
    """``code`` is the normal form; ``problem`` is None exactly when ``valid_form``."""

    code: str
    valid_form: bool
    problem: Sentence | None = None
    note: Sentence | None = None
    region: str = ""


def check_project_code(text: str, *, region: str = "") -> ProjectCodeCheck:
    """Check ``2101-370881-04-01-123456``: 20 digits in groups of 4-6-2-2-6.

    The first group is YYMM from 2011 (2020-11) on, before that a year from 2015 to 2020. With the
    ``region`` of the city or county given, a code of neither it nor a place above or below it
    gets a ``notice``: central (00…), provincial and city projects are at home everywhere below.
    """
    code = normal_project_code(text)
    problem = _project_code_problem(code)
    if problem is not None:
        return ProjectCodeCheck(code, False, problem)
    place = code[5:11]
    year, month = _given(code[:4])
    return ProjectCodeCheck(
        code,
        True,
        note=say(NOT_VERIFIED_ONLINE),
        notice=_foreign(place, region),
        region=place,
        year=year,
        month=month,
        old_form=month is None,
    )


def check_credit_code(text: str) -> CreditCodeCheck:
    """Check the 18 characters of a USCC: 91350100M000100Y43 is right, …Y4Z is not.

    C18 = (31 − Σ value·weight mod 31) mod 31 over the first 17 characters.
    """
    code = normal_credit_code(text)
    problem = _credit_code_problem(code)
    if problem is not None:
        return CreditCodeCheck(code, False, problem)
    return CreditCodeCheck(code, True, note=say(NOT_VERIFIED_ONLINE), region=code[2:8])


def normal_project_code(text: str) -> str:
    """Half-width, no blanks, one kind of hyphen; 20 bare digits get their hyphens."""
    code = _DASHES.sub("-", _compact(text))
    if re.fullmatch(r"[0-9]{20}", code):
        return "-".join((code[:4], code[4:10], code[10:12], code[12:14], code[14:]))
    return code


def normal_credit_code(text: str) -> str:
    """Half-width capitals without blanks and hyphens."""
    return _DASHES.sub("", _compact(text))


def credit_code_character(first17: str) -> str:
    """The 18th character; every character of ``first17`` must be of the alphabet."""
    total = sum(
        _ALPHABET.index(character) * weight
        for character, weight in zip(first17, _WEIGHTS, strict=True)
    )
    return _ALPHABET[(31 - total % 31) % 31]


# Hyphens, dashes and minus signs, and what Chinese keyboards put in their place (一, ー, ~, _).
_DASHES = re.compile("[-‐-―⁃−⸺⸻﹘﹣﹉-﹏_~〜～─━一ー]+")
_BLANKS = re.compile("[\\s\u200b-\u200f\u2060\ufeff]+")

_PROJECT_CODE = re.compile(r"[0-9]{4}-[0-9]{6}-[0-9]{2}-[0-9]{2}-[0-9]{6}")
_FIRST_NEW_FORM = "2011"

_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_LOOK_ALIKE = {"I": "1", "O": "0", "S": "5", "V": "U", "Z": "2"}


def _compact(text: str) -> str:
    return _BLANKS.sub("", unicodedata.normalize("NFKC", text)).upper()


def _project_code_problem(code: str) -> Sentence | None:
    if not code:
        return say(N_("项目代码为空；尚未赋码的可以不填，赋码后请补填"))
    strange = re.search(r"[^0-9-]", code)
    if strange:
        return say(
            N_("项目代码“{code}”中的“{character}”不是数字；请按赋码通知书重新填写"),
            code=code,
            character=strange.group(),
        )
    digits = len(code.replace("-", ""))
    if digits != 20:
        return say(
            N_("项目代码“{code}”有 {digits} 位数字，应为 20 位；请按赋码通知书核对"),
            code=code,
            digits=digits,
        )
    if not _PROJECT_CODE.fullmatch(code):
        return say(
            N_("项目代码“{code}”分段不对，应为 4-6-2-2-6 位，如 2101-370881-04-01-123456"),
            code=code,
        )
    if _given(code[:4]) == (None, None):
        return say(
            N_(
                "项目代码“{code}”的前四位“{first}”既不是年月（2020年11月起，如 2101），"
                "也不是年份（2015 至 2020）；请核对前四位"
            ),
            code=code,
            first=code[:4],
        )
    return None


def _given(first: str) -> tuple[int | None, int | None]:
    """Year and month from the first four digits; "2011" is 2020-11, for no code is of 2011."""
    if "2015" <= first <= "2020":
        return int(first), None
    if first >= _FIRST_NEW_FORM and "01" <= first[2:] <= "12":
        return 2000 + int(first[:2]), int(first[2:])
    return None, None


def _foreign(place: str, region: str) -> Sentence | None:
    if not region or place.startswith("00"):
        return None
    near, own = _significant(place), _significant(region)
    if near.startswith(own) or own.startswith(near):
        return None
    return say(
        N_("项目代码中的区划“{place}”与本地区划“{region}”不符；请核对是否填错或属外地项目"),
        place=place,
        region=region,
    )


def _significant(region: str) -> str:
    """Without the pairs of zeros at the end: 370800 → 3708."""
    while region.endswith("00"):
        region = region[:-2]
    return region


def _credit_code_problem(code: str) -> Sentence | None:
    if not code:
        return say(N_("统一社会信用代码为空；请按营业执照填写"))
    if len(code) != 18:
        return say(
            N_("统一社会信用代码“{code}”有 {length} 位，应为 18 位；请按营业执照核对"),
            code=code,
            length=len(code),
        )
    for place, character in enumerate(code, start=1):
        problem = _character_problem(code, place, character)
        if problem is not None:
            return problem
    if credit_code_character(code[:17]) != code[17]:
        return say(
            N_("统一社会信用代码“{code}”的校验码不对，有一位可能写错；请按营业执照逐位核对"),
            code=code,
        )
    return None


def _character_problem(code: str, place: int, character: str) -> Sentence | None:
    if character in _LOOK_ALIKE:
        return say(
            N_(
                "统一社会信用代码“{code}”第 {place} 位“{character}”是不使用的字母，"
                "可能是“{likely}”；请按营业执照核对"
            ),
            code=code,
            place=place,
            character=character,
            likely=_LOOK_ALIKE[character],
        )
    if character not in _ALPHABET or (3 <= place <= 8 and not character.isdigit()):
        return say(
            N_("统一社会信用代码“{code}”第 {place} 位“{character}”不应出现；请按营业执照核对"),
            code=code,
            place=place,
            character=character,
        )
    return None
