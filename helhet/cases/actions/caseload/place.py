"""The municipality a list is for: which service a row's case belongs to, and who the workers named in it are."""

from difflib import get_close_matches

from helhet.access.policy import Actor
from helhet.cases.queries import services_for
from helhet.cases.rules import NO_BASIS, PATHWAY_NAMES
from helhet.cases.rules.caseload import Field, ListedPerson, fold
from helhet.organisation import queries as organisation
from helhet.organisation.models import Municipality, PartnerMember, ServiceOffered, Staff
from helhet.organisation.rules import N_, Fault, PartnerKind


class Place:
    """What a row may name: services that exist here, workers of the units that serve here, and GPs."""

    def __init__(self, municipality: Municipality, *, by: Actor) -> None:
        self.municipality = municipality
        self._by_pathway = {number: services_for(municipality.pk, pathway=number, actor=by) for number in PATHWAY_NAMES}
        self._services = {one.pk: one for found in self._by_pathway.values() for one in found}
        units = organisation.units_serving([municipality.pk])
        self._own = {unit.pk for unit in units if [one.pk for one in unit.serves.all()] == [municipality.pk]}
        self._staff: dict[str, list[Staff]] = {}
        for worker in organisation.staff_serving([municipality.pk], on=by.on):
            self._staff.setdefault(fold(worker.name), []).append(worker)
        doctors = [one for one in organisation.members_serving([municipality.pk]) if one.partner.kind == PartnerKind.GP]
        self._doctors = {fold(one.name): one for one in doctors}

    @property
    def nothing(self) -> Fault | None:
        """That there is no service here at all, said once for the whole list; nothing when there is one."""
        return None if self._services else Fault(
            Field.SERVICE, N_("{place} har ingen tilbud i Helhet ennå. Legg inn et tilbud først, på siden {page}."),
            {"place": self.municipality.name, "page": "/organisasjon/tilbud/nytt/"},
        )  # fmt: skip

    def service_named(self, name: str) -> ServiceOffered | Fault:
        """The service of this name; of two, the municipality's own."""
        if self.nothing:
            return self.nothing
        found = [one for one in self._services.values() if fold(one.name) == fold(name)]
        if found:
            return min(found, key=lambda one: one.unit_id not in self._own)
        names = ", ".join(sorted({one.name for one in self._services.values()}))
        return Fault(
            Field.SERVICE, N_("{place} har ikke noe tilbud med det navnet. Tilbudene er: {names}."),
            {"place": self.municipality.name, "names": names},
        )  # fmt: skip

    def service_for(self, one: ListedPerson, chosen: ServiceOffered | None) -> ServiceOffered | Fault:
        """What the row says, else what was chosen for the list, else the municipality's own at the lowest level of care (BEON).

        Only its own: a shared service opens the record to those who give it, and that takes somebody's word. An open place
        to meet has no cases.
        """
        service = self.service_named(one.service) if one.service else chosen
        if isinstance(service, Fault):
            return service
        if service and one.pathway and str(one.pathway) not in service.pathways:
            return Fault(Field.PATHWAY, N_("Tilbudet «{name}» er ikke for dette hovedforløpet."), {"name": service.name})
        offered = self._by_pathway[one.pathway] if one.pathway else list(self._services.values())
        own = [one for one in offered if one.unit_id in self._own and one.legal_basis != NO_BASIS]
        found = service or min(own, key=lambda one: (one.level_of_care, one.name), default=None)
        if found:
            return found
        names = ", ".join(sorted({one.name for one in offered})) or "–"
        return Fault(
            Field.PATHWAY if one.pathway else Field.SERVICE,
            N_("{place} har ikke noe eget tilbud som passer. Velg et felles tilbud med --service NAVN. Disse finnes: {names}."),
            {"place": self.municipality.name, "names": names},
        )  # fmt: skip

    def worker(self, name: str) -> Staff | Fault:
        """The one of staff with this whole name, «Etternavn, Fornavn» too; never a guess, for it opens a record."""
        family, comma, given = name.partition(",")
        found = self._staff.get(fold(f"{given} {family}" if comma else name), [])
        if len(found) == 1:
            return found[0]
        if found:
            return Fault(Field.COORDINATOR, N_("To ansatte heter det samme. La cellen stå tom, og velg på personens side."))
        if near := self._near(name):
            reason = N_("Ingen ansatt i {place} har dette navnet. Mener du {names}? Skriv hele navnet.")
            return Fault(Field.COORDINATOR, reason, {"place": self.municipality.name, "names": " / ".join(near)})
        return Fault(
            Field.COORDINATOR, N_("Ingen ansatt i {place} har dette navnet. Legg inn den ansatte først, eller la cellen stå tom."),
            {"place": self.municipality.name},
        )  # fmt: skip

    def _near(self, name: str) -> list[str]:
        words = {fold(word) for word in name.replace(",", " ").split()}
        sharing = [one.name for found in self._staff.values() for one in found if words & {fold(word) for word in one.name.split()}]
        close = [self._staff[key][0].name for key in get_close_matches(fold(name), self._staff, n=3, cutoff=0.7)]
        return list(dict.fromkeys([*close, *sorted(sharing)]))[:3]

    def doctor(self, name: str) -> PartnerMember | None:
        """The GP with this name, with or without «dr.» in front."""
        key = fold(name)
        return self._doctors.get(key) or self._doctors.get(key.removeprefix("dr")) or self._doctors.get(key.removeprefix("lege"))
