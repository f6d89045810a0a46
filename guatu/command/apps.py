from django.apps import AppConfig


class CommandConfig(AppConfig):
    name = "guatu.command"
    label = "command"

    def ready(self) -> None:
        from guatu.command import access  # noqa: F401 - declares this app's acts
        from guatu.command.events import SENTENCES, TELLS
        from guatu.journal.codes import register

        register(SENTENCES, TELLS)
