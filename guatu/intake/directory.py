"""Who is meant: units, posts and work lines of the tenant by the words that ledgers use."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TypeVar
from uuid import UUID

from guatu.intake.names import folded, line_key
from guatu.lines.models import WorkLine
from guatu.org.choices import Role, UnitKind
from guatu.org.models import Holding, Post, Tenant, Unit

T = TypeVar("T", Unit, WorkLine)
_BETWEEN = re.compile(r"[、,，;；/\n]+")


_KINDS = (
    (UnitKind.COMPANY, re.compile(r"公司|集团|企业|有限|厂$")),
    (UnitKind.PARK, re.compile(r"园区?$|产业园|开发区|高新区|度假区|管委会|管理委员会")),
    (UnitKind.TOWNSHIP, re.compile(r"(?:[镇乡]|街道)(?:人民政府|政府|办事处|办)?$")),
)


def kind_of_unit(name: str) -> UnitKind:
    """示例食品公司 is a company, 示例镇 a township; what says nothing is a department."""
    found = (kind for kind, words in _KINDS if words.search(name))
    return next(found, UnitKind.DEPARTMENT)


@dataclass(slots=True)
class Directory:
    """Look-ups by words; each answers None where nobody or more than one is meant."""

    tenant_id: UUID
    units: dict[str, Unit | None]
    lines: dict[str, WorkLine | None]
    posts: _Posts
    prefixes: tuple[str, ...]

    @classmethod
    def of(cls, tenant: Tenant, year: int) -> Directory:
        """Three queries for all words of a ledger."""
        prefixes = _prefixes(tenant)
        units = Unit.objects.filter(tenant=tenant, closed_on__isnull=True)
        lines = WorkLine.objects.filter(tenant=tenant, year=year)
        return cls(
            tenant.pk,
            _once((key, unit) for unit in units for key in _unit_keys(unit, prefixes)),
            _once((line_key(line.title), line) for line in lines),
            _Posts.of(tenant),
            prefixes,
        )

    def unit(self, words: str) -> Unit | None:
        key = folded(words)
        return self.units.get(key) or self.units.get(_bare(key, self.prefixes))

    def first_unit(self, words: str) -> tuple[Unit | None, str, bool]:
        """The unit that ``words`` name first, its name, and whether more are named.

        The unit named first leads (杭州); the others only assist.
        """
        if unit := self.unit(words):
            return unit, words.strip(), False
        names = [name.strip() for name in _BETWEEN.split(words) if name.strip()]
        if not names:
            return None, words.strip(), False
        return self.unit(names[0]), names[0], len(names) > 1

    def line(self, words: str) -> WorkLine | None:
        return self.lines.get(line_key(words))

    def line_in(self, words: str) -> WorkLine | None:
        """The one work line whose title stands in ``words``, such as the title of a sheet."""
        text = folded(words)
        found = {line.pk: line for key, line in self.lines.items() if line and key and key in text}
        return next(iter(found.values())) if len(found) == 1 else None

    def post(self, words: str) -> Post | None:
        return self.posts.named(words)


@dataclass(slots=True)
class _Posts:
    """Posts by title and by the name of who holds them."""

    by_title: dict[str, list[Post]] = field(default_factory=lambda: defaultdict(list))
    by_holder: dict[str, list[Post]] = field(default_factory=lambda: defaultdict(list))
    sponsors: set[UUID] = field(default_factory=set)
    known: dict[str, Post | None] = field(default_factory=dict)

    @classmethod
    def of(cls, tenant: Tenant) -> _Posts:
        made = cls()
        rows = Post.objects.filter(tenant=tenant, closed_on__isnull=True)
        posts = {p.pk: p for p in rows.select_related("unit").prefetch_related("post_roles")}
        for post in posts.values():
            made.by_title[_plain(post.title)].append(post)
            made.by_title[_plain(f"{post.unit.label}{post.title}")].append(post)
            if any(r.role == Role.SPONSOR for r in post.post_roles.all()):
                made.sponsors.add(post.pk)
        held = Holding.objects.current().filter(post_id__in=list(posts))
        for post_id, name in held.values_list("post_id", "user__name"):
            made.by_holder[_plain(name)].append(posts[post_id])
        return made

    def named(self, words: str) -> Post | None:
        """``副市长 示例乙``, ``示例乙（副市长）``, ``示例乙`` or a title that only one post has."""
        key = _plain(words)
        if key not in self.known:
            self.known[key] = self._find(key)
        return self.known[key]

    def _find(self, key: str) -> Post | None:
        for name, posts in self.by_holder.items():
            if len(name) > 1 and (key.startswith(name) or key.endswith(name)):
                return self._one(posts, key.replace(name, "", 1))
        return self._one(self.by_title.get(key, []), "")

    def _one(self, posts: list[Post], rest: str) -> Post | None:
        """Of several posts of a person the one that is also named, else the one that sponsors."""
        if len(posts) == 1:
            return posts[0]
        titled = [post for post in posts if rest and _plain(post.title) == rest]
        sponsoring = [post for post in posts if post.pk in self.sponsors]
        for choice in (titled, sponsoring):
            if len(choice) == 1:
                return choice[0]
        return None


def _plain(words: str) -> str:
    """Folded and without brackets: 副市长（分管工业） may hold a name or a part of the title."""
    return re.sub(r"[()]", "", folded(words))


def _once(pairs: Iterable[tuple[str, T]]) -> dict[str, T | None]:
    """By key; None under a key that more than one row has."""
    found: dict[str, T | None] = {}
    for key, row in pairs:
        found[key] = row if found.get(key, row) == row else None
    return found


def _unit_keys(unit: Unit, prefixes: tuple[str, ...]) -> Iterator[str]:
    for name in dict.fromkeys((unit.name, unit.short_name)):
        if key := folded(str(name)):
            yield key
            yield _bare(key, prefixes)


def _prefixes(tenant: Tenant) -> tuple[str, ...]:
    """What stands before a unit of this government and is often left out: 示例市, 市."""
    short = folded(tenant.short_name)
    names = {folded(tenant.name), short, short[-1:]}
    return tuple(sorted((n for n in names if n), key=len, reverse=True))


def _bare(key: str, prefixes: tuple[str, ...]) -> str:
    for prefix in prefixes:
        if key.startswith(prefix) and len(key) - len(prefix) >= 2:
            return key.removeprefix(prefix)
    return key
