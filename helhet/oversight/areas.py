"""The areas criteria are read in: one for each module that holds some."""

from collections.abc import Iterable, Sequence

from helhet.organisation.rules import N_

from .rules import Criterion

AREA_NAMES = {
    "plan": N_("Plan"),
    "together": N_("Plan sammen med andre"),
    "coordinator": N_("Koordinator"),
    "intake": N_("Inn, vedtak og klage"),
    "answers": N_("Svar til den som spør"),
    "children": N_("Barn og pårørende"),
    "mapped": N_("Kartlegging"),
    "discharge": N_("Sykehus"),
    "records": N_("Journal, deling og tilgang"),
    "protected": N_("Det få skal se"),
    "agreements": N_("Avtaler"),
    "management": N_("Ledelse og styring"),
}
_OTHER = N_("Annet")


def area_of(criterion: Criterion) -> str:
    """The area a criterion belongs to, by its name."""
    return AREA_NAMES.get(criterion.frame.__module__.rpartition(".")[2], _OTHER)


def by_area(criteria: Iterable[Criterion]) -> list[tuple[str, Sequence[Criterion]]]:
    """The criteria by area, in the order areas are read."""
    found: dict[str, list[Criterion]] = {}
    for one in criteria:
        found.setdefault(area_of(one), []).append(one)
    order = [*AREA_NAMES.values(), _OTHER]
    return sorted(found.items(), key=lambda pair: order.index(pair[0]))
