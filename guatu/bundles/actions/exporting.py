"""Making a bundle: what was reported and listed since the last one, signed, numbered and kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from guatu.bundles import archive, keys
from guatu.bundles.models import Bundle
from guatu.bundles.queries.fitting import load_after
from guatu.bundles.queries.heads import head_after, head_of
from guatu.bundles.queries.outgoing import Outgoing, last_bundle, told_between
from guatu.domain.bundles.manifest import MANIFEST, SIGNATURE, Manifest, Part, part_of
from guatu.domain.words import say
from guatu.journal import actions as journal
from guatu.kit import files
from guatu.kit.refusals import Refusal
from guatu.org.access import require
from guatu.org.models import Tenant, User


def export(tenant: Tenant, *, by: User, now: datetime) -> Bundle:
    """The next bundle of the chain; with a new key the chain begins anew, with everything.

    During the turn of the government, so that nothing lies between two bundles; only what earlier
    ones told is read again before that. What one bundle may not hold goes with the next one: see
    ``is_more``.
    """
    require(by, "bundle.export", tenant)
    key = keys.own_key()
    if key is None:
        raise Refusal(say("本系统还没有数据包密钥，请系统管理员先生成。"))
    return _made(tenant, key.fingerprint, _past_of(tenant, key.fingerprint), by, now)


@dataclass(frozen=True, slots=True)
class _Past:
    """The last bundle, and the head where it ended as the journal is now."""

    last: Bundle | None
    head: str


def _past_of(tenant: Tenant, key: str) -> _Past:
    last = last_bundle(tenant, key)
    return _Past(last, head_of(last) if last else "")


@transaction.atomic
def _made(tenant: Tenant, key: str, past: _Past, by: User, now: datetime) -> Bundle:
    journal.await_turn(tenant.pk)
    if last_bundle(tenant, key) != past.last:
        past = _past_of(tenant, key)
    last = past.last
    since = last.until if last else 0
    # bundles made before heads were kept had no lists
    load = load_after(tenant, since, since if last and last.head else 0)
    read = load.read
    if read.is_empty:
        raise Refusal(say("上次导出以来没有新的进度和清单，不必再导出。以前的数据包可以重新下载。"))
    signed_parts = tuple(part_of(name, raw, load.rows[name]) for name, raw in load.parts.items())
    manifest = _manifest(tenant, key, past, read, signed_parts, by, now)
    signed = manifest.as_bytes()
    raw = archive.pack({MANIFEST: signed, SIGNATURE: keys.sign(signed), **load.parts})
    made = _kept(tenant, manifest, read, raw, by)
    journal.record(
        "bundle.exported", made, by=by, at=now, projects=made.projects, reports=made.reports,
        lists=made.lists, until=made.until, digest=made.digest[:16],
    )  # fmt: skip
    return made


def is_more(made: Bundle) -> bool:
    """Whether something was told that is not in it yet: the next bundle can be made at once."""
    return bool(told_between(made.tenant_id, made.until))


def raw_of(bundle: Bundle) -> bytes:
    """The file as it went out; raises ``Refusal`` when it is gone from the data folder."""
    try:
        return files.fetch(bundle.file)
    except FileNotFoundError as error:
        raise Refusal(
            say("{label}的文件已不在数据目录，请从备份恢复。", label=str(bundle))
        ) from error


def _manifest(
    tenant: Tenant,
    key: str,
    past: _Past,
    read: Outgoing,
    parts: tuple[Part, ...],
    by: User,
    now: datetime,
) -> Manifest:
    last = past.last
    return Manifest(
        key=key,
        region=tenant.region_code,
        government=tenant.name,
        number=last.number + 1 if last else 1,
        previous=last.digest if last else "",
        made_at=now,
        made_by=by.name,
        since=read.since,
        until=read.until,
        parts=parts,
        since_head=past.head,
        until_head=head_after(tenant.pk, past.head, read.since, read.until),
    )


def _kept(tenant: Tenant, manifest: Manifest, read: Outgoing, raw: bytes, by: User) -> Bundle:
    return Bundle.objects.create(
        tenant=tenant,
        number=manifest.number,
        key=manifest.key,
        digest=manifest.digest,
        previous=manifest.previous,
        file=files.keep(raw),
        size=len(raw),
        since=manifest.since,
        until=manifest.until,
        head=manifest.until_head,
        projects=len(read.projects),
        reports=len(read.reports),
        lists=len(read.lists),
        made_at=manifest.made_at,
        made_by=by,
    )
