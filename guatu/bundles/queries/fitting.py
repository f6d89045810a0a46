"""As much of what is to go out as one bundle may hold: whole projects and whole lists, in the order
in which the journal told of them; what is left goes with the next bundle."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings

from guatu.bundles import archive
from guatu.bundles.queries.outgoing import Outgoing, outgoing, told_between
from guatu.domain.bundles.manifest import LISTS, MANIFEST, PROGRESS, PROJECTS, SIGNATURE
from guatu.domain.bundles.rows import Fact, lines
from guatu.domain.words import say
from guatu.kit.refusals import Refusal
from guatu.org.models import Tenant

_FRAME = archive.LIMITS[MANIFEST] + archive.LIMITS[SIGNATURE] + 4096
_ENOUGH = 0.5


@dataclass(frozen=True, slots=True)
class Load:
    """What goes out, and the parts that say it with their rows."""

    read: Outgoing
    parts: Mapping[str, bytes]
    rows: Mapping[str, int]

    @property
    def fullness(self) -> float:
        """Of what a receiver takes, of the parts or of the whole file; over 1 is too much."""
        sizes = {name: len(raw) for name, raw in self.parts.items()}
        fullest = max(size / archive.LIMITS[name] for name, size in sizes.items())
        room: int = settings.UPLOAD_LIMIT - _FRAME
        if fullest > 1 or sum(sizes.values()) <= room:
            return fullest  # packed it is never larger
        return max(fullest, len(archive.pack(self.parts)) / room)


def load_after(tenant: Tenant, since: int, lists_since: int) -> Load:
    """All that the journal told of after ``since`` (of lists after ``lists_since``), or else as
    much of it as fits, from the beginning. Raises ``Refusal`` when not even what one event touched
    does."""
    whole = _load(outgoing(tenant, since, lists_since=lists_since))
    if whole.fullness <= 1:
        return whole
    found = _fitting(tenant, since, lists_since, told_between(tenant.pk, since, whole.read.until))
    if found is None:
        raise Refusal(
            say(
                "新的进度和清单一个数据包装不下（每部分 {part} MB，整包 {whole} MB），没有导出。"
                "请系统管理员调大 GUATU_UPLOAD_MB（两边都要），再导出。",
                part=archive.LIMITS[LISTS] // (1024 * 1024),
                whole=settings.UPLOAD_LIMIT // (1024 * 1024),
            )
        )
    return found


def _fitting(tenant: Tenant, since: int, lists_since: int, seqs: Sequence[int]) -> Load | None:
    """Up to the latest of these events that fits, or an earlier one once a bundle is half full:
    each trial reads the rows anew."""
    low, high, found = 0, len(seqs), None
    while high - low > 1:
        middle = (low + high) // 2
        tried = _load(outgoing(tenant, since, seqs[middle - 1], lists_since=lists_since))
        fullness = tried.fullness
        if fullness > 1:
            high = middle
            continue
        low = middle
        found = found if tried.read.is_empty else tried
        if fullness >= _ENOUGH:
            break
    return found


def _load(read: Outgoing) -> Load:
    facts: dict[str, Sequence[Fact]] = {
        PROJECTS: read.projects, PROGRESS: read.reports, LISTS: read.lists,
    }  # fmt: skip
    parts = {name: lines(listed) for name, listed in facts.items()}
    return Load(read, parts, {name: len(listed) for name, listed in facts.items()})
