"""A request as views behind the log-in get it: who asks, for which government, when."""

from __future__ import annotations

from datetime import date, datetime

from django.http import HttpRequest

from guatu.org.access import Access
from guatu.org.models import Tenant, User
from guatu.web.shared.badges import Badges


class Request(HttpRequest):
    """Only for annotations: the middleware puts these on Django's own request."""

    user: User
    tenant: Tenant
    access: Access
    now: datetime
    today: date
    as_of: datetime | None
    badges: Badges
