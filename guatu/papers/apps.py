from django.apps import AppConfig


class PapersConfig(AppConfig):
    name = "guatu.papers"
    label = "papers"

    def ready(self) -> None:
        from guatu.journal.codes import register
        from guatu.papers import access  # noqa: F401 - declares this app's acts
        from guatu.papers.events import SENTENCES, TELLS

        register(SENTENCES, TELLS)
