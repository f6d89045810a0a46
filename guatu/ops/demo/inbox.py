"""The inboxes of the demonstration: everything told, what is older than a few days read."""

from __future__ import annotations

from datetime import datetime, timedelta

from guatu.kit.clock import CHINA
from guatu.notices.actions import spread
from guatu.notices.actions.reading import mark_all_read
from guatu.notices.models import Notice
from guatu.ops.demo.organisation import TODAY, Cast
from guatu.org.models import User

MORNING = datetime(TODAY.year, TODAY.month, TODAY.day, 8, 40, tzinfo=CHINA)
READ = timedelta(days=3)


def fill_inboxes(cast: Cast) -> None:
    while spread(MORNING).events:
        pass
    old = Notice.objects.filter(tenant=cast.tenant, at__lt=MORNING - READ)
    for user in User.objects.filter(pk__in=old.values("user")):
        newest = old.filter(user=user).order_by("-id").first()
        if newest is not None:
            mark_all_read(user, until=newest.pk, now=MORNING)
