from django.apps import AppConfig


class CommitmentsConfig(AppConfig):
    name = "guatu.commitments"
    label = "commitments"

    def ready(self) -> None:
        from guatu.commitments import access  # noqa: F401 - declares this app's acts
        from guatu.commitments.events import SENTENCES, TELLS
        from guatu.journal.codes import register

        register(SENTENCES, tells=TELLS)
