"""Signed bundles without a page: the key, what goes out, what came in, in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings

from guatu.bundles.actions.exporting import export, is_more, raw_of
from guatu.bundles.actions.listing import place_of
from guatu.bundles.actions.receiving import accept as enter
from guatu.bundles.actions.receiving import comparison_of, receive
from guatu.bundles.actions.trusting import found_key
from guatu.bundles.choices import ListRowVerdict, RowVerdict
from guatu.bundles.queries.comparing import Comparison
from guatu.bundles.queries.comparing_lists import counts_of
from guatu.kit import clock
from guatu.ops.rounds import moment_of
from guatu.org.models import User

#: Rows that somebody has to look at, as many as a terminal shows.
MOST = 20


@dataclass(frozen=True, slots=True)
class Made:
    raw: bytes
    words: str


def limit() -> int:
    return int(settings.UPLOAD_LIMIT)


def key_words(by: User) -> list[str]:
    """The public key and its fingerprint; made if there is none."""
    key = found_key(by.tenant, by=by, now=moment_of(by.tenant, clock.now()))
    return [f"公钥：{key.text}", f"指纹：{key.spoken}"]


def export_for(by: User) -> Made:
    """Raises ``Refusal`` when there is nothing new, or no key."""
    made = export(by.tenant, by=by, now=moment_of(by.tenant, clock.now()))
    size = -(-made.size // 1024)
    held = f"{made.projects} 个项目，{made.reports} 条进度，{made.lists} 份清单"
    more = "还有没装下的，请再导出一次。" if is_more(made) else ""
    return Made(raw_of(made), f"{made}，{held}，{size} KB。{more}")


def bring_in(by: User, filename: str, raw: bytes, *, accept: bool) -> list[str]:
    """What it would change; with ``accept`` it is entered then."""
    now = moment_of(by.tenant, clock.now())
    arrival = receive(by.tenant, filename, raw, by=by, now=now)
    found = comparison_of(arrival, now)
    words = [f"{arrival}，签名和内容核验无误。", *_told(found)]
    if not accept:
        return [*words, "没有写入任何内容。确认后加 --accept 再运行一次，或在“数据包”页接收。"]
    done = enter(arrival, seen=arrival.version, gist=found.gist, by=by, now=now)
    return [*words, f"已接收：新增 {done.new} 条，更正 {done.changed} 条，未写入 {done.left} 条。"]


def _told(found: Comparison) -> Iterator[str]:
    if found.lines or not found.rows:
        counts = "，".join(f"{RowVerdict(v).label} {n} 条" for v, n in sorted(found.counts.items()))
        yield f"共 {len(found.lines)} 条进度：{counts}。"
    if found.rows:
        of_rows = sorted(counts_of(found.rows).items())
        told = "，".join(f"{ListRowVerdict(v).label} {n} 条" for v, n in of_rows)
        yield f"清单共 {len(found.rows)} 条：{told}。"
    yield from _strange(found)


def _strange(found: Comparison) -> Iterator[str]:
    """Rows that somebody has to look at, with the reason."""
    strange = [
        (f"{line.label} {line.fact.period.month} 月", line.says)
        for line in found.lines
        if line.is_strange
    ]
    strange += [(f"{place_of(row)} {row.label}", row.says) for row in found.rows if row.is_strange]
    for label, says in strange[:MOST]:
        said = "；".join(str(sentence) for sentence in says)
        yield f"  {label}：{said}"
    if len(strange) > MOST:
        yield f"  另有 {len(strange) - MOST} 条，在“数据包”页逐条查看。"
