"""docs/decisions: every dependency has its line, every record is in the index."""

from __future__ import annotations

import json
import re
import tomllib

from tests.conventions.sources import ROOT

DECISIONS = ROOT / "docs" / "decisions"
NAME = re.compile(r"^[A-Za-z0-9_.-]+(?:\[(?!compatible)[^]]+\])?")


def test_every_dependency_has_its_line_and_no_line_is_left_over() -> None:
    rows = re.findall(
        r"^\| ([^|]+) \| [^|]*\d[^|]* \| [^|]+ \| .+ \|$", _text("dependencies.md"), re.MULTILINE
    )
    assert {name.strip() for row in rows for name in row.split(", ")} == _declared()


def test_every_record_is_in_the_index() -> None:
    records = {path.name for path in DECISIONS.glob("[0-9]*.md")}
    assert set(re.findall(r"\]\((\d{3}-[\w-]+\.md)\)", _text("README.md"))) == records


def test_every_link_between_documents_leads_somewhere() -> None:
    broken = [
        (document.relative_to(ROOT).as_posix(), target)
        for document in [
            *ROOT.glob("*.md"),
            *ROOT.glob("docs/**/*.md"),
            *ROOT.glob("guatu/**/*.md"),
        ]
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", document.read_text(encoding="utf-8"))
        if not (document.parent / target).exists()
    ]
    assert broken == []


def _declared() -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    listed = list(project["project"]["dependencies"])
    for extra in project["project"]["optional-dependencies"].values():
        listed += extra
    for group in project["dependency-groups"].values():
        listed += [one for one in group if isinstance(one, str)]
    names = {found.group() for one in listed if (found := NAME.match(one))}
    package = json.loads((ROOT / "frontend" / "package.json").read_text(encoding="utf-8"))
    return names | set(package["dependencies"]) | set(package["devDependencies"])


def _text(name: str) -> str:
    return (DECISIONS / name).read_text(encoding="utf-8")
