from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import engines
from django.test import RequestFactory
from django.utils import translation

from guatu.domain.lights.colours import Light
from guatu.domain.words import say
from guatu.web.shared import sentences
from guatu.web.templatetags import guatu as tags


def shown(source: str, path: str = "/", **context: object) -> str:
    text = engines["django"].from_string(source).render(context, RequestFactory().get(path))
    return " ".join(text.split())


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (Decimal("3200000"), "3,200,000"),
        (Decimal("3200.50"), "3,200.5"),
        (Decimal("0.005"), "0.01"),
        (Decimal("-1234.567"), "−1,234.57"),
        (Decimal("-0.001"), "0"),
        (0, "0"),
        (None, "—"),
    ],
)
def test_wan_separates_thousands_and_keeps_two_decimals(
    amount: Decimal | int | None, text: str
) -> None:
    assert tags.wan(amount) == text


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (Decimal("9999.99"), "9,999.99 万元"),
        (Decimal(10_000), "1 亿元"),
        (Decimal(126_000), "12.6 亿元"),
        (Decimal(2_480_000), "248 亿元"),
        (Decimal(-20_000), "−2 亿元"),
        (None, "—"),
    ],
)
def test_cards_turn_to_yi_from_ten_thousand_up(amount: Decimal | None, text: str) -> None:
    assert tags.yi(amount) == text


@pytest.mark.parametrize(
    ("gap", "text", "signed"),
    [
        (Decimal("-12.4"), "低于序时 12.4 个百分点", "−12.4"),
        (Decimal("8.04"), "高于序时 8.0 个百分点", "+8.0"),
        (Decimal("-0.04"), "与序时持平", "0.0"),
        (Decimal("0.05"), "高于序时 0.1 个百分点", "+0.1"),
        (None, "—", "—"),
    ],
)
def test_gap_to_pace_in_words_and_in_a_cell(gap: Decimal | None, text: str, signed: str) -> None:
    assert tags.points(gap) == text
    assert tags.signed(gap) == signed


def test_percentages_have_one_decimal() -> None:
    assert tags.pct(Decimal("24.68")) == "24.7%"
    assert tags.pct(Decimal("287.3")) == "287.3%"
    assert tags.pct(None) == "—"
    assert tags.share(Decimal("0.2468")) == "24.7%"
    assert tags.share(None) == "—"


def test_days_and_moments() -> None:
    monday = date(2021, 3, 15)
    assert tags.day(monday) == "2021-03-15"
    assert tags.day_words(monday) == "3月15日（周一）"
    assert tags.day_words(date(2021, 3, 21)) == "3月21日（周日）"
    assert (tags.day(None), tags.day_words(None), tags.moment(None)) == ("—", "—", "—")


def test_a_moment_is_told_on_the_clock_of_the_place() -> None:
    late = datetime(2021, 3, 14, 16, 30, tzinfo=UTC)  # half past midnight in Shanghai
    assert tags.moment(late) == "2021-03-15 00:30"
    assert tags.day(late) == "2021-03-15"
    assert tags.day_words(late) == "3月15日（周一）"


def test_a_sentence_fresh_stored_or_plain() -> None:
    said = say("第 {row} 行缺项目名称", row=21)
    assert tags.sentence(said) == "第 21 行缺项目名称"
    assert tags.sentence(said.as_json()) == "第 21 行缺项目名称"
    assert tags.sentence("已入账") == "已入账"
    assert tags.sentence(None) == ""


def test_what_a_sentence_carries_cannot_become_markup() -> None:
    said = say("“{name}”已入账", name="<b>甲</b>")
    assert shown("{{ said|sentence }}", said=said) == "“&lt;b&gt;甲&lt;/b&gt;”已入账"


def test_a_light_is_shape_and_word() -> None:
    text = shown("{% light 'red' reason=why %}", why=say("供地迟 {n} 天", n=18))
    assert 'href="#s-red"' in text
    assert ">红</span>" in text
    assert 'title="供地迟 18 天"' in text


def test_without_room_the_word_of_a_light_stays_for_screen_readers() -> None:
    assert '<span class="visually-hidden">黄</span>' in shown(
        "{% light light words=False %}", light=Light.YELLOW
    )


def test_no_light_is_no_data_and_an_unknown_light_is_a_mistake() -> None:
    assert "无数据" in shown("{% light None %}")
    with pytest.raises(ValueError, match="blue"):
        shown("{% light 'blue' %}")


@pytest.mark.parametrize(
    "counts",
    [
        {"green": 61, "red": 9, "yellow": 17, "none": 5, "paused": 0},
        SimpleNamespace(green=61, red=9, yellow=17, none=5, paused=0),
        {Light.GREEN: 61, Light.RED: 9, Light.YELLOW: 17, Light.NONE: 5},
    ],
)
def test_the_bar_of_lights_is_worst_first_and_said_in_words(counts: object) -> None:
    text = shown("{% light_bar counts legend=True url='/projects/' %}", counts=counts)
    assert 'aria-label="红 9，黄 17，绿 61，无数据 5"' in text
    grown = [int(part.split('"')[0]) for part in text.split("flex-grow:")[1:]]
    assert grown == [9, 17, 61, 5]
    assert 'href="/projects/?light=red"' in text
    assert "is-paused" not in text


def test_a_bar_without_projects_says_so() -> None:
    assert 'aria-label="没有项目"' in shown("{% light_bar counts %}", counts={})


class ProjectForm(forms.Form):
    name = forms.CharField(label="项目名称", help_text="与批复一致")
    total = forms.CharField(label="总投资", required=False)
    kind = forms.ChoiceField(label="类别", choices=[("1", "续建")], widget=forms.RadioSelect)
    shown = forms.BooleanField(label="上图", required=False)


