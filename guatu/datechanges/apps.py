from django.apps import AppConfig


class DateChangesConfig(AppConfig):
    name = "guatu.datechanges"
    label = "datechanges"

    def ready(self) -> None:
        from guatu.datechanges import access  # noqa: F401 - declares this app's acts
        from guatu.datechanges.events import SENTENCES, TELLS
        from guatu.journal.codes import register

        register(SENTENCES, tells=TELLS)
