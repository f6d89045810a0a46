from django.apps import AppConfig


class StartsConfig(AppConfig):
    name = "guatu.starts"
    label = "starts"

    def ready(self) -> None:
        from guatu.journal.codes import register
        from guatu.starts import access  # noqa: F401 - declares this app's acts
        from guatu.starts.events import SENTENCES, TELLS

        register(SENTENCES, TELLS)
