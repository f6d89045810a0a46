from django.apps import AppConfig


class LinesConfig(AppConfig):
    name = "guatu.lines"
    label = "lines"

    def ready(self) -> None:
        from guatu.journal.codes import register
        from guatu.lines import access  # noqa: F401 - declares this app's acts
        from guatu.lines.events import SENTENCES

        register(SENTENCES)
