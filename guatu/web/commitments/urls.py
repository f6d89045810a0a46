from __future__ import annotations

from django.urls import URLPattern, path

from guatu.web.commitments.doors import DOORS
from guatu.web.commitments.views import acts, detail, drafting, listing, reviews

_ONE = "<uuid:pk>/"
_REVIEW = "reviews/<uuid:pk>/"

urlpatterns: list[URLPattern] = [
    path("", listing.commitment_list, name="commitment-list"),
    path("export/", listing.commitment_export, name="commitment-export"),
    path("new/", drafting.commitment_new, name="commitment-new"),
    path("reviews/", reviews.review_list, name="commitment-reviews"),
    path("reviews/export/", reviews.review_export, name="commitment-reviews-export"),
    path("reviews/opening/", reviews.review_opening, name="commitment-review-opening"),
    path(_REVIEW, reviews.review_detail, name="commitment-review"),
    path(f"{_REVIEW}account/", reviews.review_account, name="commitment-review-account"),
    path(f"{_REVIEW}grade/", reviews.review_grade, name="commitment-review-grade"),
    path(f"{_REVIEW}vote/", reviews.review_vote, name="commitment-review-vote"),
    path(f"{_REVIEW}publishing/", reviews.review_publishing, name="commitment-review-publishing"),
    path(_ONE, detail.commitment_detail, name="commitment-detail"),
    path(f"{_ONE}edit/", drafting.commitment_edit, name="commitment-edit"),
    path(f"{_ONE}letter/", detail.commitment_letter, name="commitment-letter"),
    *(
        path(f"{_ONE}{slug}/", acts.commitment_act, {"slug": slug}, name=f"commitment-{slug}")
        for slug in DOORS
    ),
]
