from django.apps import AppConfig


class WorkdaysConfig(AppConfig):
    name = "guatu.workdays"
    label = "workdays"
