from __future__ import annotations

from django.urls import URLPattern, path

from guatu.web.returns.views import bringing, mailing, rounds

urlpatterns: list[URLPattern] = [
    path("", rounds.return_list, name="return-list"),
    path("sending/", rounds.return_send, name="return-send"),
    path("bringing/", bringing.return_bring, name="return-bring"),
    path("sheets/<uuid:pk>/", rounds.return_sheet, name="return-sheet"),
    path("parcels/<uuid:pk>/", bringing.return_parcel, name="return-parcel"),
    path("parcels/<uuid:pk>/progress/", bringing.return_progress, name="return-progress"),
    path("parcels/<uuid:pk>/entering/", bringing.return_parcel_enter, name="return-parcel-enter"),
    path("files/<uuid:pk>/", bringing.return_file, name="return-file"),
    path("files/<uuid:pk>/original/", bringing.return_original, name="return-original"),
    path("files/<uuid:pk>/entering/", bringing.return_file_enter, name="return-file-enter"),
    path("files/<uuid:pk>/undoing/", bringing.return_file_undo, name="return-file-undo"),
    path("files/<uuid:pk>/dropping/", bringing.return_file_drop, name="return-file-drop"),
    path("<uuid:pk>/", rounds.return_round, name="return-round"),
    path("<uuid:pk>/again/", rounds.return_again, name="return-again"),
    path("<uuid:pk>/mail/", mailing.return_mail, name="return-mail"),
    path("<uuid:pk>/zip/", rounds.return_zip, name="return-zip"),
    path("<uuid:pk>/export/", rounds.return_export, name="return-export"),
]
