"""What she writes to us, with our answers; a message stands as it was written."""

import django.db.models.deletion
import helhet.organisation.models
import helhet.team.rules
from django.db import migrations, models

from helhet.access.append_only import append_only


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0001_initial'),
        ('team', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Thread',
            fields=[
                ('id', models.UUIDField(default=helhet.organisation.models.new_key, primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
                ('by_kind', models.CharField(max_length=16)),
                ('by_key', models.CharField(max_length=40)),
                ('by_name', models.CharField(max_length=120)),
                ('kind', models.CharField(choices=[(helhet.team.rules.ThreadKind['MESSAGE'], 'Melding til koordinatoren'), (helhet.team.rules.ThreadKind['COORDINATOR'], 'Ønske om en annen koordinator'), (helhet.team.rules.ThreadKind['LOOK'], 'Spørsmål om hvem som har sett')], max_length=12)),
                ('entry', models.UUIDField(blank=True, null=True)),
                ('regarding', models.TextField(blank=True)),
                ('answer_by', models.DateField(blank=True, null=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.person')),
            ],
        ),
        migrations.CreateModel(
            name='Message',
            fields=[
                ('id', models.UUIDField(default=helhet.organisation.models.new_key, primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
                ('by_kind', models.CharField(max_length=16)),
                ('by_key', models.CharField(max_length=40)),
                ('by_name', models.CharField(max_length=120)),
                ('words', models.TextField()),
                ('hers', models.BooleanField()),
                ('thread', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='team.thread')),
            ],
        ),
        migrations.AddIndex(
            model_name='thread',
            index=models.Index(fields=['person', 'at'], name='team_thread_person__952383_idx'),
        ),
        migrations.AddIndex(
            model_name='thread',
            index=models.Index(condition=models.Q(('answer_by__isnull', False)), fields=['answer_by'], name='threads_that_wait'),
        ),
        migrations.AddConstraint(
            model_name='thread',
            constraint=models.CheckConstraint(condition=models.Q(('kind', 'look'), ('entry', None), _connector='OR'), name='only_a_question_of_a_look_names_one'),
        ),
        migrations.AddIndex(
            model_name='message',
            index=models.Index(fields=['thread', 'at'], name='team_messag_thread__ad3005_idx'),
        ),
        append_only("team_message"),
    ]
