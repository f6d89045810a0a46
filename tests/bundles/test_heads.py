"""Where the journal of the other side stood: told in each bundle, and checked when the next one
comes; bundles of older versions tell nothing of it and come in all the same."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import transaction

from guatu.bundles import archive
from guatu.bundles.actions.receiving import accept, receive
from guatu.bundles.actions.undoing import undo
from guatu.bundles.models import Arrival, Bundle, Sender
from guatu.bundles.queries.heads import head_after
from guatu.domain.bundles.manifest import (
    LISTS,
    MANIFEST,
    OLD_PARTS,
    SIGNATURE,
    canonical,
    digest_of,
)
from guatu.kit.refusals import Refusal
from guatu.projects.actions.figures import MonthFigures
from guatu.projects.actions.progress import enter_ledger_figures, remove_ledger_figures
from guatu.projects.models import ProgressReport, Project
from tests.bundles.twin import CODE, FEBRUARY, JANUARY, Twin
from tests.bundles.weeks import Weeks, weeks_of
from tests.city import NOW

LATER = NOW + timedelta(hours=1)
Said = dict[str, object]
Files = dict[str, bytes]


@pytest.fixture
def outer(twin: Twin) -> Project:
    """January was reported outside, and number 1 entered inside."""
    project = twin.city.project(code=CODE)
    twin.project("示例轴承生产线项目")
    twin.report(project, JANUARY, 800)
    twin.sender()
    _, raw = twin.bundle()
    _enter(twin, _receive(twin, raw))
    twin.report(project, FEBRUARY, 1900, minutes=5)
    return project


def _receive(twin: Twin, raw: bytes) -> Arrival:
    return receive(twin.inner, "guatu.zip", raw, by=twin.office, now=LATER)


def _enter(twin: Twin, arrival: Arrival) -> Arrival:
    accept(arrival, seen=None, gist=None, by=twin.office, now=LATER)
    return Arrival.objects.get(pk=arrival.pk)


def _resigned(twin: Twin, raw: bytes, change: Callable[[Said, Files], None]) -> bytes:
    """As only the holder of the key could make it."""
    files = archive.unpack(raw)
    said = json.loads(files[MANIFEST])
    change(said, files)
    files[MANIFEST] = canonical(said)
    files[SIGNATURE] = twin.signed(files[MANIFEST])
    return archive.pack(files)


def _known(twin: Twin) -> tuple[int | None, str]:
    sender = Sender.objects.get(tenant=twin.inner)
    return sender.last_until, sender.last_head


def test_each_bundle_takes_up_the_journal_where_the_last_one_left_it(
    twin: Twin, outer: Project
) -> None:
    first = Bundle.objects.get(number=1)
    assert _known(twin) == (first.until, first.head)
    second, raw = twin.bundle(6)
    said = json.loads(archive.unpack(raw)[MANIFEST])
    assert (said["since"], said["since_head"]) == (first.until, first.head)
    assert second.head == head_after(twin.city.tenant.pk, "", 0, second.until)

    arrival = _enter(twin, _receive(twin, raw))
    assert _known(twin) == (second.until, second.head)
    undo(arrival, seen=None, reason="接错了包", by=twin.office, now=LATER)
    assert _known(twin) == (first.until, first.head)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"since": 0, "since_head": ""}, "它比已接收的旧"),
        ({"since": 9}, "中间缺 .* 条"),
        ({"since_head": "0" * 64}, "内容与上次送来时不同：被改动过，或恢复过旧备份"),
        ({"since_head": ""}, "不是本系统制作的数据包，或者文件不完整"),
        ({"until_head": ""}, "不是本系统制作的数据包，或者文件不完整"),
    ],
)
def test_a_gap_an_older_journal_and_another_past_are_told(
    twin: Twin, outer: Project, change: Said, words: str
) -> None:
    for month in range(3, 7):
        twin.report(outer, FEBRUARY, 1900 + month, minutes=month + 5, reason="核实后更正")
    _, raw = twin.bundle(20)
    other = _resigned(twin, raw, lambda said, files: said.update(change))
    with pytest.raises(Refusal, match=words):
        _receive(twin, other)
    assert not ProgressReport.objects.filter(project__tenant=twin.inner, period=FEBRUARY).exists()


def test_a_sender_whose_journal_is_not_what_it_signed_makes_no_other_bundle(
    twin: Twin, outer: Project
) -> None:
    Bundle.objects.filter(number=1).update(head="0" * 64)
    with pytest.raises(Refusal, match="与第 1 号数据包签出时不同"):
        twin.bundle(6)
    assert Bundle.objects.count() == 1


def test_an_event_of_an_earlier_bundle_that_was_changed_is_found(
    twin: Twin, outer: Project
) -> None:
    """Number 2 told of the months after it; what number 1 told is read again all the same."""
    first, _ = Bundle.objects.get(number=1), twin.bundle(6)
    twin.report(outer, FEBRUARY, 1950, minutes=7, reason="核实后更正")
    Bundle.objects.filter(pk=first.pk).update(head="0" * 64)
    with pytest.raises(
        Refusal, match=rf"日志第 1 号到第 {first.until} 号与第 1 号数据包签出时不同"
    ):
        twin.bundle(8)
    assert Bundle.objects.count() == 2


def test_leaving_out_the_heads_does_not_pass_for_an_older_version(
    twin: Twin, outer: Project
) -> None:
    """Number 1 told its head; what follows in the old form may have another past behind it."""
    _, raw = twin.bundle(6)
    with pytest.raises(Refusal, match="内容与上次送来时不同"):
        _receive(twin, _resigned(twin, raw, _in_version_2))


def _in_version_2(said: Said, files: Files) -> None:
    files.pop(LISTS)
    parts = said["parts"]
    assert isinstance(parts, list)
    said |= {"version": 2, "parts": parts[: len(OLD_PARTS)]}
    del said["since_head"], said["until_head"]


def test_a_bundle_of_the_version_before_is_entered_and_the_next_one_follows(
    twin: Twin, outer: Project
) -> None:
    """Its sender was upgraded after it: what it told of the journal is read from the beginning."""

    made, raw = twin.bundle(6)
    old = _resigned(twin, raw, _in_version_2)
    digest = digest_of(archive.unpack(old)[MANIFEST])
    Bundle.objects.filter(pk=made.pk).update(digest=digest)
    Bundle.objects.update(head="")
    Sender.objects.update(last_until=None, last_head="")
    _enter(twin, _receive(twin, old))
    assert ProgressReport.objects.filter(project__tenant=twin.inner).count() == 2
    assert _known(twin) == (made.until, "")

    twin.report(outer, FEBRUARY, 1950, minutes=7, reason="核实后更正")
    third, raw = twin.bundle(8)
    assert third.head == head_after(twin.city.tenant.pk, "", 0, third.until)
    _enter(twin, _receive(twin, raw))
    assert _known(twin) == (third.until, third.head)


def test_lists_that_do_not_belong_to_a_version_and_lists_that_are_missing(
    twin: Twin, outer: Project
) -> None:
    def with_lists(said: Said, files: Files) -> None:
        parts = said["parts"]
        assert isinstance(parts, list)
        said |= {"version": 2, "parts": parts[: len(OLD_PARTS)]}
        del said["since_head"], said["until_head"]

    _, raw = twin.bundle(6)
    with pytest.raises(Refusal, match=r"不该有的文件“lists\.jsonl”"):
        _receive(twin, _resigned(twin, raw, with_lists))
    with pytest.raises(Refusal, match=r"缺“lists\.jsonl”"):
        _receive(twin, _resigned(twin, raw, lambda said, files: files.pop(LISTS) and None))


@pytest.mark.parametrize(
    ("given", "made"),
    [
        ('"kind":"milestone"', '"kind":"miracle"'),
        ('"first":"2021-03-15"', '"first":"2021-03-16"'),
        ('"status":"filed"', '"status":"open"'),
        ('"due_on":"2021-03-10"', '"due_on":"20210310"'),
        ('"standing":"overdue"', '"standing":"late"'),
        ('"unit":"示例工信局"', '"unit":""'),
        ('"removed":false', '"removed":"no"'),
        ('"plan":', '"plans":'),
    ],
)
def test_a_list_that_cannot_be_read_refuses_the_whole(twin: Twin, given: str, made: str) -> None:
    weeks: Weeks = weeks_of(twin)
    weeks.file()
    _, raw = twin.bundle()

    def spoil(said: Said, files: Files) -> None:
        whole = files[LISTS].decode()
        spoilt = whole.replace(given, made)
        assert spoilt != whole
        files[LISTS] = spoilt.encode()
        parts = said["parts"]
        assert isinstance(parts, list)
        parts[2] |= {"sha256": digest_of(files[LISTS]), "bytes": len(files[LISTS])}

    with pytest.raises(Refusal, match=r"lists\.jsonl”第 1 行读不懂，整包不接收"):
        _receive(twin, _resigned(twin, raw, spoil))
    assert not Arrival.objects.exists()


def test_figures_of_a_ledger_that_was_undone_are_gone_on_the_other_side_too(twin: Twin) -> None:
    outer, inner = twin.city.project(code=CODE), twin.project("示例轴承生产线项目")
    twin.sender()
    with transaction.atomic():
        enter_ledger_figures(
            [(outer, MonthFigures(JANUARY, Decimal(700)))], by=twin.city.office, now=NOW
        )
    _, raw = twin.bundle(1)
    _enter(twin, _receive(twin, raw))
    assert ProgressReport.objects.get(project=inner).invested == Decimal(700)

    undone = NOW + timedelta(minutes=5)
    with transaction.atomic():
        remove_ledger_figures([outer], since=NOW, by=twin.city.office, now=undone)
    _, raw = twin.bundle(6)
    _enter(twin, _receive(twin, raw))
    assert not ProgressReport.objects.filter(project=inner).exists()
