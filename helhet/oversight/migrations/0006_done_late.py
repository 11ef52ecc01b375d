"""A count may be of what was done late; months counted before stay as they were told."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('oversight', '0005_unnamed_year'),
    ]

    operations = [
        migrations.AlterField(
            model_name='monthcount',
            name='state',
            field=models.CharField(
                choices=[
                    ('met', 'oppfylt'), ('late', 'gjort for sent'), ('due', 'skal gjøres'), ('breached', 'brutt'),
                    ('not_applicable', 'gjelder ikke'), ('cannot', 'kan ikke bedømmes'),
                ],
                max_length=16,
            ),
        ),
    ]
