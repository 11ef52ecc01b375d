"""Putting municipalities, units, staff and partners in place."""

import csv
from pathlib import Path

from django.db import transaction

from .models import Municipality

_FILE = Path(__file__).parent / "data" / "municipalities.csv"


@transaction.atomic
def load_municipalities() -> int:
    """All of Norway's municipalities, from the file that ships with the product; run again after a new division. Returns how many."""
    with _FILE.open(encoding="utf-8", newline="") as file:
        rows = [
            Municipality(
                number=row["number"], name=row["name"], language_form=row["language"], county=row["county"],
                population=int(row["population"]) if row["population"] else None,
            )
            for row in csv.DictReader(file)
        ]  # fmt: skip
    Municipality.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["number"],
        update_fields=["name", "language_form", "county", "population"],
    )
    return len(rows)
