"""What was done to accounts: added to, and nothing else."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import helhet.organisation.models
from helhet.access.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("access", "0003_log_only_grows")]
    operations = [
        migrations.CreateModel(
            name="AccountChange",
            fields=[
                ("id", models.UUIDField(default=helhet.organisation.models.new_key, primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("verb", models.CharField(max_length=40)),
                ("note", models.TextField(blank=True)),
                ("by_kind", models.CharField(max_length=16)),
                ("by_key", models.CharField(max_length=40)),
                ("by_name", models.CharField(max_length=120)),
                (
                    "account",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
            ],
        ),
        append_only("access_accountchange"),
    ]
