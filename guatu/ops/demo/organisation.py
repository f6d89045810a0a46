"""The demonstration's government: units, posts, fictional people and the visitors' accounts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import product

from django.conf import settings
from django.contrib.auth.hashers import make_password

from guatu.journal.actions import SYSTEM
from guatu.kit.clock import CHINA
from guatu.ops.demo import tables
from guatu.ops.demo.tables import PostRow
from guatu.org.actions import add_unit, create_post, create_tenant, hand_over, open_account
from guatu.org.actions.founding import OFFICE_NAME, OFFICE_TITLE
from guatu.org.choices import Role, UnitKind
from guatu.org.models import Post, Tenant, Unit, User

NAME, SHORT, REGION, YEAR = "曲阜市（示例）", "曲阜市", "370881", 2021
TODAY = date(2021, 3, 15)
FOUNDED = datetime(2021, 1, 4, 8, 30, tzinfo=CHINA)
IN_POST_SINCE = date(2020, 9, 1)
VISITOR = "demo-"
HEAD, LIAISON = "主要负责人", "联络员"
STEMS, BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
MANNED = (UnitKind.DEPARTMENT, UnitKind.TOWNSHIP, UnitKind.PARK)


@dataclass(slots=True)
class Cast:
    """Who is who: units by name and by short name, posts and their holders by place."""

    tenant: Tenant
    units: dict[str, Unit] = field(default_factory=dict)
    posts: dict[str, Post] = field(default_factory=dict)
    holders: dict[str, User] = field(default_factory=dict)

    def post(self, unit: str, title: str) -> Post:
        return self.posts[f"{self.units[unit].name} {title}"]

    def holder(self, unit: str, title: str) -> User:
        return self.holders[f"{self.units[unit].name} {title}"]

    @property
    def office(self) -> User:
        return self.holder(OFFICE_NAME, OFFICE_TITLE)

    def leader(self, title: str) -> Post:
        """A leader's post; titles of leaders are unique in the city."""
        return next(p for place, p in self.posts.items() if place.split(" ", 1)[1] == title)


def found() -> Cast:
    """The city as on its first working day of 2021."""
    tenant = create_tenant(NAME, SHORT, REGION, YEAR, stopped_on=TODAY, now=FOUNDED)
    cast = Cast(tenant)
    _add_units(cast)
    _add_posts(cast)
    _let_visitors_in(cast)
    return cast


def people() -> Iterator[str]:
    """Names that nobody bears: 示例甲 … 示例亥, then 示例甲子 and so on."""
    yield from (f"示例{sign}" for sign in STEMS + BRANCHES)
    yield from (f"示例{stem}{branch}" for stem, branch in product(STEMS, BRANCHES))


def _add_units(cast: Cast) -> None:
    for row in tables.units():
        unit = add_unit(
            cast.tenant,
            row.name,
            short_name=row.short,
            kind=row.kind,
            parent=cast.units[row.parent] if row.parent else None,
            by=SYSTEM,
            now=FOUNDED,
        )
        cast.units[row.name] = unit
        if row.short:
            cast.units[row.short] = unit


def _add_posts(cast: Cast) -> None:
    names = people()
    for number, row in enumerate(sorted(_post_rows(cast), key=lambda row: row.rank), start=1):
        unit = cast.units[row.unit]
        user = open_account(
            cast.tenant,
            row.username or f"qufu-{number:03d}",
            next(names),
            None,
            admin_kind=row.admin,
            by=SYSTEM,
            now=FOUNDED,
        )
        post = create_post(unit, row.title, roles=row.roles, rank=row.rank, by=SYSTEM, now=FOUNDED)
        hand_over(post, user, on=IN_POST_SINCE, by=SYSTEM, now=FOUNDED)
        place = f"{unit.name} {row.title}"
        cast.posts[place], cast.holders[place] = post, user


def _let_visitors_in(cast: Cast) -> None:
    """One password for all accounts of the log-in page, hashed once because hashing is slow."""
    visitors = User.objects.filter(tenant=cast.tenant, username__startswith=VISITOR)
    visitors.update(password=make_password(settings.DEMO_PASSWORD))


def _post_rows(cast: Cast) -> Iterator[PostRow]:
    """The posts of the table; every department, township and park has a head and a liaison."""
    listed = tables.posts()
    yield from listed
    taken = {(cast.units[row.unit].pk, row.title) for row in listed}
    for unit in dict.fromkeys(cast.units.values()):
        if unit.kind not in MANNED:
            continue
        for title, role, rank in ((HEAD, Role.UNIT_HEAD, 70), (LIAISON, Role.LIAISON, 80)):
            if (unit.pk, title) not in taken:
                yield PostRow(unit.name, title, rank, (str(role),), "", "")
