"""Local targets, months as they were judged, and next steps. A month that was told stays as told, and a target that held stays known."""

import django.db.models.deletion
import helhet.organisation.models
import helhet.oversight.rules
from django.db import migrations, models

from helhet.access.append_only import append_only


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('organisation', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Month',
            fields=[
                ('day', models.DateField(primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
                ('laws_read_on', models.DateField()),
                ('backwards', models.BooleanField(default=False)),
            ],
            options={
                'ordering': ['-day'],
            },
        ),
        migrations.CreateModel(
            name='NextStep',
            fields=[
                ('id', models.UUIDField(default=helhet.organisation.models.new_key, primary_key=True, serialize=False)),
                ('criterion', models.CharField(blank=True, max_length=16)),
                ('words', models.CharField(max_length=200)),
                ('who', models.CharField(max_length=120)),
                ('by_day', models.DateField()),
                ('done_on', models.DateField(blank=True, null=True)),
                ('at', models.DateTimeField()),
                ('by_name', models.CharField(max_length=120)),
                ('done_by', models.CharField(blank=True, max_length=120)),
                ('municipalities', models.ManyToManyField(related_name='+', to='organisation.municipality')),
            ],
            options={
                'ordering': ['by_day', 'at'],
            },
        ),
        migrations.CreateModel(
            name='MonthCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('criterion', models.CharField(max_length=16)),
                ('state', models.CharField(choices=[(helhet.oversight.rules.State['MET'], 'oppfylt'), (helhet.oversight.rules.State['DUE'], 'skal gjøres'), (helhet.oversight.rules.State['BREACHED'], 'brutt'), (helhet.oversight.rules.State['NOT_APPLICABLE'], 'gjelder ikke'), (helhet.oversight.rules.State['CANNOT'], 'kan ikke bedømmes')], max_length=16)),
                ('reason', models.CharField(blank=True, max_length=40)),
                ('persons', models.PositiveIntegerField()),
                ('longest', models.PositiveIntegerField(default=0)),
                ('month', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='counts', to='oversight.month')),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.municipality')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('month', 'municipality', 'criterion', 'state', 'reason'), name='a_month_is_counted_once')],
            },
        ),
        migrations.CreateModel(
            name='TargetSet',
            fields=[
                ('id', models.UUIDField(default=helhet.organisation.models.new_key, primary_key=True, serialize=False)),
                ('key', models.CharField(max_length=40)),
                ('days', models.PositiveSmallIntegerField(default=0)),
                ('months', models.PositiveSmallIntegerField(default=0)),
                ('since', models.DateField()),
                ('why', models.CharField(blank=True, max_length=200)),
                ('at', models.DateTimeField()),
                ('by_name', models.CharField(max_length=120)),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.municipality')),
            ],
            options={
                'ordering': ['municipality_id', 'key', 'since', 'at'],
                'constraints': [models.CheckConstraint(condition=models.Q(('days__gt', 0), ('months__gt', 0), _connector='OR'), name='a_target_has_a_length')],
            },
        ),
        append_only('oversight_month'),
        append_only('oversight_monthcount'),
        append_only('oversight_targetset'),
    ]
