from django.apps import AppConfig


class WorkListsConfig(AppConfig):
    name = "guatu.worklists"
    label = "worklists"

    def ready(self) -> None:
        from guatu.journal.codes import register
        from guatu.worklists import access  # noqa: F401 - declares this app's acts
        from guatu.worklists.events import SENTENCES, TELLS

        register(SENTENCES, TELLS)
