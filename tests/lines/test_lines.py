"""Setting up a line and changing it; two people at once."""

from __future__ import annotations

import pytest

from guatu.journal.queries import history_of
from guatu.kit.refusals import Refusal, StateChanged
from guatu.lines.actions import change_line, create_line
from guatu.lines.models import WorkLine
from guatu.org.access import Forbidden
from guatu.org.models import Unit
from tests.city import NOW, City


def test_the_office_sets_up_a_line_in_draft(city: City) -> None:
    line = create_line(
        city.tenant,
        {
            "number": 3,
            "title": " 文旅强市 ",
            "lead_unit": city.housing,
            "sponsor": city.posts["deputy"],
            "assist_units": [city.industry],
        },
        year=2021,
        by=city.office,
        now=NOW,
    )

    stored = WorkLine.objects.get(pk=line.pk)
    assert (stored.title, stored.status, stored.plan_version) == ("文旅强市", "draft", 1)
    assert list(stored.assist_units.all()) == [city.industry]
    assert [e.code for e in history_of(line.pk)] == ["line.created"]


@pytest.mark.parametrize("who", ["head", "liaison", "system_admin", "reader", "outsider"])
def test_nobody_else_sets_up_lines(city: City, who: str) -> None:
    with pytest.raises(Forbidden):
        create_line(
            city.tenant,
            {"number": 3, "title": "文旅强市"},
            year=2021,
            by=getattr(city, who),
            now=NOW,
        )


@pytest.mark.parametrize(
    ("values", "field", "words"),
    [
        ({"title": ""}, "title", "请填写工作线名称"),
        ({"title": "工业立市"}, "title", "2021 年已有工作线“工业立市”"),
        ({"number": 1}, "number", "序号 1 已用于“工业立市”"),
        ({"number": 0}, "number", "1 以上"),
    ],
)
def test_what_cannot_be_is_refused(
    city: City, values: dict[str, object], field: str, words: str
) -> None:
    with pytest.raises(Refusal) as refused:
        create_line(
            city.tenant,
            {"number": 3, "title": "文旅强市"} | values,
            year=2021,
            by=city.office,
            now=NOW,
        )

    assert words in str(refused.value.fields[field])


def test_the_same_title_and_number_next_year_are_fine(city: City) -> None:
    assert create_line(
        city.tenant, {"number": 1, "title": "工业立市"}, year=2022, by=city.office, now=NOW
    )


def test_units_of_the_neighbour_neither_lead_nor_assist(city: City) -> None:
    theirs = Unit.objects.get(tenant=city.outsider.tenant)

    with pytest.raises(Refusal) as refused:
        change_line(
            city.industry_line,
            {"lead_unit": theirs, "assist_units": [theirs]},
            seen=1,
            by=city.office,
            now=NOW,
        )

    assert set(refused.value.fields) == {"lead_unit", "assist_units"}


def test_the_lead_unit_does_not_assist_itself(city: City) -> None:
    with pytest.raises(Refusal, match="不用再列为配合单位"):
        change_line(
            city.industry_line, {"assist_units": [city.industry]}, seen=1, by=city.office, now=NOW
        )


def test_the_lead_unit_edits_its_own_line_only(city: City) -> None:
    change_line(city.industry_line, {"assist_units": [city.housing]}, seen=1, by=city.head, now=NOW)

    with pytest.raises(Forbidden):
        change_line(city.housing_line, {"number": 9}, seen=1, by=city.head, now=NOW)
    event = history_of(city.industry_line.pk).get()
    assert event.details["fields"] == "配合单位"
    assert event.details["changes"] == {"assist_units": [[], ["示例住建局"]]}


def test_the_second_of_two_editors_hears_who_was_first(city: City) -> None:
    change_line(city.industry_line, {"number": 7}, seen=1, by=city.head, now=NOW)

    with pytest.raises(StateChanged, match="示例丁 在 09:00 改动了“工业立市”"):
        change_line(city.industry_line, {"number": 8}, seen=1, by=city.office, now=NOW)

    assert WorkLine.objects.get(pk=city.industry_line.pk).number == 7
    change_line(city.industry_line, {"number": 8}, seen=2, by=city.office, now=NOW)


def test_saving_without_a_change_is_neither_version_nor_event(city: City) -> None:
    assert change_line(city.industry_line, {"number": 1}, seen=1, by=city.office, now=NOW) == {}
    assert WorkLine.objects.get(pk=city.industry_line.pk).version == 1
    assert not history_of(city.industry_line.pk).exists()


def test_the_plan_of_a_running_line_is_not_rewritten(city: City) -> None:
    with pytest.raises(Refusal, match="先退回拟定"):
        change_line(city.industry_line, {"plan": "另一个方案"}, seen=1, by=city.office, now=NOW)


def test_a_field_that_nobody_may_set_is_a_fault_of_the_program(city: City) -> None:
    with pytest.raises(ValueError, match="status"):
        change_line(city.industry_line, {"status": "closed"}, seen=1, by=city.office, now=NOW)
