"""What she has said, and what she was answered, is changed by nobody; two records of one person may be joined."""

from django.db import migrations

from helhet.access.append_only import append_only

_SAID = ('id', '"on"', 'about', 'about_key', 'met_on', 'life', 'alliance', 'words', '"at"', 'by_kind', 'by_key', 'by_name')


class Migration(migrations.Migration):
    dependencies = [('voice', '0001_initial')]
    operations = [
        append_only('voice_feedback', columns=_SAID),
        append_only('voice_saying'),
        append_only('voice_saidby', columns=('id', '"at"', 'by_kind', 'by_key', 'by_name')),
        append_only('voice_reply'),
    ]
