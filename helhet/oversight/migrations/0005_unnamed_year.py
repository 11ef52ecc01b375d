"""What was answered without a name in a year: counted once, and never changed."""

import django.db.models.deletion
from django.db import migrations, models

from helhet.access.append_only import append_only


class Migration(migrations.Migration):

    dependencies = [
        ('organisation', '0006_networks'),
        ('oversight', '0004_steps_that_ask'),
    ]

    operations = [
        migrations.CreateModel(
            name='UnnamedYear',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField()),
                ('at', models.DateTimeField()),
                ('life_of', models.PositiveIntegerField(default=0)),
                ('life_low', models.PositiveIntegerField(default=0)),
                ('alliance_of', models.PositiveIntegerField(default=0)),
                ('alliance_low', models.PositiveIntegerField(default=0)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.unit')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('year', 'unit'), name='an_unnamed_year_is_counted_once')],
            },
        ),
        append_only('oversight_unnamedyear'),
    ]
