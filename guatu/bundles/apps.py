from django.apps import AppConfig


class BundlesConfig(AppConfig):
    name = "guatu.bundles"
    label = "bundles"

    def ready(self) -> None:
        from guatu.bundles import access  # noqa: F401 - declares this app's acts
        from guatu.bundles.events import SENTENCES
        from guatu.journal.codes import register

        register(SENTENCES)
