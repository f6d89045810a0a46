"""``guatu verify`` sees what no act would have done to a paper."""

from __future__ import annotations

import pytest

from guatu.papers.actions import papers as acts
from guatu.papers.models import Paper
from guatu.papers.proofs import faults
from tests.city import NOW, City
from tests.papers.writing import drafted, issued

pytestmark = pytest.mark.django_db


def _said(city: City) -> str:
    return "\n".join(str(sentence) for sentence in faults(city.tenant))


def test_what_the_acts_did_is_in_order(city: City) -> None:
    issued(city)
    acts.withdraw(issued(city), reason="示例理由", by=city.office, now=NOW)
    back = drafted(city)
    acts.approve(back, by=city.deputy, now=NOW)
    acts.send_back(back, reason="示例理由", by=city.deputy, now=NOW)
    assert _said(city) == ""


def test_a_state_that_no_event_leads_to_is_named(city: City) -> None:
    paper = drafted(city)
    Paper.objects.filter(pk=paper.pk).update(status="approved", approved_by=city.deputy)
    assert "状态与日志推算的不符" in _said(city)
    assert paper.title in _said(city)


def test_a_missing_number_is_named(city: City) -> None:
    issued(city)
    Paper.objects.filter(pk=issued(city).pk).update(number=3)
    assert "最大 3 号，实有 2 份" in _said(city)


def test_an_approval_of_ones_own_is_named(city: City) -> None:
    paper = issued(city)
    Paper.objects.filter(pk=paper.pk).update(approved_by=city.office)
    assert "自己签批" in _said(city)


def test_a_text_that_cannot_be_filled_is_named(city: City) -> None:
    paper = drafted(city)
    Paper.objects.filter(pk=paper.pk).update(text="{没有的数}")
    assert "数据里没有的名称" in _said(city)
