"""What she says yes and no to: consent and objection, each effective on the next request."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from helhet.access import log, sights
from helhet.access.deciding import LIMITS, last_day
from helhet.access.mandates import JUDGED, MANDATE_NAMES, PARENTS_ACT, Judged, MandateGround
from helhet.access.models import CareRelation, Consent, ConsentPart, Objection
from helhet.access.policy import Actor, NotVisible, require_write
from helhet.access.rules import (
    CONSENT_NAMES,
    PART_NAMES,
    REPRESENTED,
    SHAREABLE,
    ConsentKind,
    Part,
    Role,
)
from helhet.access.say import say_faults, says_by_age, take_back_faults
from helhet.organisation.models import Municipality, Partner, PartnerMember, Staff, Unit
from helhet.organisation.rules import N_, Fault, Refused, refuse_if_any

from .giving_way import SHARES_NOW, begins_at, first_instant, take_back, takes_over
from .relations import begin_relation, closed_out, end_now, holder_faults
from .withholding import kept_with

_LAST_DAYS = ("until", "until_before")
_BY_LAW = N_("Foreldre får vite dette til barnet fyller 16 år. Er det noe som ikke skal fortelles, så hold det tilbake i stedet.")


@transaction.atomic
def consent(
    person_id: UUID, *, kind: ConsentKind, how: str, by: Actor, given_by: str, parts: Iterable[Part] = (), purpose: str = "",
    since: date | None = None, until: date | None = None, to: Partner | PartnerMember | None = None,
    to_next_of_kin_id: UUID | None = None, to_words: str = "", capacity_basis: str = "",
    judged: Judged | None = None,
) -> Consent:  # fmt: skip
    """Note what she has said yes to, from now or a later day. Sharing opens a partner relation, and replaces an earlier yes to the same."""
    require_write(by, person_id, Part.CONSENT)
    parts = list(dict.fromkeys(parts))
    partner = to if isinstance(to, Partner) else None
    member = to if isinstance(to, PartnerMember) else None
    refuse_if_any(
        [
            *day_faults(since, until, by),
            *consent_faults(kind, parts, to or to_next_of_kin_id or to_words.strip()),
            *([] if how.strip() else [Fault("how", N_("Skriv hvordan samtykket ble gitt."))]),
            *holder_faults(person_id, by=by, member=member),
            *_partner_faults(person_id, partner, by),
            *say_faults(person_id, kind=ConsentKind(kind), parts=parts, given_by=given_by, by=by),
        ]
    )
    if capacity_basis and says_by_age(person_id, by=by):
        capacity_basis = ""  # a parent's right follows from the child's age: nothing has been decided of the child
    made = Consent.objects.create(
        person_id=person_id, kind=kind, given_at=by.at, given_by=given_by, how=how.strip(), capacity_basis=capacity_basis,
        to_partner=partner, to_partner_member=member, to_next_of_kin_id=to_next_of_kin_id, to_words=to_words.strip(), purpose=purpose,
        since=since, until=until, noted_by=by.name, **_as_judged(judged),
    )  # fmt: skip
    ConsentPart.objects.bulk_create(ConsentPart(consent=made, part=part) for part in parts)
    log.did(N_("noterte samtykke"), made, by=by, note=_consent_note(made, parts))
    if kind == ConsentKind.SHARING:
        _share(made, partner, member, by)
    return made


def _as_judged(judged: Judged | None) -> dict[str, Any]:
    return {"judged_on": judged.on, "reasons": judged.reasons.strip(), "review_on": judged.review_on} if judged else {}


def _partner_faults(person_id: UUID, partner: Partner | None, by: Actor) -> Iterable[Fault]:
    if partner and closed_out([person_id], by=by, partner_id=partner.pk):
        yield Fault("to", N_("Personen har sperret for {name}."), {"name": partner.name})


def _consent_note(made: Consent, parts: list[Part]) -> str:
    holder = made.to_partner_member or made.to_partner or made.to_next_of_kin
    to = holder.name if holder else made.to_words
    return CONSENT_NAMES[ConsentKind(made.kind)] + (f" {', '.join(PART_NAMES[part] for part in parts)} med {to}" if to else "")


def _share(made: Consent, partner: Partner | None, member: PartnerMember | None, by: Actor) -> None:
    if partner or member:
        same = Consent.objects.filter(person_id=made.person_id, kind=ConsentKind.SHARING, to_partner=partner, to_partner_member=member)
        takes_over(made, same, by=by)
    still_there = Q(until=None) | Q(until__gte=by.on)
    for one in [member] if member else partner.members.filter(still_there) if partner else ():
        # Who stood in the team as a telephone to ring now stands there as somebody who may see.
        to_ring = list(CareRelation.objects.filter(person_id=made.person_id, partner_member=one, consent=None, until=None))
        end_now(to_ring, reason=SHARES_NOW, by=by, at=begins_at(made, by))
        function = next((old.function for old in to_ring if old.function), one.title)
        begin_relation(
            made.person_id, role=Role.PARTNER, ground=N_("samtykke"), by=by, partner_member=one, function=function, consent=made,
            since=begins_at(made, by),
        )  # fmt: skip


def day_faults(since: date | None, until: date | None, by: Actor) -> Iterable[Fault]:
    """What is wrong with the days something is to hold from and until: over already, or in the wrong order."""
    if since and since < by.on:
        yield Fault("since", N_("Dagen er gått. Uten dato gjelder det fra nå."))
    if until and until < by.on:
        yield Fault("until", N_("Sluttdatoen er før i dag."))
    elif since and until and until < since:
        yield Fault("until", N_("Sluttdatoen er før den første dagen."))


def consent_faults(kind: ConsentKind, parts: list[Part], to: object) -> Iterable[Fault]:
    """What is wrong with whom it is for and which parts it is about."""
    if kind == ConsentKind.SHARING and not to:
        yield Fault("to", N_("Velg hvem det deles med."))
    if kind == ConsentKind.SHARING and not parts:
        yield Fault("parts", N_("Velg minst én del som deles."))
    if kind == ConsentKind.MANDATE and not parts:
        yield Fault("parts", N_("Velg minst én del det gjelder."))
    may_be_given = REPRESENTED if kind == ConsentKind.MANDATE else SHAREABLE
    if unshareable := [PART_NAMES.get(part, part) for part in parts if part not in may_be_given]:
        yield Fault("parts", N_("Dette kan ikke deles på denne måten: {part}."), {"part": ", ".join(unshareable)})


@transaction.atomic
def withdraw(given: Consent, *, by: Actor) -> list[Consent]:
    """She takes it back: effective on the next request, for everybody it let in. Answers what it would have replaced, which holds on."""
    require_write(by, given.person_id, Part.CONSENT)
    _require_hers(given, by)
    refuse_if_any(list(take_back_faults(given, by=by)))
    return take_back(given, reason="samtykket er trukket", by=by)


def _require_hers(given: Consent, by: Actor) -> None:
    """A mandate that others have decided, or that follows from the child's age, is not the person's own to take back."""
    decided_by_others = given.kind == ConsentKind.MANDATE and given.purpose != MANDATE_NAMES[MandateGround.PROXY]
    if given.purpose == MANDATE_NAMES[MandateGround.PARENTS] and not by.is_staff:
        raise Refused(Fault("withdraw", _BY_LAW))
    if decided_by_others and not by.is_staff:
        raise Refused(Fault("withdraw", N_("{name} har bestemt dette. Be dem endre det, så endrer vi det her."), {"name": given.given_by}))


@transaction.atomic
def judge_again(given: Consent, *, reasons: str, review_on: date | None, by: Actor) -> None:
    """What a mandate rests on is judged again today, and still holds: why, and the next day it is looked at. If it does not, withdraw."""
    require_write(by, given.person_id, Part.CONSENT)
    if not by.is_staff or given.purpose not in [MANDATE_NAMES[ground] for ground in JUDGED] or not given.runs(by.on):
        raise NotVisible
    judged = Judged(by.on, reasons, review_on)
    refuse_if_any(judged.faults(on=by.on))
    now = _as_judged(judged)
    was = {name: getattr(given, name) for name in now}
    for name, value in now.items():
        setattr(given, name, value)
    given.save(update_fields=list(now))
    log.did(N_("vurderte på nytt"), given, by=by, was=was)


@transaction.atomic
def take_back_mandates(person_id: UUID, next_of_kin_id: UUID, *, by: Actor) -> None:
    """Whom this next of kin acts for no more: every mandate is taken back, and what it opened is closed."""
    rows = Consent.objects.filter(person_id=person_id, to_next_of_kin_id=next_of_kin_id, kind=ConsentKind.MANDATE, withdrawn_at=None)
    for given in rows.order_by("given_at"):
        withdraw(given, by=by)


@transaction.atomic
def mandates_give_way(made: Consent, *, by: Actor) -> None:
    """What this next of kin acts by gives way to the new mandate: now, or on its first day."""
    same = Consent.objects.filter(person_id=made.person_id, to_next_of_kin_id=made.to_next_of_kin_id, kind=ConsentKind.MANDATE)
    for old in same.filter(withdrawn_at=None).exclude(pk=made.pk):
        _require_hers(old, by)
    takes_over(made, same, by=by)


@transaction.atomic
def object_to(
    person_id: UUID, *, by: Actor, staff: Staff | None = None, unit: Unit | None = None, municipality: Municipality | None = None,
    partner: Partner | None = None, of_part: Part | None = None, words: str = "", since: date | None = None, until: date | None = None,
) -> Objection:  # fmt: skip
    """Note that she closes her record, or a part, to somebody (helsepersonelloven § 29; pasientjournalloven § 17).

    From now or from a later first day, to the end of a last day or until she opens. To a municipality: to everybody who works for it,
    by whatever unit they came.
    Refused when nobody would be left who can open it again: then nobody could help her either.
    """
    require_write(by, person_id, Part.CONSENT)
    refuse_if_any(
        [
            *([Fault("against", N_("Velg én å sperre for."))] if sum(1 for one in (staff, unit, municipality, partner) if one) > 1 else []),
            *day_faults(since, until, by),
        ]
    )
    begins = first_instant(since) if since and since > by.on else by.at
    made = Objection.objects.create(
        person_id=person_id, staff=staff, unit=unit, municipality=municipality, partner=partner, of_part=of_part or "", since=begins,
        until=first_instant(until + timedelta(days=1)) if until else None, words=words.strip(), noted_by=by.name,
    )  # fmt: skip
    who = staff or unit or municipality or partner
    closed = PART_NAMES[Part(of_part)] if of_part else N_("alt")
    log.did(N_("sperret"), made, by=by, note=f"{closed}: {who.name if who else N_('alle')}")
    if not sights.somebody_can_open(person_id, at=begins):
        raise Refused(
            Fault("against", N_("Da er det ingen igjen som kan hjelpe, eller åpne igjen. Velg hvem det gjelder, eller bare en del."))
        )
    return made


@transaction.atomic
def lift(objection: Objection, *, by: Actor) -> None:
    """She opens again; to a parent, the last part that was kept takes with it what would have told that it was."""
    require_write(by, objection.person_id, Part.CONSENT)
    if objection.until and objection.until <= max(by.at, objection.since):
        return
    for one in [objection, *(kept_with(objection, by=by) if objection.next_of_kin_id else ())]:
        was = {"until": one.until}
        # One that has not begun yet never will: it ends as it begins.
        one.until = max(by.at, one.since)
        one.save(update_fields=["until"])
        log.did(N_("opphevet sperring"), one, by=by, was=was)


@transaction.atomic
def parents_act_until(person_id: UUID, born: date, *, by: Actor) -> None:
    """No parent acts for her past the age the law says: her birth date was wrong, and is put right."""
    for one in Consent.objects.filter(
        person_id=person_id, purpose__in=[MANDATE_NAMES[ground] for ground in PARENTS_ACT], withdrawn_at=None
    ):
        ground = next(ground for ground in PARENTS_ACT if MANDATE_NAMES[ground] == one.purpose)
        day = last_day(born, LIMITS[PARENTS_ACT[ground]])
        # What it would hold to again is past the age as well.
        late = [name for name in _LAST_DAYS if (name == "until" or one.gives_way_to_id) and (getattr(one, name) or date.max) > day]
        was = {name: getattr(one, name) for name in late}
        for name in late:
            setattr(one, name, day)
        if late:
            one.save(update_fields=late)
            log.did(N_("endret"), one, by=by, was=was)
