from django.apps import AppConfig


class OrgConfig(AppConfig):
    name = "guatu.org"
    label = "org"

    def ready(self) -> None:
        from guatu.journal.codes import register
        from guatu.org.events import SENTENCES

        register(SENTENCES)
