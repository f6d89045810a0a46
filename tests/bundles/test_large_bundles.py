"""More than one bundle may hold: cut into consecutive ones that the other side takes one by one."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

import pytest

from guatu.bundles import archive
from guatu.bundles.actions.exporting import is_more
from guatu.bundles.actions.receiving import accept, receive
from guatu.bundles.models import Arrival, Bundle
from guatu.domain.bundles.manifest import LISTS, PROGRESS
from guatu.kit.refusals import Refusal
from guatu.projects.models import ProgressReport
from tests.bundles.twin import FEBRUARY, JANUARY, Twin
from tests.bundles.weeks import Weeks, weeks_of
from tests.city import NOW

LATER = NOW + timedelta(hours=1)
COUNT = 7


def _carried(twin: Twin) -> list[Bundle]:
    """Everything that goes out, entered on the other side, bundle by bundle."""
    made: list[Bundle] = []
    while not made or is_more(made[-1]):
        bundle, raw = twin.bundle(10)
        arrival = receive(twin.inner, "guatu.zip", raw, by=twin.office, now=LATER)
        accept(arrival, seen=None, gist=None, by=twin.office, now=LATER)
        made.append(bundle)
    return made


def test_reports_of_many_projects_go_out_in_several_bundles(
    twin: Twin, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One of them is corrected at the end: it goes with the first and the last, as it stands."""
    twin.sender()
    outer = []
    for n in range(COUNT):
        code = f"2101-370881-04-01-12345{n}"
        outer.append(twin.city.project(f"示例项目{n}", code=code))
        twin.project(f"示例项目{n}", code=code)
        twin.report(outer[n], JANUARY, 100 + n, minutes=n)
    twin.report(outer[0], FEBRUARY, 900, minutes=8)
    monkeypatch.setitem(archive.LIMITS, PROGRESS, 1000)

    made = _carried(twin)

    assert [bundle.number for bundle in made] == list(range(1, len(made) + 1))
    assert len(made) > 1
    assert all(before.until == after.since for before, after in pairwise(made))
    inner = ProgressReport.objects.filter(project__tenant=twin.inner)
    assert sorted(inner.values_list("invested", flat=True)) == [*range(100, 100 + COUNT), 900]
    with pytest.raises(Refusal, match="没有新的进度和清单"):
        twin.bundle(11)


def test_what_no_receiver_would_take_is_not_made(
    twin: Twin, monkeypatch: pytest.MonkeyPatch
) -> None:
    weeks: Weeks = weeks_of(twin)
    weeks.file()
    with monkeypatch.context() as small:
        small.setitem(archive.LIMITS, LISTS, 200)
        with pytest.raises(Refusal, match=r"一个数据包装不下.*没有导出.*调大 GUATU_UPLOAD_MB"):
            twin.bundle(1)
    assert not Bundle.objects.exists()
    assert [bundle.lists for bundle in _carried(twin)] == [1]


def test_a_file_larger_than_may_be_uploaded_is_cut_as_well(twin: Twin, settings: object) -> None:
    """Words that hardly pack: each project fits by itself, all of them do not."""
    twin.sender()
    for n in range(COUNT):
        code = f"2101-370881-04-01-12345{n}"
        outer = twin.city.project(f"示例项目{n}", code=code)
        twin.project(f"示例项目{n}", code=code)
        words = "".join(chr(0x4E00 + (7919 * (n + 1) * k + k * k * 31) % 20000) for k in range(200))
        twin.report(outer, JANUARY, 100 + n, minutes=n, physical_words=words)
    frame = archive.LIMITS["manifest.json"] + archive.LIMITS["signature"] + 4096
    settings.UPLOAD_LIMIT = frame + 2500
    made = _carried(twin)
    assert len(made) > 1
    assert sum(bundle.reports for bundle in made) == COUNT
    assert Arrival.objects.filter(tenant=twin.inner).count() == len(made)
