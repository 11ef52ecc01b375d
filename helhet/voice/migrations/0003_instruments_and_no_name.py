"""Instruments in place of our questions, kept with the answer; and answers without a name, which nobody changes."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

from helhet.access.append_only import append_only

_SAID = ('id', '"on"', 'about', 'about_key', 'met_on', 'life', 'alliance', 'words', 'by_instrument', '"at"', 'by_kind', 'by_key', 'by_name')


class Migration(migrations.Migration):

    dependencies = [
        ('organisation', '0006_networks'),
        ('voice', '0002_only_grows'),
    ]

    operations = [
        migrations.AddField(
            model_name='feedback',
            name='by_instrument',
            field=models.JSONField(blank=True, null=True),
        ),
        migrations.CreateModel(
            name='UnnamedAnswer',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('year', models.PositiveSmallIntegerField()),
                ('life', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('alliance', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.unit')),
            ],
            options={
                'indexes': [models.Index(fields=['year', 'unit'], name='voice_unnam_year_89d2a0_idx')],
                'constraints': [models.CheckConstraint(condition=models.Q(('life', None), models.Q(('life__gte', 0), ('life__lte', 10)), _connector='OR'), name='unnamed_life_is_on_the_ladder'), models.CheckConstraint(condition=models.Q(('alliance', None), models.Q(('alliance__gte', 0), ('alliance__lte', 10)), _connector='OR'), name='unnamed_alliance_is_on_the_ladder'), models.CheckConstraint(condition=models.Q(('life__isnull', False), ('alliance__isnull', False), _connector='OR'), name='unnamed_says_something')],
            },
        ),
        append_only('voice_feedback', columns=_SAID, anew=True),
        append_only('voice_unnamedanswer'),
    ]
