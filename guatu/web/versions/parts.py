"""Parts of a package as people type or paste them: a line each, name, total, plan of the year."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

_FIGURE = r"\d+(?:\.\d+)?"
_LINE = re.compile(rf"^(?P<name>.+?)(?:\s+(?P<total>{_FIGURE}))?(?:\s+(?P<plan>{_FIGURE}))?$")
_GAPS = re.compile(r"[\t，、;；]+")
_THOUSANDS = re.compile(r"(?<![\d,])\d{1,3}(?:,\d{3})+(?![\d,])")
LONGEST_NAME = 200


class NotAPart(ValueError):
    """A line that cannot be read; the words say which and why."""


def read_parts(text: str) -> list[dict[str, Any]]:
    """``路基工程 3,200 800`` → name, total and plan in 万元; empty lines do not count.

    Raises ``NotAPart``.
    """
    lines = [line.strip() for line in text.splitlines()]
    return [_read(number, line) for number, line in enumerate(lines, start=1) if line]


def written(parts: Iterable[Mapping[str, Any]]) -> str:
    """The text from which ``read_parts`` reads these parts."""
    return "\n".join(
        "\t".join(
            [
                str(part["name"]),
                *(
                    format(part[name], "f")
                    for name in ("total_investment", "year_plan")
                    if part.get(name) is not None
                ),
            ]
        )
        for part in parts
    )


def _read(number: int, line: str) -> dict[str, Any]:
    found = _LINE.match(_plain(line))
    if found is None or found["name"].replace(".", "").isdigit():
        raise NotAPart(
            _("第 %(n)s 行没有子项名称，请按“名称 总投资 年度计划”填写。") % {"n": number}
        )
    if len(found["name"]) > LONGEST_NAME:
        raise NotAPart(_("第 %(n)s 行的名称太长，请写在 200 字以内。") % {"n": number})
    return {
        "name": found["name"].strip(),
        "total_investment": _figure(found["total"]),
        "year_plan": _figure(found["plan"]),
    }


def _plain(line: str) -> str:
    """Half-width, figures without their thousands commas, one kind of gap."""
    plain = unicodedata.normalize("NFKC", _GAPS.sub(" ", line))
    figures = _THOUSANDS.sub(lambda found: found[0].replace(",", ""), plain)
    return figures.replace(",", " ").strip()


def _figure(text: str | None) -> Decimal | None:
    return Decimal(text) if text else None
