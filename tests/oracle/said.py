"""One criterion's verdict on a small record, in words, for the drawn tables."""

from datetime import date
from functools import lru_cache
from typing import Any

from helhet.oversight.criteria import ALL
from helhet.oversight.verdicts import judge

from .records import duck, loaded

PERSON = {"person": "p", "municipality": "4222", "known_since": date(2019, 6, 1), "language": "nb"}


@lru_cache
def _connection() -> Any:
    return duck()


def said(criterion: str, on: str, *, as_of: str = "", known_since: str = "2019-06-01", **tables: list[dict[str, Any]]) -> str:
    """The verdict in words; rows are about one person, and get keys in the order they stand."""
    records = {"person": [PERSON | {"known_since": date.fromisoformat(known_since)} | tables.pop("person", [{}])[0]]}
    for name, rows in tables.items():
        records[name] = [{"person": "p", "municipality": "4222", "id": f"{name}-{place}"} | row for place, row in enumerate(rows)]
    chosen = [one for one in ALL if one.id == criterion]
    taken = date.fromisoformat(as_of) if as_of else None
    judged = judge(loaded(_connection(), records), date.fromisoformat(on), chosen, as_of=taken)
    rows = judged[criterion].to_pyarrow().to_pylist() if judged else []
    return "; ".join(_words(row) for row in rows) or "not judged"


def _words(row: dict[str, Any]) -> str:
    late = f", {row['late']} days late" if row["late"] and row["state"] == "met" else ""
    again = f", again by {row['by']}" if row["by"] else ""
    told = {
        "met": f"met{late}{again}",
        "due": f"due by {row['by']}: {row['step']}",
        "breached": f"breached since {row['since']}: {row['step']}",
        "not_applicable": "not applicable",
        "cannot": f"cannot: {row['missing']}",
    }
    return told[row["state"]]
