"""From the draft to the issue: who, in what order, with what number."""

from __future__ import annotations

import pytest

from guatu.domain.papers import states
from guatu.kit.refusals import Refusal, StateChanged
from guatu.org.access import Forbidden
from guatu.papers.actions import papers as acts
from guatu.papers.actions.papers import Wording
from guatu.papers.actions.templates import EDITED, edit_template
from guatu.papers.choices import PaperKind, PaperStatus
from guatu.papers.composing import document_of, length_of
from guatu.papers.models import Paper
from guatu.papers.queries.templates import template_in_force, templates_of
from tests.city import NOW, City
from tests.commitments.test_audiences import told
from tests.journal.test_recording import in_threads
from tests.papers.writing import drafted, issued


def test_the_stored_states_are_those_of_the_table() -> None:
    assert PaperStatus.values == [str(status) for status in states.Status]
    words = [str(label) for label in PaperStatus.labels]
    assert words == list(states.STATUS_WORDS.values())


@pytest.mark.django_db
def test_numbers_run_without_a_gap_in_each_series(city: City) -> None:
    first, second = issued(city), issued(city)
    weekly = issued(city, PaperKind.WEEKLY)
    assert [first.number_words, second.number_words, weekly.number_words] == [
        "示总指办通〔2021〕1号",
        "示总指办通〔2021〕2号",
        "2021年第1期",
    ]


@pytest.mark.django_db
def test_a_withdrawn_number_is_not_given_again(city: City) -> None:
    first = issued(city)
    acts.withdraw(first, reason="示例数据有误", by=city.office, now=NOW)
    assert Paper.objects.get(pk=first.pk).number == 1
    assert issued(city).number == 2


@pytest.mark.django_db
def test_whoever_wrote_it_does_not_approve_it(city: City) -> None:
    paper = drafted(city)
    with pytest.raises(Forbidden):
        acts.approve(paper, by=city.office, now=NOW)
    acts.approve(paper, by=city.deputy, now=NOW)


@pytest.mark.django_db
def test_whoever_changed_it_last_does_not_approve_it(city: City) -> None:
    paper = drafted(city, by=city.inspector)
    wording = Wording("示例标题", "", "", "# 总体情况")
    acts.edit(paper, wording, seen=1, by=city.office, now=NOW)
    with pytest.raises(Forbidden):
        acts.approve(Paper.objects.get(pk=paper.pk), by=city.office, now=NOW)


@pytest.mark.django_db
def test_nothing_is_issued_before_it_is_approved_nor_changed_after(city: City) -> None:
    paper = drafted(city)
    with pytest.raises(Refusal):
        acts.issue(paper, by=city.office, now=NOW)
    acts.approve(paper, by=city.deputy, now=NOW)
    with pytest.raises(Refusal):
        acts.edit(paper, Wording("新", "", "", "x"), seen=2, by=city.office, now=NOW)


@pytest.mark.django_db
def test_the_second_of_two_editors_is_told_who_was_first(city: City) -> None:
    paper = drafted(city)
    acts.edit(paper, Wording("甲", "", "", "x"), seen=1, by=city.inspector, now=NOW)
    with pytest.raises(StateChanged, match="示例己"):
        acts.edit(paper, Wording("乙", "", "", "x"), seen=1, by=city.office, now=NOW)


@pytest.mark.django_db
def test_a_returned_paper_is_a_draft_to_be_approved_anew(city: City) -> None:
    paper = drafted(city)
    acts.approve(paper, by=city.deputy, now=NOW)
    back = acts.send_back(paper, reason="示例理由", by=city.deputy, now=NOW)
    assert (back.status, back.approved_by) == (PaperStatus.DRAFT, None)
    with pytest.raises(Refusal):
        acts.send_back(back, reason="又退", by=city.deputy, now=NOW)


@pytest.mark.django_db
def test_a_paper_above_the_limit_is_not_approved(city: City) -> None:
    paper = drafted(city)
    acts.edit(paper, Wording("长", "", "", "字" * 4001), seen=1, by=city.office, now=NOW)
    with pytest.raises(Refusal, match="请压减 1 字"):
        acts.approve(paper, by=city.deputy, now=NOW)
    acts.edit(paper, Wording("长", "", "", "字" * 4000), seen=2, by=city.office, now=NOW)
    acts.approve(paper, by=city.deputy, now=NOW)


