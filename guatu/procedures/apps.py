from django.apps import AppConfig


class ProceduresConfig(AppConfig):
    name = "guatu.procedures"
    label = "procedures"
