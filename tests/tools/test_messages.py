"""The English catalogue: found sentences, kept translations, what fell out of use."""

from __future__ import annotations

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from tools import messages
from tools.messages import missing, renewed, stored_catalogue, template_catalogue, written

PYTHON = '''\
"""总览"""
TITLE = _("总览")
STEP = Step("approve", N_("批准方案"))
raise Refusal(say(
    "第 {row} 行读不懂，"
    "请核对。",
    row=3,
))
JANUARY = pgettext("月份", "1月")
PLAIN = "没有标记的不收"
'''
TEMPLATE = """\
<div>
    <h1>{% translate "项目" %}</h1>
  {% blocktranslate count n=rows|length trimmed %}
    共 {{ n }} 行
  {% plural %}
    共 {{ n }} 行
  {% endblocktranslate %}
      {% card title=_("历史") %}没有标记{% endcard %}
</div>
"""
PACK = """\
{"name": "示例规则", "source": "本地文件", "dimensions": [{"name": "月报", "rules": [
  {"light": "green", "say": "{latest} 月报已报"},
  {"light": "red", "say": "月报迟 {days} 天", "wants": "请补报"}]}]}
"""


@pytest.fixture(autouse=True)
def source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A product of two files, in a folder of its own."""
    package = tmp_path / "guatu"
    (package / "web" / "templates").mkdir(parents=True)
    (package / "acts.py").write_text(PYTHON, encoding="utf-8")
    (package / "web" / "templates" / "page.html").write_text(TEMPLATE, encoding="utf-8")
    monkeypatch.setattr(messages, "ROOT", tmp_path)
    monkeypatch.setattr(messages, "SOURCE", package)
    monkeypatch.setattr(messages, "CATALOGUE", package / "django.po")
    return package


def ids(catalogue: Catalog) -> set[object]:
    return {message.id for message in catalogue if message.id}


def keep(catalogue: Catalog) -> None:
    messages.CATALOGUE.write_bytes(written(catalogue))


def test_every_marked_sentence_is_found_and_nothing_else() -> None:
    assert ids(template_catalogue()) == {
        "总览",
        "批准方案",
        "第 {row} 行读不懂，请核对。",
        "1月",
        "项目",
        ("共 %(n)s 行", "共 %(n)s 行"),
        "历史",
    }


def test_rule_packs_are_read_too(source: Path) -> None:
    folder = source / "presets" / "packs"
    folder.mkdir(parents=True)
    (folder / "local.json").write_text(PACK, encoding="utf-8")
    assert ids(template_catalogue()) >= {
        "示例规则",
        "本地文件",
        "月报",
        "{latest} 月报已报",
        "月报迟 {days} 天",
        "请补报",
    }


def test_a_sentence_says_in_which_file_it_stands_and_in_which_context() -> None:
    month = template_catalogue().get("1月", "月份")
    assert month is not None
    assert month.locations[0][0] == "guatu/acts.py"


def test_translations_are_kept_and_what_is_missing_is_told(source: Path) -> None:
    first = renewed(stored_catalogue(), tidy=False)
    for message in first:
        if message.id:
            message.string = "…" if isinstance(message.id, str) else ("…", "…")
    keep(first)
    (source / "acts.py").write_text(PYTHON + 'MORE = _("新的一句")\n', encoding="utf-8")
    again = renewed(stored_catalogue(), tidy=False)
    assert [message.id for message in missing(again)] == ["新的一句"]


def test_a_sentence_that_comes_back_has_its_translation_again(source: Path) -> None:
    first = renewed(stored_catalogue(), tidy=False)
    kept = first.get("总览")
    assert kept is not None
    kept.string = "Overview"
    keep(first)
    (source / "acts.py").write_text('OTHER = _("另一句")\n', encoding="utf-8")
    keep(renewed(stored_catalogue(), tidy=False))
    assert "#~ msgid" in messages.CATALOGUE.read_text(encoding="utf-8")
    (source / "acts.py").write_text(PYTHON, encoding="utf-8")
    back = renewed(stored_catalogue(), tidy=False).get("总览")
    assert back is not None
    assert back.string == "Overview"


def test_tidying_removes_what_fell_out_of_use(source: Path) -> None:
    first = renewed(stored_catalogue(), tidy=False)
    kept = first.get("总览")
    assert kept is not None
    kept.string = "Overview"
    keep(first)
    (source / "acts.py").write_text("", encoding="utf-8")
    keep(renewed(stored_catalogue(), tidy=True))
    assert "Overview" not in messages.CATALOGUE.read_text(encoding="utf-8")


def test_writing_twice_changes_nothing() -> None:
    keep(renewed(stored_catalogue(), tidy=False))
    once = messages.CATALOGUE.read_bytes()
    keep(renewed(stored_catalogue(), tidy=False))
    assert messages.CATALOGUE.read_bytes() == once
