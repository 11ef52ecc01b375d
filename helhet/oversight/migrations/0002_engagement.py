"""An inspection: its scope, sample, findings and measures. What was drawn, found and said stays as it was."""

import django.db.models.deletion
import helhet.organisation.models
import helhet.oversight.engagement.rules
from django.db import migrations, models

from helhet.access.append_only import append_only


class Migration(migrations.Migration):

    dependencies = [
        ('access', '0004_account_changes'),
        ('organisation', '0001_initial'),
        ('oversight', '0001_initial'),
        ('people', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Finding',
            fields=[
                ('id', models.UUIDField(default=helhet.organisation.models.new_key, primary_key=True, serialize=False)),
                ('cases', models.JSONField(default=list)),
                ('description', models.TextField()),
                ('evidence', models.TextField(blank=True)),
                ('conclusion', models.CharField(choices=[(helhet.oversight.engagement.rules.Conclusion['KEPT'], 'Kravet er holdt'), (helhet.oversight.engagement.rules.Conclusion['NOT_KEPT'], 'Kravet er ikke holdt'), (helhet.oversight.engagement.rules.Conclusion['CANNOT'], 'Det kan ikke fastslås')], max_length=10)),
                ('at', models.DateTimeField()),
                ('by_name', models.CharField(max_length=120)),
            ],
            options={
                'ordering': ['yardstick__number', 'at'],
            },
        ),
        migrations.CreateModel(
            name='Engagement',
            fields=[
                ('id', models.UUIDField(default=helhet.organisation.models.new_key, primary_key=True, serialize=False)),
                ('title', models.CharField(max_length=160)),
                ('ground', models.CharField(max_length=120)),
                ('period_from', models.DateField()),
                ('period_until', models.DateField()),
                ('access_from', models.DateField()),
                ('access_until', models.DateField()),
                ('most_cases', models.PositiveSmallIntegerField()),
                ('at', models.DateTimeField()),
                ('by_name', models.CharField(max_length=120)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('ended_by', models.CharField(blank=True, max_length=120)),
                ('end_reason', models.CharField(blank=True, max_length=200)),
                ('inspector', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.partnermember')),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.municipality')),
            ],
            options={
                'ordering': ['-at'],
            },
        ),
        migrations.CreateModel(
            name='DirectorsComment',
            fields=[
                ('finding', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='comment', serialize=False, to='oversight.finding')),
                ('words', models.TextField()),
                ('signed_by', models.CharField(max_length=120)),
                ('at', models.DateTimeField()),
                ('by_name', models.CharField(max_length=120)),
            ],
        ),
        migrations.CreateModel(
            name='Sample',
            fields=[
                ('engagement', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='sample', serialize=False, to='oversight.engagement')),
                ('seed', models.CharField(max_length=40)),
                ('size', models.PositiveSmallIntegerField()),
                ('by_state_of', models.CharField(blank=True, max_length=16)),
                ('method', models.CharField(max_length=8)),
                ('frame', models.JSONField()),
                ('left_out', models.PositiveIntegerField()),
                ('at', models.DateTimeField()),
                ('by_name', models.CharField(max_length=120)),
            ],
        ),
        migrations.AddField(
            model_name='finding',
            name='engagement',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='findings', to='oversight.engagement'),
        ),
        migrations.CreateModel(
            name='Measure',
            fields=[
                ('id', models.UUIDField(default=helhet.organisation.models.new_key, primary_key=True, serialize=False)),
                ('words', models.CharField(max_length=300)),
                ('who', models.CharField(max_length=120)),
                ('by_day', models.DateField()),
                ('at', models.DateTimeField()),
                ('by_name', models.CharField(max_length=120)),
                ('done_on', models.DateField(blank=True, null=True)),
                ('done_words', models.CharField(blank=True, max_length=300)),
                ('done_by', models.CharField(blank=True, max_length=120)),
                ('finding', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='measures', to='oversight.finding')),
            ],
            options={
                'ordering': ['by_day', 'at'],
            },
        ),
        migrations.CreateModel(
            name='SampledCase',
            fields=[
                ('id', models.UUIDField(default=helhet.organisation.models.new_key, primary_key=True, serialize=False)),
                ('number', models.PositiveSmallIntegerField()),
                ('pseudonym', models.CharField(max_length=24)),
                ('state', models.CharField(blank=True, max_length=16)),
                ('engagement', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='oversight.engagement')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.person')),
                ('relation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.carerelation')),
            ],
            options={
                'ordering': ['number'],
            },
        ),
        migrations.CreateModel(
            name='Yardstick',
            fields=[
                ('id', models.UUIDField(default=helhet.organisation.models.new_key, primary_key=True, serialize=False)),
                ('number', models.PositiveSmallIntegerField()),
                ('criterion', models.CharField(blank=True, max_length=16)),
                ('text', models.CharField(max_length=300)),
                ('source', models.CharField(max_length=300)),
                ('engagement', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='yardsticks', to='oversight.engagement')),
            ],
            options={
                'ordering': ['number'],
            },
        ),
        migrations.AddField(
            model_name='finding',
            name='yardstick',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='oversight.yardstick'),
        ),
        migrations.AddConstraint(
            model_name='engagement',
            constraint=models.CheckConstraint(condition=models.Q(('access_until__gte', models.F('access_from'))), name='inspection_ends_after_it_begins'),
        ),
        migrations.AddConstraint(
            model_name='sampledcase',
            constraint=models.UniqueConstraint(fields=('engagement', 'number'), name='cases_are_numbered_once'),
        ),
        migrations.AddConstraint(
            model_name='yardstick',
            constraint=models.UniqueConstraint(fields=('engagement', 'number'), name='yardsticks_are_numbered_once'),
        ),
        append_only('oversight_sample'),
        append_only('oversight_finding'),
        append_only('oversight_directorscomment'),
    ]
