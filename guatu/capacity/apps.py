from django.apps import AppConfig


class CapacityConfig(AppConfig):
    name = "guatu.capacity"
    label = "capacity"

    def ready(self) -> None:
        from guatu.capacity import access  # noqa: F401 - declares this app's acts
        from guatu.capacity.events import SENTENCES
        from guatu.journal.codes import register

        register(SENTENCES)