@pytest.mark.django_db
def test_annexes_do_not_count_for_the_length(city: City) -> None:
    city.project()
    paper = drafted(city)
    before = length_of(paper).characters
    paper.text += "\n【附表｜红灯项目清单】"
    assert length_of(paper).characters == before


@pytest.mark.django_db
def test_a_name_that_the_data_do_not_have_is_refused_by_name(city: City) -> None:
    paper = drafted(city)
    with pytest.raises(Refusal, match="不存在的数") as refused:
        acts.edit(paper, Wording("甲", "", "", "{不存在的数}"), seen=1, by=city.office, now=NOW)
    assert "text" in refused.value.fields


@pytest.mark.django_db
def test_an_edited_template_is_used_from_the_next_draft_on(city: City) -> None:
    old = drafted(city)
    template = template_in_force(city.tenant, PaperKind.BULLETIN)
    values = {name: getattr(template, name) for name in EDITED} | {"text": "累计{交办件数}件。"}
    edit_template(
        city.tenant, PaperKind.BULLETIN, values, seen=template.version, by=city.office, now=NOW
    )
    assert drafted(city).text == "累计{交办件数}件。"
    assert Paper.objects.get(pk=old.pk).text == template.text
    with pytest.raises(StateChanged):
        edit_template(city.tenant, PaperKind.BULLETIN, values, seen=1, by=city.office, now=NOW)


@pytest.mark.django_db
def test_every_kind_has_a_template_with_the_name_of_the_place(city: City) -> None:
    templates = templates_of(city.tenant)
    assert [template.kind for template in templates] == PaperKind.values
    assert all("示例市" in template.mark for template in templates)


@pytest.mark.django_db
def test_the_units_are_told_of_an_issue(city: City) -> None:
    paper = issued(city)
    assert {"liaison", "other_liaison"} <= told(paper.pk, "paper.issued")


@pytest.mark.django_db
def test_a_draft_is_seen_by_writers_and_approvers_only(city: City) -> None:
    paper = drafted(city)
    seen = [
        user.username
        for user in (city.office, city.inspector, city.deputy, city.liaison, city.reader)
        if Paper.objects.visible_to(user).filter(pk=paper.pk).exists()
    ]
    assert seen == ["370881-office", "370881-inspector", "370881-deputy"]
    acts.approve(paper, by=city.deputy, now=NOW)
    acts.issue(paper, by=city.office, now=NOW)
    assert Paper.objects.visible_to(city.liaison).filter(pk=paper.pk).exists()
    assert not Paper.objects.visible_to(city.outsider).filter(pk=paper.pk).exists()


@pytest.mark.django_db
def test_a_bulletin_of_an_empty_city_still_reads_well(city: City) -> None:
    texts = list(document_of(drafted(city)).body_text())
    text = "".join(texts)
    assert "{" not in text
    assert "没有逾期事项。" in text
    assert "本期没有单位全部按时办结，不作点名。" in text


@pytest.mark.django_db(transaction=True)
def test_of_two_who_approve_at_once_one_wins(town: City) -> None:
    paper = drafted(town, by=town.inspector)
    approvers = (town.office, town.deputy)

    def approve(n: int) -> None:
        acts.approve(paper, seen=1, by=approvers[n], now=NOW)

    [late] = in_threads(2, approve)
    assert isinstance(late, StateChanged)


@pytest.mark.django_db(transaction=True)
def test_papers_issued_at_once_have_numbers_of_their_own(town: City) -> None:
    papers = [drafted(town) for _ in range(4)]
    for paper in papers:
        acts.approve(paper, by=town.deputy, now=NOW)

    def issue(n: int) -> None:
        acts.issue(papers[n], by=town.office, now=NOW)

    assert in_threads(4, issue) == []
    numbers = Paper.objects.order_by("number").values_list("number", flat=True)
    assert list(numbers) == [1, 2, 3, 4]
