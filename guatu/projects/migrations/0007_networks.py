"""One derived network blob per project; those that are missing are made by ``guatu reschedule``."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("projects", "0006_original_plans")]

    operations = [
        migrations.CreateModel(
            name="ProjectNetwork",
            fields=[
                (
                    "project",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="network",
                        serialize=False,
                        to="projects.project",
                    ),
                ),
                ("blob", models.BinaryField()),
            ],
        ),
    ]
