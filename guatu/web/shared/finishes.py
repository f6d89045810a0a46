"""The three finishes of a project beside each other, and the mark of a green light that only
another plan keeps."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from html import escape
from typing import NamedTuple

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from guatu.projects.choices import Expectation
from guatu.projects.queries.listing import Finish

UNKNOWN = "—"


def finish_markup(finish: Finish) -> SafeString:
    """Required, original and forecast or actual finish, each with its word; late ones stand out."""
    return SafeString(finish_drawing()(finish))


def finish_drawing() -> Callable[[Finish], str]:
    """The same for many, the words looked up once."""
    words = _words()
    return lambda finish: _lines(finish, words)


def finish_words(finish: Finish) -> str:
    """The same as plain text, for a cell of a file."""
    words = _words()
    shown = [
        (words.required, finish.required),
        (words.original, finish.original),
        _end(finish, words),
    ]
    return " ".join(f"{word} {when}" for word, when in shown if when)


def counts_markup(counts: Mapping[str, int]) -> SafeString:
    """How many keep the original plan, only the changed one, or neither, by ``Expectation``."""
    return SafeString(
        "".join(
            f"<span><small>{escape(str(kept.label))}</small> {counts[kept.value]}</span>"
            for kept in Expectation
        )
    )


def replanned_markup() -> SafeString:
    """A hollow ring and its word, beside a green light."""
    word, why = escape(_("调整后绿")), escape(_("按调整后的计划是绿灯，按原计划不是"))
    return SafeString(
        f'<span class="replanned" title="{why}"><svg aria-hidden="true">'
        f'<use href="#s-replanned"/></svg><span>{word}</span></span>'
    )


def expectation_words(keeps: str) -> str:
    """守住原计划, 守住调整后计划, 晚于要求; empty where it is not known."""
    return str(Expectation(keeps).label) if keeps else ""


class _Words(NamedTuple):
    required: str
    original: str
    both: str
    forecast: str
    actual: str


def _words() -> _Words:
    return _Words(_("要求"), _("原计划"), _("要求＝原"), _("预计"), _("完成"))


def _lines(finish: Finish, words: _Words) -> str:
    """One line where the original finish is still in force."""
    if finish.required is None and finish.actual is None:
        return UNKNOWN
    word, when = _end(finish, words)
    missed = "late" if when is None and finish.is_late else ""
    kept = finish.original is not None and not finish.moved
    first = _line(words.both if kept else words.required, finish.required, missed)
    if finish.original is not None and finish.moved:
        first += _line(words.original, finish.original, "was")
    if when is None:
        return first
    return first + _line(word, when, "late" if finish.is_late else "")


def _end(finish: Finish, words: _Words) -> tuple[str, date | None]:
    if finish.actual is not None:
        return words.actual, finish.actual
    return words.forecast, finish.forecast


def _line(word: str, when: date | None, css: str = "") -> str:
    named = f' class="{css}"' if css else ""
    return f"<span{named}><small>{escape(word)}</small> {when or UNKNOWN}</span>"
