from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "guatu.notices"
    label = "notices"

    def ready(self) -> None:
        from guatu.journal.codes import register
        from guatu.notices import (
            access,  # noqa: F401 - declares this app's acts
            audiences,  # noqa: F401 - says who is told
        )
        from guatu.notices.events import SENTENCES

        register(SENTENCES)
