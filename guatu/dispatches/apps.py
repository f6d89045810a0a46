from django.apps import AppConfig


class DispatchesConfig(AppConfig):
    name = "guatu.dispatches"
    label = "dispatches"

    def ready(self) -> None:
        from guatu.dispatches import access  # noqa: F401 - declares this app's acts
        from guatu.dispatches.events import SENTENCES, TELLS
        from guatu.journal.codes import register

        register(SENTENCES, tells=TELLS)
