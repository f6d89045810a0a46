from __future__ import annotations

from django.urls import URLPattern, path

from guatu.domain.papers.states import Verb
from guatu.web.papers.views import drafting, exports, papers, templates

_PAPER = "<uuid:pk>/"

urlpatterns: list[URLPattern] = [
    path("", papers.paper_list, name="paper-list"),
    path("export/", exports.paper_export, name="paper-export"),
    path("new/", drafting.paper_new, name="paper-new"),
    path("templates/", templates.template_list, name="paper-templates"),
    path("templates/<str:kind>/", templates.template_edit, name="paper-template"),
    path(_PAPER, papers.paper_detail, name="paper-detail"),
    path(f"{_PAPER}edit/", drafting.paper_edit, name="paper-edit"),
    path(f"{_PAPER}preview/", drafting.paper_preview, name="paper-preview"),
    path(f"{_PAPER}approval/", papers.paper_act, {"verb": Verb.APPROVE}, name="paper-approval"),
    path(f"{_PAPER}issue/", papers.paper_act, {"verb": Verb.ISSUE}, name="paper-issue"),
    path(f"{_PAPER}return/", papers.paper_reasoned, {"verb": Verb.RETURN}, name="paper-return"),
    path(
        f"{_PAPER}withdrawal/",
        papers.paper_reasoned,
        {"verb": Verb.WITHDRAW},
        name="paper-withdrawal",
    ),
    path(f"{_PAPER}paper.docx", papers.paper_docx, name="paper-docx"),
    path(f"{_PAPER}paper.pdf", papers.paper_pdf, name="paper-pdf"),
    path(f"{_PAPER}figures/", papers.paper_figure, name="paper-figure"),
]
