from __future__ import annotations

from django.urls import URLPattern, path

from guatu.web.notices.views import channels, inbox, preferences

_ONE = "<uuid:pk>/"
_CHANNEL = "channels/<slug:code>/"

urlpatterns: list[URLPattern] = [
    path("", inbox.notice_list, name="notice-list"),
    path("reading/", inbox.notice_reading_all, name="notice-reading-all"),
    path("preferences/", preferences.preference_list, name="notice-preferences"),
    path("preferences/<slug:code>/", preferences.preference_edit, name="notice-preference"),
    path("channels/", channels.channel_list, name="notice-channels"),
    path("channels/hours/", channels.hours_edit, name="notice-hours"),
    path(_CHANNEL, channels.channel_edit, name="notice-channel"),
    path(f"{_CHANNEL}test/", channels.channel_test, name="notice-channel-test"),
    path(f"{_CHANNEL}resending/", channels.channel_resending, name="notice-channel-resending"),
    path(_ONE, inbox.notice_open, name="notice-open"),
    path(f"{_ONE}reading/", inbox.notice_reading, name="notice-reading"),
    path(f"{_ONE}unreading/", inbox.notice_unreading, name="notice-unreading"),
]
