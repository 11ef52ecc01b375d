"""Never a day without a coordinator.

The gaps between the day she should have had one and now (helse- og omsorgstjenesteloven § 7-2).
"""

from helhet.cases.rules import Span, days_without
from tests.drawn import drawn, instant


@drawn
def test_a_gap_is_found(first: str, first_ends: str, second: str, second_ends: str, gap: str) -> None:
    """Needed from 2026-11-01 08:00, seen at 2026-11-10 09:00. A period that ends at `–` still runs.

    | first | first ends | second | second ends | gap |
    | --- | --- | --- | --- | --- |
    | 2026-11-01 08:00 | – | – | – | none |
    | – | – | – | – | 2026-11-01 08:00 to 2026-11-10 09:00 |
    | 2026-11-03 08:00 | – | – | – | 2026-11-01 08:00 to 2026-11-03 08:00 |
    | 2026-11-01 08:00 | 2026-11-05 12:00 | 2026-11-05 12:00 | – | none |
    | 2026-11-01 08:00 | 2026-11-05 12:00 | 2026-11-06 08:00 | – | 2026-11-05 12:00 to 2026-11-06 08:00 |
    | 2026-11-01 08:00 | 2026-11-08 08:00 | 2026-11-02 08:00 | 2026-11-04 08:00 | 2026-11-08 08:00 to 2026-11-10 09:00 |
    """
    periods = [(instant(first), instant(first_ends)), (instant(second), instant(second_ends))]
    spans = [Span(since, until) for since, until in periods if since]
    found = days_without(spans, since=instant("2026-11-01 08:00"), at=instant("2026-11-10 09:00"))
    assert ([f"{a:%Y-%m-%d %H:%M} to {b:%Y-%m-%d %H:%M}" for a, b in found] or ["none"]) == [gap]
