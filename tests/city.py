"""The cast: one small fictional city that tests share.

示例市 on Monday 15 March 2021, 09:00: an office, a deputy mayor who sponsors, two departments
with heads and liaisons, an inspector, a reader, the three administrators, and a neighbour
city that must never see anything.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.test import Client

from guatu.kit.clock import CHINA
from guatu.lines.choices import LineStatus
from guatu.lines.models import WorkLine
from guatu.org.choices import AdminKind, Role, UnitKind
from guatu.org.models import Holding, Post, PostRole, Tenant, Unit, User
from guatu.projects.actions.listing import create_project
from guatu.projects.models import Project

NOW = datetime(2021, 3, 15, 9, 0, tzinfo=CHINA)
TODAY = NOW.date()
PASSWORD = "示例口令-Guatu-2021"


@dataclass
class City:
    tenant: Tenant
    root: Unit
    industry: Unit
    housing: Unit
    workshop: Unit
    office: User
    deputy: User
    liaison: User
    head: User
    other_liaison: User
    inspector: User
    reader: User
    owner: User
    system_admin: User
    security_admin: User
    audit_admin: User
    outsider: User
    posts: dict[str, Post]
    industry_line: WorkLine
    housing_line: WorkLine

    def client(self, user: User) -> Client:
        browser = Client()
        browser.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return browser

    def project(self, name: str = "示例轴承生产线项目", **values: Any) -> Project:
        """A listed project of the industry department, due at the end of the year."""
        given = {
            "name": name,
            "line": self.industry_line,
            "lead_unit": self.industry,
            "sponsor": self.posts["deputy"],
            "owner_post": self.posts["owner"],
            "total_investment": Decimal(52000),
            "year_plan": Decimal(12000),
            "planned_start": date(2021, 1, 10),
            "actual_start": date(2021, 1, 10),
            "required_finish": date(2021, 12, 31),
            **values,
        }
        return create_project(self.tenant, given, year=2021, by=self.office, now=NOW)


def build_city() -> City:
    tenant = Tenant.objects.create(
        name="示例市", short_name="示例市", region_code="370881", year=2021, stopped_on=TODAY
    )
    root = _root(tenant, "示例市政府")
    industry = _unit(root, "示例工信局")
    housing = _unit(root, "示例住建局")
    workshop = _unit(industry, "示例产业中心", UnitKind.OFFICE)
    people: dict[str, User] = {}
    posts: dict[str, Post] = {}
    for key, unit, title, role, person in (
        ("office", root, "总指挥部办公室主任", Role.OFFICE, "示例甲"),
        ("deputy", root, "副市长", Role.SPONSOR, "示例乙"),
        ("liaison", industry, "联络员", Role.LIAISON, "示例丙"),
        ("head", industry, "局长", Role.UNIT_HEAD, "示例丁"),
        ("other_liaison", housing, "联络员", Role.LIAISON, "示例戊"),
        ("inspector", root, "督查专员", Role.INSPECTOR, "示例己"),
        ("reader", root, "只读席", Role.READER, "示例庚"),
        ("owner", root, "项目负责人", Role.PROJECT_OWNER, "示例辛"),
    ):
        people[key] = _person(tenant, key, person)
        posts[key] = _post(unit, title, role, people[key])
    admins = {
        kind: _person(tenant, f"admin-{kind}", f"示例{name}", admin_kind=kind)
        for kind, name in (
            (AdminKind.SYSTEM, "壬"),
            (AdminKind.SECURITY, "癸"),
            (AdminKind.AUDIT, "子"),
        )
    }
    return City(
        tenant=tenant,
        root=root,
        industry=industry,
        housing=housing,
        workshop=workshop,
        **people,
        system_admin=admins[AdminKind.SYSTEM],
        security_admin=admins[AdminKind.SECURITY],
        audit_admin=admins[AdminKind.AUDIT],
        outsider=_outsider(),
        posts=posts,
        industry_line=_line(tenant, 1, "工业立市", industry, posts["deputy"]),
        housing_line=_line(tenant, 2, "城建提升", housing, posts["deputy"]),
    )


def _root(tenant: Tenant, name: str) -> Unit:
    unit = Unit(tenant=tenant, name=name, kind=UnitKind.GOVERNMENT)
    unit.spell()
    added: Unit = Unit.objects.add_root(instance=unit)
    return added


def _unit(parent: Unit, name: str, kind: str = UnitKind.DEPARTMENT) -> Unit:
    unit = Unit(tenant=parent.tenant, name=name, kind=kind)
    unit.spell()
    added: Unit = Unit.objects.add_child(parent, instance=unit)
    return added


def _person(tenant: Tenant, username: str, name: str, **more: Any) -> User:
    user = User(
        tenant=tenant,
        username=f"{tenant.region_code}-{username}",
        name=name,
        created_at=NOW,
        **more,
    )
    user.set_password(PASSWORD)
    user.save()
    return user


def _post(unit: Unit, title: str, role: Role, holder: User) -> Post:
    post = Post.objects.create(tenant=unit.tenant, unit=unit, title=title)
    PostRole.objects.create(post=post, role=role)
    Holding.objects.create(tenant=unit.tenant, post=post, user=holder, since=date(2020, 1, 1))
    return post


def _line(tenant: Tenant, number: int, title: str, unit: Unit, sponsor: Post) -> WorkLine:
    return WorkLine.objects.create(
        tenant=tenant,
        year=2021,
        number=number,
        title=title,
        lead_unit=unit,
        sponsor=sponsor,
        status=LineStatus.RUNNING,
    )


def _outsider() -> User:
    """The office of the neighbour: every right there, none here."""
    tenant = Tenant.objects.create(
        name="示例邻市", short_name="示例邻市", region_code="370899", year=2021, stopped_on=TODAY
    )
    user = _person(tenant, "office", "示例丑")
    _post(_root(tenant, "示例邻市政府"), "总指挥部办公室主任", Role.OFFICE, user)
    return user
