"""What users said of a service in a year: counted once, and never changed."""

import django.db.models.deletion
from django.db import migrations, models

from helhet.access.append_only import append_only


class Migration(migrations.Migration):

    dependencies = [
        ('organisation', '0001_initial'),
        ('oversight', '0002_engagement'),
    ]

    operations = [
        migrations.CreateModel(
            name='ExperienceYear',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField()),
                ('at', models.DateTimeField()),
                ('one_worker', models.BooleanField(default=False)),
                ('life_of', models.PositiveIntegerField(default=0)),
                ('life_low', models.PositiveIntegerField(default=0)),
                ('alliance_of', models.PositiveIntegerField(default=0)),
                ('alliance_low', models.PositiveIntegerField(default=0)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.unit')),
            ],
            options={
                'ordering': ['-year', 'unit__name'],
                'constraints': [models.UniqueConstraint(fields=('year', 'unit'), name='a_year_of_a_unit_is_counted_once')],
            },
        ),
        append_only('oversight_experienceyear'),
    ]
