from django.apps import AppConfig


class ReturnsConfig(AppConfig):
    name = "guatu.returns"
    label = "returns"

    def ready(self) -> None:
        from guatu.journal.codes import register
        from guatu.returns import (
            access,  # noqa: F401 - declares this app's acts
            audience,  # noqa: F401 - says who is told
            enclosing,  # noqa: F401 - says what goes along by mail
        )
        from guatu.returns.events import SENTENCES, TELLS

        register(SENTENCES, tells=TELLS)
