from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "guatu.journal"
    label = "journal"
