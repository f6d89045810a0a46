"""Brings the English catalogue up to the sentences in the source: ``python -m tools.messages``.

Chinese sentences are the message ids. Found are ``_``, ``gettext`` and its kin, ``say``, ``N_``
in Python, ``translate``, ``blocktranslate`` and ``_("…")`` in templates, the sentences of the
shipped rule packs, which explain lights, the names of the elements that projects need, and the
names and words of limits and ladders.
Translations are kept; a sentence that fell away stays at the end, marked ``#~``, until ``--tidy``
removes it. What has no translation yet is listed, and is what the exit code tells.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "guatu"
CATALOGUE = SOURCE / "locale" / "en" / "LC_MESSAGES" / "django.po"
HEAD = """\
# English words of Guatu. Ids are the Chinese sentences; terms as in docs/glossary.md.
msgid ""
msgstr ""
"Language: en\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "N_": None,
    "say": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
MsgId = str | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """A message id with its context, and the file that it stands in."""

    path: str
    id: MsgId
    context: str | None


def messages() -> Iterator[Found]:
    """Every message of the product, file by file."""
    for path in sorted(SOURCE.rglob("*.py")):
        if "migrations" not in path.parts:
            yield from _in_python(path, path.read_bytes())
    for path in sorted(SOURCE.rglob("templates/**/*.html")):
        yield from _in_template(path)
    for path in sorted(SOURCE.rglob("presets/packs/*.json")):
        yield from _in_pack(path)
    for path in sorted(SOURCE.rglob("presets/needs.json")):
        yield from _in_elements(path)
    for path in sorted(SOURCE.rglob("dispatches/presets/limits.json")):
        yield from _in_limits(path)
    for path in sorted(SOURCE.rglob("presets/ladders/*.json")):
        yield from _in_ladder(path)


def template_catalogue() -> Catalog:
    """The messages of the source without translations."""
    catalogue = Catalog(locale="en")
    for found in messages():
        catalogue.add(found.id, locations=[(found.path, 1)], context=found.context)
    return catalogue


def stored_catalogue() -> Catalog:
    if not CATALOGUE.exists():
        return Catalog(locale="en")
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="en")


def renewed(stored: Catalog, *, tidy: bool) -> Catalog:
    """The messages of the source with the translations of ``stored``, obsolete ones included."""
    fresh = template_catalogue()
    known = {_key(m): m for m in [*stored.obsolete.values(), *stored] if m.id}
    for message in fresh:
        if message.id and (old := known.pop(_key(message), None)):
            message.string = old.string
    if not tidy:
        for message in filter(translated, known.values()):
            fresh.obsolete[_key(message)] = message  # type: ignore[index]
    return fresh


def translated(message: Message) -> bool:
    strings = message.string if isinstance(message.string, tuple | list) else [message.string]
    return all(strings)


def written(catalogue: Catalog) -> bytes:
    """What one file says stands together; file names would make half as much again."""
    body = BytesIO()
    write_po(body, catalogue, width=100, omit_header=True, sort_by_file=True, no_location=True)
    return HEAD.encode() + body.getvalue()


def missing(catalogue: Catalog) -> list[Message]:
    return [message for message in catalogue if message.id and not translated(message)]


def _in_python(path: Path, source: bytes) -> Iterator[Found]:
    name = path.relative_to(ROOT).as_posix()
    options = {"encoding": "utf-8"}
    for _, message, _, context in extract("python", BytesIO(source), KEYWORDS, options=options):
        id_: MsgId = message if isinstance(message, str) else tuple(message)
        if "".join(id_):
            yield Found(name, id_, context)


def _in_template(path: Path) -> Iterator[Found]:
    from django.utils.translation.template import templatize

    calls = templatize(path.read_text(encoding="utf-8"), origin=path.name)
    # Python to the eye of xgettext only: the indentation is that of the template.
    return _in_python(path, "\n".join(line.strip() for line in calls.splitlines()).encode())


def _in_pack(path: Path) -> Iterator[Found]:
    pack = json.loads(path.read_text(encoding="utf-8"))
    name = path.relative_to(ROOT).as_posix()
    rules = [rule for dimension in pack["dimensions"] for rule in dimension["rules"]]
    texts = [pack["name"], pack["source"], *(d["name"] for d in pack["dimensions"])]
    texts += [rule[key] for rule in rules for key in ("say", "wants", "notice") if rule.get(key)]
    texts += [d["otherwise"]["say"] for d in pack["dimensions"] if d.get("otherwise")]
    return (Found(name, text, None) for text in texts)


def _in_elements(path: Path) -> Iterator[Found]:
    listed = json.loads(path.read_text(encoding="utf-8"))
    name = path.relative_to(ROOT).as_posix()
    texts = [listed["source"], *(one["name"] for one in listed["elements"])]
    return (Found(name, text, None) for text in texts)


def _in_limits(path: Path) -> Iterator[Found]:
    name = path.relative_to(ROOT).as_posix()
    rows = json.loads(path.read_text(encoding="utf-8"))
    rows += [urgency for one in rows for urgency in one["classes"]]
    keys = ("name", "source", "note", "applies_to")
    return (Found(name, row[key], None) for row in rows for key in keys if row.get(key))


def _in_ladder(path: Path) -> Iterator[Found]:
    ladder = json.loads(path.read_text(encoding="utf-8"))
    name = path.relative_to(ROOT).as_posix()
    rows = [ladder, *ladder["rungs"], *ladder.get("entries", [])]
    keys = ("name", "place", "source", "slip", "words", "notice")
    return (Found(name, row[key], None) for row in rows for key in keys if row.get(key))


def _key(message: Message) -> tuple[MsgId, str | None]:
    id_ = message.id if isinstance(message.id, str) else tuple(message.id)
    return id_, message.context


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tools.messages")
    parser.add_argument("--tidy", action="store_true", help="remove what fell out of use")
    arguments = parser.parse_args()
    catalogue = renewed(stored_catalogue(), tidy=arguments.tidy)
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    CATALOGUE.write_bytes(written(catalogue))
    left = missing(catalogue)
    for message in left:
        print(f"{message.locations[0][0]}: {message.id}")
    print(f"{len(catalogue)} messages, {len(left)} without translation", file=sys.stderr)
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main())
