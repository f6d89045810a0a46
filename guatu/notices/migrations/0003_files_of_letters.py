from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("notices", "0002_reminder_by_time")]

    operations = [
        migrations.AddField(
            model_name="letter",
            name="tries_with_files",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="delivery",
            name="enclosed",
            field=models.BooleanField(null=True),
        ),
    ]
