from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    name = "guatu.projects"
    label = "projects"

    def ready(self) -> None:
        from guatu.journal.codes import register
        from guatu.projects import access  # noqa: F401 - declares this app's acts
        from guatu.projects.events import SENTENCES

        register(SENTENCES)
