"""Professional networks, kept right by whoever leads or coordinates in a municipality that is in them. No person data."""

from collections.abc import Collection
from datetime import date

from django.db import transaction

from helhet.organisation.models import Municipality, Network, Staff
from helhet.organisation.queries.keeping import in_charge_of
from helhet.organisation.rules import N_, Fault, refuse_if_any
from helhet.organisation.rules.acting import InCharge
from helhet.organisation.rules.keeping import name_faults
from helhet.organisation.rules.networks import network_faults

from .competence import not_theirs


@transaction.atomic
def keep_network(
    network: Network | None, *, name: str, about: str, reach: str, host: str, meets_a_year: int, places: Collection[Municipality],
    goers: Collection[Staff], by: InCharge, next_on: date | None = None, next_where: str = "",
) -> Network:  # fmt: skip
    """A network as it is from now on: what it is about, who calls, when it meets next, and who of ours goes."""
    wrong = [*name_faults({"name": name, "about": about, "host": host}, "name"), *not_theirs(by, goers)]
    wrong += network_faults(reach=reach, meets_a_year=meets_a_year, next_on=next_on, on=by.on)
    mine = {one.pk for one in in_charge_of(by)}
    if not places or not {one.pk for one in places} & mine or (network and not mine & {one.pk for one in network.serves.all()}):
        wrong.append(Fault("places", N_("Velg minst én kommune du leder eller er koordinerende enhet for.")))
    refuse_if_any(wrong)
    made = network or Network(since=by.on)
    made.name, made.about, made.reach, made.host = name.strip(), about.strip(), reach, host.strip()
    made.meets_a_year, made.next_on, made.next_where = meets_a_year, next_on, next_where.strip()
    made.changed_at, made.changed_by = by.at, by.name
    made.save()
    made.serves.set(places)
    made.goers.set(goers)
    return made


@transaction.atomic
def end_network(network: Network, *, by: InCharge) -> Network:
    """It meets no more; what was, stands."""
    mine = {one.pk for one in in_charge_of(by)} & {one.pk for one in network.serves.all()}
    refuse_if_any([] if mine else [Fault("", N_("Dette nettverket er det andre som leder."))])
    network.until, network.changed_at, network.changed_by = by.on, by.at, by.name
    network.save()
    return network
