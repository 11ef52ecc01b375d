"""Meetings and tasks are two parts: who was given (or closed out from) the one they were has both."""

from typing import Any

from django.db import migrations

from helhet.organisation.models import new_key


def apart(apps: Any, editor: Any) -> None:
    """Each yes, no and change of «team» is told of meetings, and the yes and no of tasks too."""
    part, objection, change = (apps.get_model("access", name) for name in ("ConsentPart", "Objection", "Change"))
    given = part.objects.filter(part="team")
    part.objects.bulk_create(part(consent_id=key, part="tasks") for key in list(given.values_list("consent_id", flat=True)))
    given.update(part="meetings")
    closed = objection.objects.filter(of_part="team")
    for row in list(closed):
        row.pk, row.of_part = new_key(), "tasks"
        row.save(force_insert=True)
    closed.update(of_part="meetings")
    change.objects.filter(of_part="team", kind="oppgave").update(of_part="tasks")
    change.objects.filter(of_part="team").update(of_part="meetings")


class Migration(migrations.Migration):
    dependencies = [("access", "0010_from_a_day_and_a_whole_municipality")]
    operations = [migrations.RunPython(apart, migrations.RunPython.noop)]
