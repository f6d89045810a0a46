"""Lines of a file as pages show them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from guatu.domain.returns.columns import Part, column
from guatu.returns.choices import LineFate
from guatu.returns.models import ReturnFile, ReturnLine
from guatu.web.shared.sentences import in_words

_TROUBLE = (LineFate.REFUSED, LineFate.CONFLICT)


@dataclass(frozen=True, slots=True)
class ShownLine:
    """``place`` says where in the file: sheet, row and column."""

    line: ReturnLine
    place: str
    title: str
    fate: str
    words: str
    is_trouble: bool

    @property
    def is_change(self) -> bool:
        return self.line.fate in (LineFate.CHANGE, LineFate.ADD)


@dataclass(frozen=True, slots=True)
class ShownFile:
    """A file with its lines: what changes, what is in the way, and what else is said."""

    file: ReturnFile
    lines: Sequence[ShownLine]

    @property
    def trouble(self) -> list[ShownLine]:
        return [one for one in self.lines if one.is_trouble]

    @property
    def changes(self) -> list[ShownLine]:
        return [one for one in self.lines if one.is_change]

    @property
    def rest(self) -> list[ShownLine]:
        return [one for one in self.lines if not (one.is_trouble or one.is_change)]


def shown(file: ReturnFile, lines: Iterable[ReturnLine]) -> ShownFile:
    return ShownFile(file, [shown_line(line) for line in lines])


def shown_line(line: ReturnLine) -> ShownLine:
    return ShownLine(
        line,
        _place(line),
        title_of(line),
        str(line.get_fate_display()),
        in_words(line.sentence) if line.sentence else "",
        line.fate in _TROUBLE,
    )


def title_of(line: ReturnLine) -> str:
    return _(column(Part(line.part), line.key).title) if line.part and line.key else ""


def _place(line: ReturnLine) -> str:
    """``项目进度 第 4 行 G 栏``; as far as there is one."""
    if not line.row:
        return line.sheet_name
    said = {"sheet": line.sheet_name, "row": line.row, "letter": line.letter}
    if line.letter:
        return _("%(sheet)s 第 %(row)s 行 %(letter)s 栏") % said
    return _("%(sheet)s 第 %(row)s 行") % said
