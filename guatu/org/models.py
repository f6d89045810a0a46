from __future__ import annotations

from datetime import date
from functools import cached_property, reduce
from operator import or_
from typing import ClassVar
from uuid import UUID

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from treebeard.mp_tree import MP_Node, MP_NodeManager, MP_NodeQuerySet

from guatu.kit.ids import uuid7
from guatu.kit.models import Row, TenantRow
from guatu.kit.pinyin import pinyin_of
from guatu.org.acts import UNIT_WIDE, Access
from guatu.org.choices import AdminKind, Role, UnitKind


class Tenant(Row):  # type: ignore[django-manager-missing]  # treebeard has no types
    """A government that runs its own wall chart; every business row belongs to one."""

    name = models.CharField(_("名称"), max_length=100, unique=True)
    short_name = models.CharField(_("简称"), max_length=40)
    region_code = models.CharField(_("行政区划代码"), max_length=6, blank=True)
    year = models.PositiveSmallIntegerField(_("工作年度"))
    stopped_on = models.DateField(_("演示时钟"), null=True, blank=True)

    def __str__(self) -> str:
        return self.name

    @property
    def is_demo(self) -> bool:
        return self.stopped_on is not None


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(username=username)


class User(AbstractBaseUser):
    """A person who can log in. What a person may do follows from the posts held now."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="users")
    username = models.CharField(_("用户名"), max_length=60, unique=True)
    name = models.CharField(_("姓名"), max_length=60)
    email = models.EmailField(_("电子邮箱"), blank=True)
    admin_kind = models.CharField(
        _("管理员"), max_length=10, choices=AdminKind.choices, blank=True, default=""
    )
    is_active = models.BooleanField(_("在用"), default=True)
    created_at = models.DateTimeField()

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def actor_id(self) -> UUID:
        return self.id

    @property
    def actor_name(self) -> str:
        return self.name

    @cached_property
    def access(self) -> Access:
        """Posts, roles and units of this person, read once per request: three queries."""
        held = list(self.holdings.current().with_roles())
        roles = frozenset(role for holding in held for role in holding.roles)
        paths = tuple(sorted({str(h.post.unit.path) for h in held if h.roles & UNIT_WIDE}))
        units = Unit.objects.filter(tenant_id=self.tenant_id).below(paths)
        return Access(
            user_id=self.pk,
            tenant_id=self.tenant_id,
            roles=roles,
            admin_kind=self.admin_kind,
            post_ids=frozenset(h.post_id for h in held),
            unit_ids=frozenset(units.values_list("id", flat=True)),
            unit_paths=paths,
        )


class UnitQuerySet(MP_NodeQuerySet):  # type: ignore[misc]
    def visible_to(self, user: User) -> UnitQuerySet:
        return self.filter(tenant_id=user.tenant_id)  # type: ignore[no-any-return]

    def below(self, paths: tuple[str, ...]) -> UnitQuerySet:
        """The units at these places of the tree with all below them; none for no place."""
        if not paths:
            return self.none()  # type: ignore[no-any-return]
        inside = [Q(path__startswith=path) for path in paths]
        return self.filter(reduce(or_, inside))  # type: ignore[no-any-return]


class UnitManager(MP_NodeManager):  # type: ignore[misc]
    """Treebeard's manager names its own query set, so ours is put in by hand."""

    def get_queryset(self) -> UnitQuerySet:
        return UnitQuerySet(self.model, using=self._db).order_by("path")  # type: ignore[no-any-return]

    def visible_to(self, user: User) -> UnitQuerySet:
        return self.get_queryset().visible_to(user)


class Unit(MP_Node):  # type: ignore[misc]
    """A unit of the tenant's tree: departments, townships, parks, companies and their parts."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="units")
    name = models.CharField(_("单位名称"), max_length=100)
    short_name = models.CharField(_("简称"), max_length=40, blank=True)
    kind = models.CharField(
        _("类别"), max_length=12, choices=UnitKind.choices, default=UnitKind.DEPARTMENT
    )
    credit_code = models.CharField(_("统一社会信用代码"), max_length=18, blank=True)
    pinyin = models.CharField(max_length=200, blank=True, editable=False)
    initials = models.CharField(max_length=80, blank=True, editable=False)
    closed_on = models.DateField(_("撤销日期"), null=True, blank=True)

    objects = UnitManager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["tenant", "name"], name="unit_name_once_per_tenant"),
        )

    def __str__(self) -> str:
        return str(self.name)

    @property
    def label(self) -> str:
        return str(self.short_name or self.name)

    def spell(self) -> None:
        """Fill the search columns from the name and the short name: people type either."""
        spelt = pinyin_of(" ".join(filter(None, [self.name, self.short_name])))
        self.pinyin, self.initials = spelt.full, spelt.initials


class PostQuerySet(models.QuerySet["Post"]):
    def visible_to(self, user: User) -> PostQuerySet:
        return self.filter(tenant_id=user.tenant_id)


class Post(TenantRow):
    """A post (岗位). Duties are bound to it: a successor takes them over unchanged."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="posts")
    title = models.CharField(_("岗位名称"), max_length=60)
    rank = models.PositiveSmallIntegerField(_("排序"), default=100)
    closed_on = models.DateField(_("撤销日期"), null=True, blank=True)

    objects = PostQuerySet.as_manager()

    class Meta:
        ordering = ("rank", "id")
        constraints = (
            models.UniqueConstraint(
                fields=["unit", "title"],
                condition=Q(closed_on__isnull=True),
                name="post_title_once_per_unit",
            ),
        )

    def __str__(self) -> str:
        return f"{self.unit} {self.title}"

    @property
    def holder(self) -> User | None:
        """Who holds the post now; reads ``holdings`` as prefetched, one query otherwise."""
        return next((h.user for h in self.holdings.all() if h.until is None), None)

    @property
    def holder_label(self) -> str:
        """``示例甲（副市长）``, or the title with 空缺 when nobody holds the post."""
        holder = self.holder
        return f"{holder.name}（{self.title}）" if holder else f"{self.title}（{_('空缺')}）"


class PostRole(Row):
    """A role that comes with a post."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="post_roles")
    role = models.CharField(max_length=16, choices=Role.choices)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["post", "role"], name="role_once_per_post"),)


class HoldingQuerySet(models.QuerySet["Holding"]):
    def current(self) -> HoldingQuerySet:
        return self.filter(until__isnull=True)

    def on(self, day: date) -> HoldingQuerySet:
        """Who held what on ``day``; the last day in post counts."""
        return self.filter(since__lte=day).filter(Q(until__isnull=True) | Q(until__gte=day))

    def with_roles(self) -> HoldingQuerySet:
        """Of posts that still exist, with their units and roles."""
        open_posts = self.filter(post__closed_on__isnull=True)
        return open_posts.select_related("post__unit").prefetch_related("post__post_roles")


class Holding(TenantRow):
    """A person in a post from ``since`` to ``until`` (the last day; empty while in post)."""

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="holdings")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="holdings")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    objects = HoldingQuerySet.as_manager()

    class Meta:
        ordering = ("-since", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=["post"], condition=Q(until__isnull=True), name="one_holder_per_post"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=models.F("since")),
                name="holding_ends_after_it_begins",
            ),
        )

    @property
    def roles(self) -> frozenset[str]:
        """The roles of the post; reads them as prefetched, one query otherwise."""
        return frozenset(str(row.role) for row in self.post.post_roles.all())
