"""Writes the generated parts of docs/algorithms/dispatch.md: ``python -m tools.dispatchdoc``."""

from __future__ import annotations

from pathlib import Path

from guatu.domain.lifecycle import (
    PARTY_WORDS,
    STATUS_WORDS,
    TABLE,
    VERB_WORDS,
    Status,
    diagram,
)

PAGE = Path(__file__).resolve().parents[1] / "docs" / "algorithms" / "dispatch.md"
BEGIN, END = "<!-- {name}: python -m tools.dispatchdoc -->", "<!-- end of {name} -->"


def renewed(text: str) -> str:
    """``text`` with the diagram and the table as the code has them."""
    for name, body in (("diagram", f"```mermaid\n{diagram()}\n```"), ("table", table())):
        begin, end = BEGIN.format(name=name), END.format(name=name)
        before, _, rest = text.partition(begin)
        _, _, after = rest.partition(end)
        text = f"{before}{begin}\n{body}\n{end}{after}"
    return text


def table() -> str:
    """A line for each verb, in the order of the code."""
    lines = ["| verb | 动作 | in | then | who | must give |", "|---|---|---|---|---|---|"]
    for row in TABLE:
        sources = "、".join(STATUS_WORDS[one] for one in Status if one in row.sources)
        target = STATUS_WORDS[row.target] if row.target else "–"
        parties = "、".join(words for party, words in PARTY_WORDS.items() if party in row.parties)
        asks = ", ".join(ask.value for ask in row.asks) or "–"
        words = VERB_WORDS[row.verb]
        lines.append(f"| `{row.verb}` | {words} | {sources} | {target} | {parties} | {asks} |")
    return "\n".join(lines)


def main() -> None:
    PAGE.write_text(renewed(PAGE.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
