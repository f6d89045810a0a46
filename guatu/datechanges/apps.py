from django.apps import AppConfig


class DateChangesConfig(AppConfig):
    name = "guatu.datechanges"
    label = "datechanges"
