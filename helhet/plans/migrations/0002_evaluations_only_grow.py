"""What was said of a goal, and a settled version, stand as they were."""

from django.db import migrations

from helhet.access.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("plans", "0001_initial")]
    operations = [append_only("plans_evaluation"), append_only("plans_version")]
