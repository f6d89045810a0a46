"""All addresses. Every area of ``guatu.web`` brings its own."""

from __future__ import annotations

from django.urls import include, path
from django.views.i18n import set_language

urlpatterns = [
    path("i18n/setlang/", set_language, name="set_language"),
    path("accounts/", include("guatu.web.account.urls")),
    path("", include("guatu.web.overview.urls")),
    path("wallchart/", include("guatu.web.wallchart.urls")),
    path("P/", include("guatu.web.wallchart.codes")),
    path("lines/", include("guatu.web.lines.urls")),
    path("projects/", include("guatu.web.projects.urls")),
    path("procedures/", include("guatu.web.procedures.urls")),
    path("date-changes/", include("guatu.web.datechanges.urls")),
    path("capacity/", include("guatu.web.capacity.urls")),
    path("needs/", include("guatu.web.needs.urls")),
    path("desk/", include("guatu.web.desk.urls")),
    path("dayclear/", include("guatu.web.dayclear.urls")),
    path("dispatches/", include("guatu.web.dispatches.urls")),
    path("commitments/", include("guatu.web.commitments.urls")),
    path("command/", include("guatu.web.command.urls")),
    path("worklists/", include("guatu.web.worklists.urls")),
    path("starts/", include("guatu.web.starts.urls")),
    path("burden/", include("guatu.web.burden.urls")),
    path("papers/", include("guatu.web.papers.urls")),
    path("screens/", include("guatu.web.screens.urls")),
    path("returns/", include("guatu.web.returns.urls")),
    path("packs/", include("guatu.web.packs.urls")),
    path("bundles/", include("guatu.web.bundles.urls")),
    path("notices/", include("guatu.web.notices.urls")),
    path("opinions/", include("guatu.web.opinions.urls")),
    path("versions/", include("guatu.web.versions.urls")),
    path("intake/", include("guatu.web.intake.urls")),
    path("units/", include("guatu.web.org.urls")),
    path("journal/", include("guatu.web.journal.urls")),
    path("rules/", include("guatu.web.rules.urls")),
    path("search/", include("guatu.web.search.urls")),
    path("settings/", include("guatu.web.settings.urls")),
    path("health/", include("guatu.ops.health")),
]

handler400 = "guatu.web.shared.errors.bad_request"
handler403 = "guatu.web.shared.errors.forbidden"
handler404 = "guatu.web.shared.errors.not_found"
handler500 = "guatu.web.shared.errors.server_error"
