"""Making a bundle: what was reported and listed since the last one, signed, numbered and kept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from guatu.bundles import archive, keys
from guatu.bundles.models import Bundle
from guatu.bundles.queries.heads import head_after, head_of
from guatu.bundles.queries.outgoing import Outgoing, last_bundle, outgoing
from guatu.domain.bundles.manifest import (
    LISTS,
    MANIFEST,
    PROGRESS,
    PROJECTS,
    SIGNATURE,
    Manifest,
    Part,
    part_of,
)
from guatu.domain.bundles.rows import Fact, lines
from guatu.domain.words import say
from guatu.journal import actions as journal
from guatu.kit import files
from guatu.kit.refusals import Refusal
from guatu.org.access import require
from guatu.org.models import Tenant, User


@transaction.atomic
def export(tenant: Tenant, *, by: User, now: datetime) -> Bundle:
    """The next bundle of the chain; with a new key the chain begins anew, with everything.

    During the turn of the government, so that nothing lies between two bundles.
    """
    require(by, "bundle.export", tenant)
    key = keys.own_key()
    if key is None:
        raise Refusal(say("本系统还没有数据包密钥，请系统管理员先生成。"))
    journal.await_turn(tenant.pk)
    last = last_bundle(tenant, key.fingerprint)
    read = outgoing(tenant, last.until if last else 0)
    if read.is_empty:
        raise Refusal(say("上次导出以来没有新的进度和清单，不必再导出。以前的数据包可以重新下载。"))
    facts: dict[str, Sequence[Fact]] = {
        PROJECTS: read.projects, PROGRESS: read.reports, LISTS: read.lists,
    }  # fmt: skip
    parts = {name: lines(listed) for name, listed in facts.items()}
    signed_parts = tuple(part_of(name, raw, len(facts[name])) for name, raw in parts.items())
    manifest = _manifest(tenant, key.fingerprint, last, read, signed_parts, by, now)
    signed = manifest.as_bytes()
    raw = archive.pack({MANIFEST: signed, SIGNATURE: keys.sign(signed), **parts})
    made = _kept(tenant, manifest, read, raw, by)
    journal.record(
        "bundle.exported", made, by=by, at=now, projects=made.projects, reports=made.reports,
        lists=made.lists, until=made.until, digest=made.digest[:16],
    )  # fmt: skip
    return made


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
    last: Bundle | None,
    read: Outgoing,
    parts: tuple[Part, ...],
    by: User,
    now: datetime,
) -> Manifest:
    since_head = head_of(last) if last else ""
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
        since_head=since_head,
        until_head=head_after(tenant.pk, since_head, read.since, read.until),
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
