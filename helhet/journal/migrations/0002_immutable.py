"""A signed note is changed by nobody, not even by whoever reaches the database (helsepersonelloven §§ 42 to 44)."""

from django.db import migrations

from helhet.access.append_only import append_only

# `person_id` may change: two records of one person are joined, and the note follows her.
_SIGNED = ('kind', '"on"', 'heading', 'text', 'signed_at', 'corrects_id', 'digest', '"at"', 'by_kind', 'by_key', 'by_name', 'id')


class Migration(migrations.Migration):
    dependencies = [('journal', '0001_initial')]
    operations = [append_only('journal_note', columns=_SIGNED, when='OLD.signed_at IS NOT NULL')]