def test_a_field_ties_label_help_and_error_to_its_control() -> None:
    form = ProjectForm({"name": ""})
    text = shown("{% field form.name %}", form=form)
    assert '<label for="id_name">项目名称</label>' in text
    assert 'aria-describedby="id_name_error id_name_help"' in text
    assert 'id="id_name_help"' in text
    assert 'id="id_name_error"' in text
    assert 'aria-invalid="true"' in text
    assert "form-control is-invalid" in text


def test_only_what_may_be_left_out_is_marked() -> None:
    form = ProjectForm()
    assert "（选填）" not in shown("{% field form.name %}", form=form)
    assert "（选填）" in shown("{% field form.total unit='万元' %}", form=form)
    assert "（选填）" not in shown("{% field form.shown %}", form=form)


def test_a_control_alone_looks_alike_and_points_at_nothing() -> None:
    text = shown("{% control form.total %}", form=ProjectForm({"name": "", "total": ""}))
    assert 'class="form-control"' in text
    assert "aria-describedby" not in text
    assert "<label" not in text


def test_a_field_names_its_unit() -> None:
    assert "万元" in shown("{% field form.total unit='万元' %}", form=ProjectForm())


def test_choices_are_a_named_group() -> None:
    text = shown("{% field form.kind %}", form=ProjectForm())
    assert 'role="group" aria-labelledby="id_kind_label"' in text
    assert "form-check-input" not in text


def test_a_form_keeps_what_was_typed_and_links_to_each_error() -> None:
    form = ProjectForm({"name": "", "total": "约 3 亿<元>"})
    text = shown("{% include 'shared/_form.html' with submit='保存' %}", form=form)
    assert 'value="约 3 亿&lt;元&gt;"' in text
    assert '<a href="#id_name_field">项目名称</a>' in text
    assert 'id="id_name_field"' in text
    assert "本表 4 项" in text
    assert "csrfmiddlewaretoken" in text


def test_a_card_escapes_its_title_and_keeps_its_content() -> None:
    text = shown(
        "{% card title=name note='92 个' id='lines' flush=True %}<p>甲</p>{% endcard %}", name="<i>"
    )
    assert text.startswith('<section class="card is-flush" id="lines">')
    assert "<h2>&lt;i&gt;</h2>" in text
    assert '<span class="card-note">92 个</span>' in text
    assert "<p>甲</p>" in text


def test_a_card_without_title_has_no_head() -> None:
    assert "<header" not in shown("{% card %}<p>甲</p>{% endcard %}")


def test_the_query_keeps_filters_and_starts_at_page_one() -> None:
    assert shown("{% query light='red' %}", "/p/?line=3&page=4") == "?line=3&amp;light=red"
    assert shown("{% query light=None %}", "/p/?line=3&light=red") == "?line=3"
    assert shown("{% query page=2 %}", "/p/?line=3&page=4") == "?line=3&amp;page=2"


@dataclass
class Case:
    page: int
    pages: int
    numbers: list[int | None]


@pytest.mark.parametrize(
    "case",
    [
        Case(1, 1, [1]),
        Case(1, 4, [1, 2, None, 4]),
        Case(5, 20, [1, None, 4, 5, 6, None, 20]),
        Case(20, 20, [1, None, 19, 20]),
    ],
)
def test_the_pager_leaves_gaps(case: Case) -> None:
    page = Paginator(range(case.pages * 50), 50).page(case.page)
    assert tags.page_numbers(page) == case.numbers


def test_the_pager_says_where_one_is() -> None:
    page = Paginator(range(92), 50).page(2)
    text = shown("{% include 'shared/_pager.html' %}", "/p/?line=3&page=2", page=page)
    assert "第 51–92 条，共 92 条" in text
    assert 'href="?line=3&amp;page=1"' in text
    assert text.count("aria-current") == 1


def test_one_page_needs_no_pager() -> None:
    assert shown("{% include 'shared/_pager.html' %}", page=Paginator(range(50), 50).page(1)) == ""


def test_words_are_looked_up_in_the_language_of_the_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    english = {"第 {row} 行缺项目名称": "Row {row} has no name"}
    monkeypatch.setattr(sentences, "gettext", lambda text: english.get(text, text))
    with translation.override("en"):
        assert tags.sentence(say("第 {row} 行缺项目名称", row=3)) == "Row 3 has no name"


@pytest.mark.parametrize("running", [True, False])
def test_progress_asks_again_only_while_it_runs(running: bool) -> None:
    source = "{% include 'shared/_progress.html' with id='p' url='/x/' done=40 total=92 %}"
    text = shown(source, words="正在读取", running=running)
    assert ('hx-get="/x/"' in text) is running
    assert 'value="40" max="92"' in text


def test_history_is_sentences_with_time_and_person() -> None:
    event = SimpleNamespace(
        at=datetime(2021, 3, 15, 0, 0, tzinfo=UTC),
        who="示例丙",
        sentence=say("报 {month} 月进度", month=2).as_json(),
        url="/e/1/",
    )
    text = shown("{% include 'shared/_history.html' %}", events=[event])
    assert "2021-03-15 08:00" in text
    assert "报 2 月进度" in text
    assert "示例丙" in text


def test_steps_mark_where_one_is_and_link_back_only() -> None:
    steps = [
        SimpleNamespace(label=name, url=f"/{n}/") for n, name in enumerate(["上传", "认列", "核对"])
    ]
    text = shown("{% include 'shared/_steps.html' with current=2 %}", steps=steps)
    assert text.count("aria-current") == 1
    assert '<a href="/0/">上传</a>' in text
    assert "/2/" not in text
