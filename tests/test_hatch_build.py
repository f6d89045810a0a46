from __future__ import annotations

import gettext
import shutil
from pathlib import Path

import pytest

import hatch_build


def test_messages_are_compiled_without_gettext_tools(tmp_path: Path) -> None:
    folder = tmp_path / "guatu" / "locale" / "en" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
        'msgid "总览"\nmsgstr "Overview"\n',
        encoding="utf-8",
    )
    hatch_build.compile_messages(tmp_path)
    with (folder / "django.mo").open("rb") as compiled:
        assert gettext.GNUTranslations(compiled).gettext("总览") == "Overview"


@pytest.mark.parametrize(
    ("npm", "built", "needed"),
    [
        ("/usr/bin/npm", False, False),
        (None, False, True),
        (None, True, False),
    ],
)
def test_node_is_fetched_only_where_there_is_none_and_something_to_build(
    npm: str | None, built: bool, needed: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: npm)
    if built:
        manifest = tmp_path / hatch_build.MANIFEST
        manifest.parent.mkdir(parents=True)
        manifest.write_text("{}", encoding="utf-8")
    hook = object.__new__(hatch_build.AssetHook)
    monkeypatch.setattr(hatch_build.AssetHook, "root", str(tmp_path), raising=False)
    assert (hatch_build.NODE_WHEEL in hook.dependencies()) is needed
