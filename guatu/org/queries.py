"""Reading organisation."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet

from guatu.domain.words import N_, Sentence, say
from guatu.org.models import Holding, Post, Tenant, Unit, UnitQuerySet, User


@dataclass(frozen=True, slots=True)
class DemoAccount:
    username: str
    password: str
    name: str
    post: str
    about: str


def demo_tenant() -> Tenant | None:
    """The demonstration's government; none in a real installation."""
    if not settings.DEMO:
        return None
    return Tenant.objects.filter(stopped_on__isnull=False).first()


def governments() -> QuerySet[Tenant]:
    """All of this installation, for pages that nobody is logged in to."""
    return Tenant.objects.order_by("name")


def demo_accounts(tenant: Tenant) -> list[DemoAccount]:
    """Accounts that the log-in page offers, with the posts that they hold."""
    held = (
        Holding.objects.current()
        .filter(tenant=tenant, user__username__startswith="demo-", user__is_active=True)
        .select_related("user", "post__unit")
        .prefetch_related("post__post_roles")
        .order_by("post__rank", "user__username")
    )
    return [
        DemoAccount(
            h.user.username,
            settings.DEMO_PASSWORD,
            h.user.name,
            f"{h.post.unit.label} {h.post.title}",
            _standing_of(h),
        )
        for h in held
    ]


def _standing_of(holding: Holding) -> str:
    """Roles and the kind of administrator, if any: what the account can be tried out for."""
    words = [str(row.get_role_display()) for row in holding.post.post_roles.all()]
    kind = holding.user.get_admin_kind_display()
    return "、".join([*words, *([str(kind)] if kind else [])])


@dataclass(frozen=True, slots=True)
class Tie:
    """What binds a duty to a unit or post: a relation, the rows still in force, the words."""

    relation: str
    in_force: Q
    words: str


# Tables of the layers above point down at units and posts; they are named here, not imported.
_LISTED = Q(withdrawn_at__isnull=True)
_OWED = Q(status__in=("needed", "promised"), project__withdrawn_at__isnull=True)
_GIVEN = ~Q(status="released") & ~Q(dispatch__status__in=("signed_off", "withdrawn"))
_PROMISED = Q(status__in=("offered", "approving", "shown", "practising", "renegotiated"))
_STUCK = ~Q(status="confirmed")
_UNIT_TIES = (
    Tie("posts", Q(closed_on__isnull=True), N_("{n} 个岗位未撤销")),
    Tie("led_projects", _LISTED, N_("牵头 {n} 个在册项目")),
    Tie("responsible_projects", _LISTED, N_("负责 {n} 个在册项目")),
    Tie("led_lines", ~Q(status="closed"), N_("牵头 {n} 条工作线")),
    Tie("township_projects", _LISTED, N_("所在地有 {n} 个在册项目")),
    Tie("supplied_needs", _OWED, N_("承担 {n} 项未落实的要素")),
    Tie("dispatch_parts", _GIVEN, N_("承办 {n} 件未销号的交办单")),
    Tie("commitments", _PROMISED, N_("有 {n} 项未评定的承诺")),
    Tie("handled_commitments", _PROMISED, N_("承办 {n} 项未评定的承诺")),
    Tie("watched_blockers", _STUCK, N_("盯办 {n} 个未销号的堵点")),
    Tie("blockers", _STUCK, N_("有 {n} 个堵点未解决")),
)
_POST_TIES = (
    Tie("sponsored_projects", _LISTED, N_("包保 {n} 个在册项目")),
    Tie("owned_projects", _LISTED, N_("负责 {n} 个在册项目")),
    Tie("led_lines", ~Q(status="closed"), N_("牵头 {n} 条工作线")),
    Tie("headed_forces", Q(), N_("任 {n} 个专班的组长")),
    Tie("targets", ~Q(line__status="closed"), N_("负责 {n} 个工作线目标")),
    Tie("score_items", ~Q(line__status="closed"), N_("承担 {n} 个考核事项")),
    Tie("supplied_needs", _OWED, N_("承担 {n} 项未落实的要素")),
    Tie("dispatch_parts", _GIVEN, N_("承办 {n} 件未销号的交办单")),
    Tie("commitments", _PROMISED, N_("有 {n} 项未评定的承诺")),
    Tie("handled_commitments", _PROMISED, N_("承办 {n} 项未评定的承诺")),
)


