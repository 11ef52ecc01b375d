"""The addresses messages reach us at."""

from django.db import transaction

from helhet.access.policy import Actor, NotVisible
from helhet.handover.models import MessageAddress
from helhet.organisation.models import Unit
from helhet.organisation.rules import N_, Fault, refuse_if_any


@transaction.atomic
def listen_at(her_id: str, *, unit: Unit, by: Actor, name: str = "", is_whole: bool = False) -> MessageAddress:
    """Receive what is sent to this address, on this unit's desk; `is_whole` when the address is the whole organisation's.

    Only for a unit that `by` belongs to: nobody may take over the post of another municipality.
    """
    her_id = "".join(her_id.split())
    refuse_if_any([] if her_id else [Fault("her_id", N_("Skriv HER-id-en, nummeret i adresseregisteret."))])
    taken = MessageAddress.objects.filter(her_id=her_id).exclude(unit=unit).exists()
    if unit.pk not in by.unit_ids or taken:
        raise NotVisible
    address, _ = MessageAddress.objects.update_or_create(her_id=her_id, defaults={"unit": unit, "name": name, "is_whole": is_whole})
    return address
