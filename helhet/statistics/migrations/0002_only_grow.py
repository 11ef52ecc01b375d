"""What was answered, chosen and sent stands: a new answer is a new row."""

from django.db import migrations

from helhet.access.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("statistics", "0001_initial")]
    operations = [
        append_only("statistics_submissionstep"),
        append_only("statistics_cellanswer"),
        append_only("statistics_jumpanswer"),
        append_only("statistics_weekchosen"),
        append_only("statistics_countingchoice"),
    ]
