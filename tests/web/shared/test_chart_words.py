from __future__ import annotations

from django.utils import translation

from guatu.boards.wallchart import ChartWords
from guatu.web.shared.chart_words import chart_words


def test_in_chinese_the_words_are_those_of_the_drawing_itself() -> None:
    with translation.override("zh-hans"):
        given = chart_words()
    own = ChartWords()
    differing = {name for name in own.__slots__ if getattr(own, name) != getattr(given, name)}
    assert differing == {"months"}
    assert given.months == tuple(own.month.format(month) for month in range(1, 13))
