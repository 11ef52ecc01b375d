"""What cannot be true at once in a report: two ways of counting the same that differ, and some of them being more than all."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import permutations

from helhet.organisation.rules import N_, Fault, InLanguages

from .form import Form, Row
from .rules import Value, rounded

_SUMS = N_("{said} Nå er den ene {first} og den andre {second}.")
_SAME = N_("«{one}» og «{other}» er det samme tallet to steder. Nå er det ene {first} og det andre {second}.")
_PART = N_("«{one}» er {first}. Det kan ikke være flere enn «{other}», som er {second}.")


@dataclass(frozen=True)
class Disagreement:
    """Two figures of a report that cannot both be right, and why."""

    rows: tuple[str, str]
    values: tuple[Value, Value]
    fault: Fault


def disagreements(form: Form, values: Mapping[str, Value]) -> list[Disagreement]:
    """Those among the figures that are known, as they are written in the form: the sums that must agree first."""
    return [*_sums_apart(form, values), *_parts_apart(form, values)]


def at_row(form: Form, found: Disagreement, key: str) -> bool:
    """Whether this row is one of the two, or is counted in one of them."""
    return any(key == one or key in (row.total_of if (row := form.row(one)) else ()) for one in found.rows)


def _sums_apart(form: Form, values: Mapping[str, Value]) -> Iterator[Disagreement]:
    for one in form.agreements:
        first, second = (_number(values.get(key)) for key in one.rows)
        if first is not None and second is not None and first != second:
            said = Fault("to", _SUMS, {"said": InLanguages(one.says), "first": first, "second": second})
            yield Disagreement(one.rows, (first, second), said)


def _parts_apart(form: Form, values: Mapping[str, Value]) -> Iterator[Disagreement]:
    """What the rows say of each other by how they are worked out: the same is asked twice, or one asks for some of another's."""
    known = [(row, number) for row in form.rows if row.derive in _COUNTED and (number := _number(values.get(row.id))) is not None]
    for (one, first), (other, second) in permutations(known, 2):
        same = _asks(one) == _asks(other) and one.id < other.id
        if (same and first != second) or (_is_part(one, other) and first > second):
            named = {"one": InLanguages(one.says), "other": InLanguages(other.says), "first": first, "second": second}
            yield Disagreement((one.id, other.id), (first, second), Fault("to", _SAME if same else _PART, named))


_COUNTED = ("persons", "work_years")


def _asks(row: Row) -> tuple[object, ...]:
    return row.answer, row.unit, row.derive, row.given


def _is_part(one: Row, other: Row) -> bool:
    """It counts persons, and asks for all that the other asks and more."""
    if (one.derive, other.derive) != ("persons", "persons"):
        return False
    return dict(one.given["where"]).items() > dict(other.given["where"]).items()


def _number(value: Value) -> Decimal | int | None:
    if isinstance(value, Decimal):
        return rounded(value)
    return value if isinstance(value, int) and not isinstance(value, bool) else None
