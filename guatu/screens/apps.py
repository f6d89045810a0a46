from django.apps import AppConfig


class ScreensConfig(AppConfig):
    name = "guatu.screens"
    label = "screens"

    def ready(self) -> None:
        from guatu.journal.codes import register
        from guatu.screens import access  # noqa: F401 - declares this app's acts
        from guatu.screens.events import SENTENCES

        register(SENTENCES)
