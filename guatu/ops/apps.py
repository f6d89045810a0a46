from django.apps import AppConfig


class OpsConfig(AppConfig):
    name = "guatu.ops"
    label = "ops"

    def ready(self) -> None:
        from guatu.ops import access  # noqa: F401 - declares this app's acts
