"""A bundle that came in, opened: every check that needs only the file and the sender's key."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from guatu.bundles import archive, keys
from guatu.bundles.models import Sender
from guatu.domain.bundles.lists import ListFact, lists_from
from guatu.domain.bundles.manifest import (
    LISTS,
    MANIFEST,
    PROGRESS,
    PROJECTS,
    SIGNATURE,
    BadBundle,
    Manifest,
    check_part,
    key_of,
    manifest_from,
    parts_of,
)
from guatu.domain.bundles.rows import ProgressFact, ProjectFact, progress_from, projects_from
from guatu.domain.words import say
from guatu.org.models import Tenant


@dataclass(frozen=True, slots=True)
class Opened:
    sender: Sender
    manifest: Manifest
    digest: str
    projects: Sequence[ProjectFact]
    reports: Sequence[ProgressFact]
    lists: Sequence[ListFact]
    year: int


def open_bundle(tenant: Tenant, raw: bytes) -> Opened:
    """Nothing of it is believed before the signature has been checked. Raises ``BadBundle``."""
    files = archive.unpack(raw)
    signed = files[MANIFEST]
    sender = _sender(tenant, key_of(signed))
    if not keys.is_signed(signed, files[SIGNATURE], sender.public_key):
        raise BadBundle(
            say("签名不对：内容不是“{name}”签的，整包不接收。请从对端重新拷贝。", name=sender.name)
        )
    manifest = manifest_from(signed)
    if manifest.region != tenant.region_code:
        raise BadBundle(
            say(
                "这是“{theirs}”（{region}）的数据包，不是“{ours}”的，不能接收。",
                theirs=manifest.government,
                region=manifest.region,
                ours=tenant.name,
            )
        )
    archive.require_parts(list(files), parts_of(manifest.version))
    for part in manifest.parts:
        check_part(part, files[part.name])
    projects = projects_from(files[PROJECTS], PROJECTS)
    reports = progress_from(files[PROGRESS], PROGRESS)
    lists = lists_from(files.get(LISTS, b""), LISTS)
    _refuse_loose(manifest, projects, reports, lists)
    return Opened(sender, manifest, manifest.digest, projects, reports, lists, tenant.year)


def _sender(tenant: Tenant, key: str) -> Sender:
    sender = Sender.objects.filter(tenant=tenant, fingerprint=key).first()
    spoken = keys.spoken(key)
    if sender is None:
        raise BadBundle(
            say(
                "不认识制作这个数据包的密钥（指纹 {key}）。"
                "请系统管理员与对端核对指纹，认可后再接收。",
                key=spoken,
            )
        )
    if not sender.is_trusted:
        raise BadBundle(
            say("对端“{name}”的密钥（指纹 {key}）已停用，不能接收。", name=sender.name, key=spoken)
        )
    return sender


def _refuse_loose(
    manifest: Manifest,
    projects: Sequence[ProjectFact],
    reports: Sequence[ProgressFact],
    lists: Sequence[ListFact],
) -> None:
    """Signed and yet not right: made by another program, or by ours with a fault."""
    counted = {PROJECTS: len(projects), PROGRESS: len(reports), LISTS: len(lists)}
    known = {project.key for project in projects}
    months = {(report.key, report.period) for report in reports}
    whole = all(part.rows == counted[part.name] for part in manifest.parts)
    tied = all(report.key in known for report in reports)
    once = {(one.unit, one.period) for one in lists}
    doubled = len(known) < len(projects) or len(months) < len(reports) or len(once) < len(lists)
    if not whole or not tied or doubled:
        raise BadBundle(say("数据包里的行前后对不上，整包不接收。请对端重新导出。"))
