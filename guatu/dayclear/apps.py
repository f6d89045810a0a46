from django.apps import AppConfig


class DayclearConfig(AppConfig):
    name = "guatu.dayclear"
    label = "dayclear"

    def ready(self) -> None:
        from guatu.dayclear import access  # noqa: F401 - declares this app's acts
        from guatu.dayclear.events import SENTENCES, TELLS
        from guatu.journal.codes import register

        register(SENTENCES, TELLS)
