from django.apps import AppConfig


class ProceduresConfig(AppConfig):
    name = "guatu.procedures"
    label = "procedures"

    def ready(self) -> None:
        from guatu.journal.codes import register
        from guatu.procedures import access  # noqa: F401 - declares this app's acts
        from guatu.procedures.events import SENTENCES

        register(SENTENCES)
