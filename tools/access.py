"""Writes docs/access.md, the table of who may do what: ``python -m tools.access``.

The table is made from ``guatu.org.access.declared()``; a test keeps the document equal to it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from inspect import getdoc
from pathlib import Path

import django

DOCUMENT = Path(__file__).resolve().parents[1] / "docs" / "access.md"
HEAD = """\
# Who may do what

Made by `python -m tools.access` from what the apps declare in their `access.py`; never edited by
hand, and a test keeps it equal. Columns are the roles of posts, then the three administrators
(三员). A person has the roles of all posts held now. 是: may, within the own government. 限: may,
on some rows only, as the notes below the table say. What a person may *see* is decided by
`visible_to` of the model; what is not visible is answered as if it were not there.
"""


def document() -> str:
    """The whole page; needs the apps to be loaded."""
    return "\n".join([HEAD, *_table(), "", *_notes(), ""])


def _table() -> Iterator[str]:
    from guatu.org.access import declared
    from guatu.org.choices import AdminKind, Role

    holders = [*Role, *AdminKind]
    yield _line(["办理", "act", *(str(one.label) for one in holders)])
    yield "|---|---|" + ":-:|" * len(holders)
    for act in declared().values():
        answers = [_answer(act, one in act.admins, str(one) in act.roles) for one in holders]
        yield _line([act.words, f"`{act.code}`", *answers])


def _answer(act: object, as_admin: bool, as_role: bool) -> str:
    if as_admin:
        return "是"
    if not as_role:
        return "否"
    return "限" if getattr(act, "on_row", None) else "是"


def _notes() -> Iterator[str]:
    from guatu.org.access import declared

    yield "Where a row matters:"
    yield ""
    for act in declared().values():
        if act.on_row is not None:
            yield f"- `{act.code}`: {getdoc(act.on_row)}"


def _line(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guatu.config.settings")
    django.setup()
    DOCUMENT.write_text(document(), encoding="utf-8")
