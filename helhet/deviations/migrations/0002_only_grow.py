"""What was written about a deviation, a clock or a year stands."""

from django.db import migrations

from helhet.access.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("deviations", "0001_initial")]
    operations = [
        append_only("deviations_deviationstep"),
        append_only("deviations_eventstep"),
        append_only("deviations_yearlywords"),
        append_only("deviations_yearlyreview"),
    ]
