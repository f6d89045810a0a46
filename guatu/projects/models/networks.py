"""The derived network blob of a project."""

from __future__ import annotations

from django.db import models

from guatu.projects.models.projects import Project


class ProjectNetwork(models.Model):
    """What ``guatu.projects.blobs`` makes of a project's plan; derived, and made anew with it.

    A project without a row has no plan that could slip, or was written before blobs were kept.
    """

    project = models.OneToOneField(
        Project, on_delete=models.CASCADE, primary_key=True, related_name="network"
    )
    blob = models.BinaryField()
