"""Two installations in one test: 示例市 outside (外网) and the same city inside (内网).

Each has a data folder and so a key of its own; the inner one is a second tenant with the same
region, which two databases would have.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.test import override_settings

from guatu.bundles import keys
from guatu.bundles.actions.exporting import export, raw_of
from guatu.bundles.actions.trusting import accept_sender, found_key
from guatu.bundles.keys import PublicKey
from guatu.bundles.models import Bundle, Sender
from guatu.org.choices import AdminKind, Role, UnitKind
from guatu.org.models import Holding, Post, PostRole, Tenant, Unit, User
from guatu.projects.actions.figures import MonthFigures
from guatu.projects.actions.listing import create_project
from guatu.projects.actions.progress import report_progress
from guatu.projects.models import Project
from tests.city import NOW, TODAY, City

JANUARY, FEBRUARY = date(2021, 1, 1), date(2021, 2, 1)
CODE = "2101-370881-04-01-123456"


@dataclass
class Twin:
    """``outer`` reports, ``inner`` receives."""

    city: City
    inner: Tenant
    office: User
    admin: User
    folder: Path

    @contextmanager
    def outside(self) -> Iterator[None]:
        with override_settings(DATA_DIR=self.folder / "outer"):
            yield

    def key(self) -> PublicKey:
        with self.outside():
            return found_key(self.city.tenant, by=self.city.system_admin, now=NOW)

    def sender(self) -> Sender:
        key = self.key()
        name = "示例市外网"
        return accept_sender(self.inner, name, key.text, key.spoken, by=self.admin, now=NOW)

    def bundle(self, minutes: int = 0) -> tuple[Bundle, bytes]:
        at = NOW + timedelta(minutes=minutes)
        with self.outside():
            made = export(self.city.tenant, by=self.city.office, now=at)
            return made, raw_of(made)

    def bundle_again(self, number: int) -> tuple[Bundle, bytes]:
        """One that was made before, fetched once more."""
        made = Bundle.objects.get(tenant=self.city.tenant, number=number)
        with self.outside():
            return made, raw_of(made)

    def signed(self, manifest: bytes) -> bytes:
        with self.outside():
            return keys.sign(manifest)

    def report(self, project: Project, month: date, amount: int, **more: Any) -> None:
        """Outside, by the office."""
        at = NOW + timedelta(minutes=more.pop("minutes", 0))
        figures = MonthFigures(month, Decimal(amount), **more)
        report_progress(project, figures, by=self.city.office, now=at)

    def project(self, name: str, code: str = CODE, **more: Any) -> Project:
        """The same project inside."""
        given = {
            "name": name,
            "code": code,
            "total_investment": Decimal(52000),
            "year_plan": Decimal(12000),
            "planned_start": date(2021, 1, 10),
            "required_finish": date(2021, 12, 31),
            **more,
        }
        return create_project(self.inner, given, year=2021, by=self.office, now=NOW)


def twin_of(city: City, folder: Path) -> Twin:
    inner = Tenant.objects.create(
        name="示例市（内网）",
        short_name="示例市",
        region_code="370881",
        year=2021,
        stopped_on=TODAY,
    )
    root = Unit(tenant=inner, name="示例市政府", kind=UnitKind.GOVERNMENT)
    root.spell()
    added = Unit.objects.add_root(instance=root)
    office = _person(inner, "office", "示例寅")
    post = Post.objects.create(tenant=inner, unit=added, title="总指挥部办公室主任")
    PostRole.objects.create(post=post, role=Role.OFFICE)
    Holding.objects.create(tenant=inner, post=post, user=office, since=date(2020, 1, 1))
    admin = _person(inner, "admin", "示例卯", admin_kind=AdminKind.SYSTEM)
    return Twin(city, inner, office, admin, folder)


def _person(tenant: Tenant, username: str, name: str, **more: Any) -> User:
    user = User(tenant=tenant, username=f"inner-{username}", name=name, created_at=NOW, **more)
    user.set_unusable_password()
    user.save()
    return user
