from django.apps import AppConfig


class BurdenConfig(AppConfig):
    name = "guatu.burden"
    label = "burden"

    def ready(self) -> None:
        from guatu.burden import access  # noqa: F401 - declares this app's acts
        from guatu.burden.actions.weighing import keep_to_caps
        from guatu.burden.events import SENTENCES, TELLS
        from guatu.journal.codes import register
        from guatu.org.demands import weighed_by

        register(SENTENCES, TELLS)
        weighed_by("burden", keep_to_caps)
