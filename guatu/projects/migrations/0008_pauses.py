"""When the whole project was paused last, until when, and what it waits for."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("projects", "0007_networks")]

    operations = [
        migrations.AddField(
            "project",
            "paused_for",
            models.CharField(blank=True, default="", editable=False, max_length=200),
            preserve_default=False,
        ),
        migrations.AddField("project", "paused_on", models.DateField(editable=False, null=True)),
        migrations.AddField("project", "paused_until", models.DateField(editable=False, null=True)),
    ]
