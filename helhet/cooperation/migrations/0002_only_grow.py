"""What was said of a point or an agreement on a day stands."""

from django.db import migrations

from helhet.access.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("cooperation", "0001_initial")]
    operations = [
        append_only("cooperation_clausestep"),
        append_only("cooperation_agreementreview"),
        append_only("cooperation_housingoverview"),
    ]
