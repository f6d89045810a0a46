from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "guatu.intake"
    label = "intake"

    def ready(self) -> None:
        from guatu.intake import access  # noqa: F401 - declares this app's acts
        from guatu.intake.events import SENTENCES
        from guatu.journal.codes import register

        register(SENTENCES)