def what_holds_unit(unit: Unit) -> list[Sentence]:
    """What must be moved elsewhere before a unit can be closed, in words; empty if nothing."""
    below = parts_of(unit).filter(closed_on__isnull=True).count()
    own = [say(N_("{n} 个下级单位"), n=below)] if below else []
    return own + _ties(unit, _UNIT_TIES)


def what_holds_post(post: Post) -> list[Sentence]:
    """The duties bound to a post, in words; empty if there are none."""
    return _ties(post, _POST_TIES)


def units_in_tree_order(tenant_id: UUID) -> UnitQuerySet:
    """Open units from the top down, each with its open posts and their holders now."""
    return _with_posts(Unit.objects.filter(tenant_id=tenant_id, closed_on__isnull=True))


def units_named(tenant_id: UUID, text: str) -> UnitQuerySet:
    """Units, closed ones too, found by name, short name, pinyin or initials: ``gxj``."""
    latin = text.lower().replace(" ", "")
    found = Q(name__icontains=text) | Q(short_name__icontains=text)
    if latin.isascii():
        found |= Q(pinyin__contains=latin) | Q(initials__contains=latin)
    return _with_posts(Unit.objects.filter(found, tenant_id=tenant_id))


def parts_of(unit: Unit) -> UnitQuerySet:
    """The units right below."""
    below = Unit.objects.filter(path__startswith=unit.path, depth=unit.depth + 1)
    return below.order_by("path")  # type: ignore[no-any-return]


def posts_of(unit: Unit) -> QuerySet[Post]:
    """The posts of a unit, closed ones last, with all who held them and their roles."""
    return (
        Post.objects.filter(unit=unit)
        .prefetch_related(_all_holdings(), "post_roles")
        .order_by(F("closed_on").asc(nulls_first=True), "rank", "id")
    )


def holdings_of(post: Post) -> QuerySet[Holding]:
    """Who held a post, newest first."""
    return post.holdings.select_related("user")


def people_of(tenant_id: UUID) -> QuerySet[User]:
    """Everyone with an account, with the posts held now and ``has_second_factor``."""
    current = Holding.objects.current().select_related("post__unit")
    return (
        User.objects.filter(tenant_id=tenant_id)
        .annotate(has_second_factor=Exists(Authenticator.objects.filter(user=OuterRef("pk"))))
        .prefetch_related(Prefetch("holdings", queryset=current, to_attr="current_holdings"))
        .order_by("-is_active", "username")
    )


def people_in_post(tenant_id: UUID) -> int:
    """How many people hold a post now."""
    held = Holding.objects.current().filter(post__tenant_id=tenant_id)
    return held.values("user").distinct().count()


def posts_held_by(user: User) -> QuerySet[Holding]:
    """The posts that a person holds now, with their units and roles."""
    return user.holdings.current().with_roles().order_by("post__rank", "post_id")


def with_holders(posts: QuerySet[Post]) -> QuerySet[Post]:
    """With their units, their roles and who holds them now."""
    held = Prefetch("holdings", queryset=Holding.objects.current().select_related("user"))
    return posts.select_related("unit").prefetch_related(held, "post_roles")


def _ties(row: Unit | Post, ties: Iterable[Tie]) -> list[Sentence]:
    counted = ((tie.words, getattr(row, tie.relation).filter(tie.in_force).count()) for tie in ties)
    return [say(words, n=count) for words, count in counted if count]


def _with_posts(units: UnitQuerySet) -> UnitQuerySet:
    now_held = Holding.objects.current().select_related("user")
    posts = Post.objects.filter(closed_on__isnull=True).prefetch_related(
        Prefetch("holdings", queryset=now_held), "post_roles"
    )
    return units.prefetch_related(Prefetch("posts", queryset=posts)).order_by("path")  # type: ignore[no-any-return]


def _all_holdings() -> Prefetch[str, QuerySet[Holding], str]:
    return Prefetch("holdings", queryset=Holding.objects.select_related("user"))
