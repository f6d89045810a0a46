"""Templates: every word translatable, no behaviour in the markup."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest

from tests.conventions.sources import TEMPLATES, below_root

CHINESE = re.compile(r"[\u3400-\u9fff]+")
TRANSLATED = re.compile(
    r"\{#.*?#\}"
    r"|\{% comment %\}.*?\{% endcomment %\}"
    r"|\{% blocktranslate\b.*?\{% endblocktranslate %\}"
    r"|\{% translate\b.*?%\}"
    r"|\b_\((?:\"[^\"]*\"|'[^']*')\)",
    re.DOTALL,
)
INLINE = re.compile(
    r"<script(?![^>]*(?:\bsrc=|type=\"application/json\"))[^>]*>"
    r"|<\w[^>]*\son[a-z]+\s*="
    r"|hx-on[:-]"
    r"|javascript:",
    re.IGNORECASE,
)

#: The name of a language is written in that language.
IN_THEIR_OWN_LANGUAGE = {"guatu/web/templates/shared/_languages.html": {"中", "中文"}}
#: A file that leaves the site: its own policy knows its script by digest and forbids every request.
WITH_THEIR_OWN_POLICY = {"guatu/web/templates/packs/pack.html": {"<script>"}}

Find = Callable[[str], Iterator[str]]


def bare_words(text: str) -> Iterator[str]:
    """Chinese outside ``{% translate %}``, ``{% blocktranslate %}`` and ``_("…")``."""
    yield from CHINESE.findall(TRANSLATED.sub("", text))


def inline_behaviour(text: str) -> Iterator[str]:
    """What the content policy refuses: scripts and handlers in the markup."""
    yield from INLINE.findall(text)


GOOD: tuple[tuple[Find, str], ...] = (
    (bare_words, '<h1>{% translate "项目" %}</h1>{# 说明 #}'),
    (bare_words, '{% card title=_("重点项目") %}{% endcard %}'),
    (bare_words, "{% blocktranslate with n=n trimmed %}共 {{ n }} 个{% endblocktranslate %}"),
    (inline_behaviour, '<script type="module" src="/static/app.js"></script>'),
    (inline_behaviour, '<form method="post" action="/x/" data-confirm="…">'),
    (inline_behaviour, '<button x-data="rail" @click="open">'),
)
BAD: tuple[tuple[Find, str], ...] = (
    (bare_words, "<h1>项目</h1>"),
    (bare_words, '<input placeholder="搜索">'),
    (bare_words, '{% translate "共" %} {{ n }} 个'),
    (bare_words, '{{ name|default:"未定" }}'),
    (inline_behaviour, "<script>start()</script>"),
    (inline_behaviour, '<a href="#" onclick="start()">'),
    (inline_behaviour, '<a\n  href="#"\n  onclick = "start()">'),
    (inline_behaviour, '<div hx-on:click="start()">'),
    (inline_behaviour, '<a href="javascript:start()">'),
)


@pytest.mark.parametrize(("find", "sample"), GOOD)
def test_good_samples_pass(find: Find, sample: str) -> None:
    assert list(find(sample)) == []


@pytest.mark.parametrize(("find", "sample"), BAD)
def test_bad_samples_are_found(find: Find, sample: str) -> None:
    assert list(find(sample))


def test_every_word_of_the_pages_is_translatable() -> None:
    found = {
        (below_root(path), word)
        for path in TEMPLATES
        for word in bare_words(path.read_text(encoding="utf-8"))
        if word not in IN_THEIR_OWN_LANGUAGE.get(below_root(path), ())
    }
    assert found == set()


def test_no_behaviour_stands_in_the_markup() -> None:
    found = {
        (below_root(path), piece)
        for path in TEMPLATES
        for piece in inline_behaviour(path.read_text(encoding="utf-8"))
        if piece not in WITH_THEIR_OWN_POLICY.get(below_root(path), ())
    }
    assert found == set()
