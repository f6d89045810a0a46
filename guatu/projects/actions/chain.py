"""The responsibility chain, mended link by link: a project's targets and the post that answers."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from guatu.domain.words import say
from guatu.kit.refusals import Refusal, StateChanged
from guatu.lines.models import Target
from guatu.org.access import require
from guatu.org.models import Post, User
from guatu.projects.actions.holding import hold
from guatu.projects.actions.listing import change_project
from guatu.projects.models import Project


@transaction.atomic
def link_target(project: Project, target: Target, *, by: User, now: datetime) -> bool:
    """目标项目化: say that a project serves a target, besides those that it serves already.

    False when it did before. The year of both must be the same.
    """
    require(by, "project.edit", project)
    held = hold(project)
    served = list(held.targets.all())
    if target in served:
        return False
    if target.line.year != held.year:
        raise Refusal(
            say(
                "“{target}”是 {year} 年的目标，不能由 {own} 年的项目支撑。",
                target=target.name,
                year=target.line.year,
                own=held.year,
            )
        )
    change_project(held, {"targets": [*served, target]}, by=by, now=now)
    return True


@transaction.atomic
def unlink_target(project: Project, target: Target, *, by: User, now: datetime) -> bool:
    """The project serves the target no more; False when it did not."""
    require(by, "project.edit", project)
    held = hold(project)
    served = list(held.targets.all())
    if target not in served:
        return False
    kept = [one for one in served if one != target]
    change_project(held, {"targets": kept}, by=by, now=now)
    return True


@transaction.atomic
def entrust_project(project: Project, post: Post, *, by: User, now: datetime) -> bool:
    """项目责任化: name the post that answers for a project that has none yet.

    False when it was this post before; ``StateChanged`` when someone has named another.
    """
    require(by, "project.edit", project)
    held = hold(project)
    if held.owner_post_id == post.pk:
        return False
    if held.owner_post is not None:
        raise StateChanged(
            say("“{name}”已由{post}负责，未作改动。", name=held.name, post=str(held.owner_post))
        )
    if post.closed_on is not None:
        raise Refusal(say("岗位“{post}”已撤销，请另选一个岗位。", post=str(post)))
    change_project(held, {"owner_post": post}, by=by, now=now)
    return True
