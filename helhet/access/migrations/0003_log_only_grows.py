"""The log can be added to, and nothing else."""

from django.db import migrations

from helhet.access.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("access", "0002_initial")]
    operations = [append_only("access_logentry"), append_only("access_change", columns=("was", "became", "at", "by", "row"))]
