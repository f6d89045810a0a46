"""Finding a rule pack by what an address says: a shipped code, or a pack of the government."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.http import Http404
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from guatu.domain.lights import PackProblem, ProblemKind, RulePack, Subject, check_pack
from guatu.projects.models import RulePack as PackRow
from guatu.projects.packs import loaded, preset, preset_codes, preset_text, rules_in_force
from guatu.projects.queries.packs import pack_named, pack_of, packs_of
from guatu.web.shared.asking import plain_words, row_id
from guatu.web.shared.requests import Request
from guatu.web.shared.rulewords import linked


@dataclass(frozen=True, slots=True)
class Pack:
    """``row`` None for one that ships. ``superseded``: an older version of it is in force."""

    rules: RulePack
    row: PackRow | None
    in_force: bool
    superseded: bool = False

    @property
    def key(self) -> str:
        """What stands in the addresses of its pages."""
        return str(self.row.pk) if self.row else self.rules.code

    @property
    def is_draft(self) -> bool:
        return self.row is not None and self.row.adopted_at is None

    @property
    def revision(self) -> int:
        return self.row.revision if self.row else 0

    @property
    def text(self) -> Mapping[str, Any]:
        return self.row.rules if self.row else preset_text(self.rules.code)

    @property
    def name(self) -> str:
        return _(self.rules.name)

    @property
    def label(self) -> str:
        """``银川红黄绿灯 第 2 版（在用）``, to choose from."""
        said = {"name": self.name, "version": self.rules.version}
        words = _("%(name)s 第 %(version)s 版") % said
        if self.is_draft:
            return words + _("（草稿）")
        return words + _("（在用）") if self.in_force else words

    @property
    def source(self) -> SafeString:
        return linked(_(self.rules.source))

    @property
    def about(self) -> str:
        return _(self.rules.subject.word)

    @property
    def fits(self) -> bool:
        """Whether it gives projects lights."""
        return self.rules.subject is Subject.PROJECT

    @property
    def doubts(self) -> Sequence[PackProblem]:
        return doubts_of(self.rules)

    @property
    def holes(self) -> Sequence[PackProblem]:
        unsure = (ProblemKind.HOLE, ProblemKind.NOT_CHECKED)
        return [doubt for doubt in self.doubts if doubt.kind in unsure]


@lru_cache(maxsize=64)
def doubts_of(rules: RulePack) -> tuple[PackProblem, ...]:
    """The check takes some hundredths of a second, and a list shows a dozen packs."""
    return tuple(check_pack(rules))


def found_pack(request: Request, key: str) -> Pack:
    """404 for what is not there; a draft is there for those who may edit or try it."""
    used = rules_in_force(request.tenant)
    pk = row_id(key)
    if pk is not None:
        row = pack_of(request.tenant, pk)
        if row is None or (row.adopted_at is None and not sees_drafts(request)):
            raise Http404
        return _of_row(row)
    version = plain_words(request.GET.get("version", ""))
    if key in preset_codes() and version in ("", preset(key).version):
        return _shipped(key, used)
    named = pack_named(request.tenant, key, version)
    if named is None or named.adopted_at is None:
        if key in preset_codes():
            return _shipped(key, used)
        raise Http404
    return _of_row(named)


def own_packs(request: Request) -> list[Pack]:
    """Drafts and what was adopted of the government's own; of shipped ones what was in force and
    ships no more in that version."""
    shipped = {(code, preset(code).version) for code in preset_codes()}
    rows = packs_of(request.tenant)
    seen = [row for row in rows if row.adopted_at is not None or sees_drafts(request)]
    return [_of_row(row) for row in seen if (row.code, row.version) not in shipped]


def shipped_packs(request: Request) -> list[Pack]:
    used = rules_in_force(request.tenant)
    return [_shipped(code, used) for code in preset_codes()]


def all_packs(request: Request) -> list[Pack]:
    return [*own_packs(request), *shipped_packs(request)]


def sees_drafts(request: Request) -> bool:
    can = request.access.can
    return can("pack.edit", request.tenant) or can("pack.try", request.tenant)


def _of_row(row: PackRow) -> Pack:
    return Pack(loaded(row.rules), row, row.in_force)


def _shipped(code: str, used: RulePack) -> Pack:
    rules = preset(code)
    same = rules.code == used.code
    return Pack(rules, None, same and rules.version == used.version,
                superseded=same and rules.version != used.version)  # fmt: skip
