"""Each way in which a bundle may be wrong: refused as a whole, in words, noted in the journal."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from datetime import timedelta

import pytest

from guatu.bundles import archive
from guatu.bundles.actions.receiving import accept, receive
from guatu.bundles.actions.trusting import accept_sender, revoke_sender
from guatu.bundles.models import Arrival, Sender
from guatu.domain.bundles.manifest import MANIFEST, PROGRESS, SIGNATURE, canonical, digest_of
from guatu.journal.queries import events_of, sentence_of
from guatu.kit.refusals import Refusal
from guatu.org.models import Tenant
from guatu.projects.models import ProgressReport
from tests.bundles.twin import CODE, FEBRUARY, JANUARY, Twin
from tests.city import NOW

LATER = NOW + timedelta(hours=1)
Files = dict[str, bytes]


@pytest.fixture
def good(twin: Twin) -> bytes:
    """Number 1, whose sender is accepted and whose project is there."""
    outer = twin.city.project(code=CODE)
    twin.project("示例轴承生产线项目")
    twin.report(outer, JANUARY, 800)
    twin.sender()
    _, raw = twin.bundle()
    return raw


def _receive(twin: Twin, raw: bytes) -> Arrival:
    return receive(twin.inner, "来自外网.zip", raw, by=twin.office, now=LATER)


def _refused(twin: Twin, raw: bytes, words: str) -> None:
    with pytest.raises(Refusal, match=words):
        _receive(twin, raw)
    assert not ProgressReport.objects.filter(project__tenant=twin.inner).exists()
    event = events_of(twin.inner.pk)[0]
    assert event.code == "bundle.refused"
    assert "来自外网.zip" in str(sentence_of(event))


def _altered(raw: bytes, change: Callable[[Files], None]) -> bytes:
    files = archive.unpack(raw)
    change(files)
    return archive.pack(files)


def _resigned(twin: Twin, raw: bytes, change: Callable[[dict[str, object], Files], None]) -> bytes:
    """As only the holder of the key could make it."""

    def both(files: Files) -> None:
        said = json.loads(files[MANIFEST])
        change(said, files)
        files[MANIFEST] = canonical(said)
        files[SIGNATURE] = twin.signed(files[MANIFEST])

    return _altered(raw, both)


def test_a_changed_figure(twin: Twin, good: bytes) -> None:
    def change(files: Files) -> None:
        files[PROGRESS] = files[PROGRESS].replace(b'"800"', b'"900"')

    _refused(twin, _altered(good, change), "progress.jsonl”与签名不符")


def test_a_changed_figure_with_its_digest_put_right(twin: Twin, good: bytes) -> None:
    def change(files: Files) -> None:
        files[PROGRESS] = files[PROGRESS].replace(b'"800"', b'"900"')
        said = json.loads(files[MANIFEST])
        said["parts"][1]["sha256"] = digest_of(files[PROGRESS])
        files[MANIFEST] = canonical(said)

    _refused(twin, _altered(good, change), "签名不对")


def test_a_signature_that_is_none(twin: Twin, good: bytes) -> None:
    def change(files: Files) -> None:
        files[SIGNATURE] = b"bm90IGEgc2lnbmF0dXJl"

    _refused(twin, _altered(good, change), "签名不对")


def test_a_key_that_nobody_accepted(twin: Twin) -> None:
    twin.report(twin.city.project(code=CODE), JANUARY, 800)
    key = twin.key()
    _, raw = twin.bundle()
    _refused(twin, raw, f"不认识制作这个数据包的密钥（指纹 {key.spoken}）")


def test_a_sender_that_is_trusted_no_more(twin: Twin, good: bytes) -> None:
    sender = Sender.objects.get(tenant=twin.inner)
    revoke_sender(sender, reason="U 盘遗失", by=twin.admin, now=NOW)
    _refused(twin, good, "已停用")


@pytest.mark.parametrize("keep", [0, 10, 200, -30])
def test_a_file_that_was_cut_off(twin: Twin, good: bytes, keep: int) -> None:
    _refused(twin, good[:keep], "没有拷完整")


def test_something_else(twin: Twin, good: bytes) -> None:
    _refused(twin, b"PK\x03\x04 no archive at all", "不是数据包")
    _refused(twin, _zip({"a.txt": b"x"}), "不该有的文件“a.txt”")


def test_a_part_that_is_missing_and_one_too_many(twin: Twin, good: bytes) -> None:
    _refused(twin, _altered(good, lambda files: files.pop(PROGRESS) and None), "缺“progress.jsonl")
    added = _altered(good, lambda files: files.update({"../../etc/cron": b"x"}))
    _refused(twin, added, "不该有的文件")


def test_two_files_of_one_name(twin: Twin, good: bytes) -> None:
    files = archive.unpack(good)
    spare = "progress.jsonX"
    doubled = _zip({**files, spare: b"{}\n"}).replace(spare.encode(), PROGRESS.encode())
    _refused(twin, doubled, "重名")


def test_a_part_that_unpacks_without_end(
    twin: Twin, good: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(archive.LIMITS, PROGRESS, 1024 * 1024)
    files = archive.unpack(good)
    bomb = _zip({**files, PROGRESS: b" " * (3 * 1024 * 1024)})
    assert len(bomb) < 10_000
    _refused(twin, bomb, "展开后超过 1 MB")


def test_a_newer_format(twin: Twin, good: bytes) -> None:
    raw = _resigned(twin, good, lambda said, files: said.update(version=4))
    _refused(twin, raw, "请先升级本系统")


def test_another_government(twin: Twin, good: bytes) -> None:
    Tenant.objects.filter(pk=twin.inner.pk).update(region_code="370899")
    twin.inner.refresh_from_db()
    _refused(twin, good, "不能接收")


def test_a_row_that_cannot_be_read_is_named(twin: Twin, good: bytes) -> None:
    def change(said: dict[str, object], files: Files) -> None:
        files[PROGRESS] = files[PROGRESS].replace(b'"800"', b'"1e99"')
        parts = said["parts"]
        assert isinstance(parts, list)
        parts[1] |= {"sha256": digest_of(files[PROGRESS]), "bytes": len(files[PROGRESS])}

    _refused(twin, _resigned(twin, good, change), "progress.jsonl”第 1 行读不懂")


def test_fewer_rows_than_were_counted(twin: Twin, good: bytes) -> None:
    def change(said: dict[str, object], files: Files) -> None:
        files[PROGRESS] = b""
        parts = said["parts"]
        assert isinstance(parts, list)
        parts[1] |= {"sha256": digest_of(b""), "bytes": 0}

    _refused(twin, _resigned(twin, good, change), "前后对不上")


def test_the_same_bundle_again(twin: Twin, good: bytes) -> None:
    arrival = _receive(twin, good)
    assert _receive(twin, good).pk == arrival.pk  # waiting: it is the same one
    accept(arrival, seen=None, gist=None, by=twin.office, now=LATER)
    with pytest.raises(Refusal, match="第 1 号数据包已经接收过"):
        _receive(twin, good)


def test_a_gap_says_what_is_missing(twin: Twin, good: bytes) -> None:
    project = twin.city.project("示例供热管网项目")
    bundles = []
    for number, month in enumerate((JANUARY, FEBRUARY), start=1):
        twin.report(project, month, 100 * number, minutes=number)
        bundles.append(twin.bundle(minutes=number)[1])
    _refused(twin, bundles[1], "这是第 3 号数据包，还缺第 1 号到第 2 号")
    accept(_receive(twin, good), seen=None, gist=None, by=twin.office, now=LATER)
    with pytest.raises(Refusal, match="还缺第 2 号"):
        _receive(twin, bundles[1])
    accept(_receive(twin, bundles[0]), seen=None, gist=None, by=twin.office, now=LATER)
    accept(_receive(twin, bundles[1]), seen=None, gist=None, by=twin.office, now=LATER)


def test_a_second_bundle_of_another_chain(twin: Twin, good: bytes) -> None:
    """The sender went back to an old backup and made another number 2."""
    accept(_receive(twin, good), seen=None, gist=None, by=twin.office, now=LATER)
    twin.report(twin.city.project("示例供热管网项目"), JANUARY, 100)
    _, second = twin.bundle(minutes=1)
    other = _resigned(twin, second, lambda said, files: said.update(previous="0" * 64))
    with pytest.raises(Refusal, match="不衔接"):
        _receive(twin, other)


def test_a_fingerprint_heard_wrong(twin: Twin) -> None:
    key = twin.key()
    wrong = key.spoken[:-4] + "0000"
    with pytest.raises(Refusal, match="指纹与公钥不符"):
        accept_sender(twin.inner, "外网", key.text, wrong, by=twin.admin, now=NOW)
    with pytest.raises(Refusal, match="至少 40 位"):
        accept_sender(twin.inner, "外网", key.text, key.spoken[:9], by=twin.admin, now=NOW)
    with pytest.raises(Refusal, match="这不是公钥"):
        accept_sender(twin.inner, "外网", "MIIBIjANBg", key.spoken, by=twin.admin, now=NOW)


def _zip(files: Files) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in files.items():
            made.writestr(name, content)
    return target.getvalue()
