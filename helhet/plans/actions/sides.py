"""Disagreement on the record, and the crisis and mastery plan."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import transaction

from helhet.access import log
from helhet.access.policy import Actor, authorship, require_write
from helhet.access.rules import Part
from helhet.organisation.rules import N_, Fault, Refused, refuse_if_any
from helhet.people.rules import read_telephone
from helhet.plans import rules
from helhet.plans.actions.frame import touch
from helhet.plans.models import CrisisNotes, CrisisStep, Disagreement, Plan


@transaction.atomic
def disagree(plan: Plan, *, about: str, her_words: str, by: Actor) -> Disagreement:
    """Her view stands on the record in her words, also of a plan that is locked or ended; nobody else may change it."""
    require_write(by, plan.person_id, Part.PLAN)
    refuse_if_any([Fault(name, N_("Skriv dette.")) for name, text in (("about", about), ("her_words", her_words)) if not text.strip()])
    made = Disagreement.objects.create(plan=plan, about=about.strip(), her_words=her_words.strip(), **authorship(by))
    touch(plan, by=by)
    log.did(N_("uenig"), made, by=by)
    return made


@transaction.atomic
def answer_disagreement(row: Disagreement, *, our_words: str, by: Actor, look_again_on: date | None = None) -> None:
    """The other view, beside hers; written once, by one of us."""
    require_write(by, row.plan.person_id, Part.PLAN)
    refuse_if_any(_answer_faults(row, our_words, by))
    row.our_words, row.our_name, row.look_again_on = our_words.strip(), by.name, look_again_on
    row.save(update_fields=["our_words", "our_name", "look_again_on"])
    touch(row.plan, by=by)
    log.did(N_("svarte på uenighet"), row, by=by, was={"our_words": ""})


def _answer_faults(row: Disagreement, words: str, by: Actor) -> Iterable[Fault]:
    if not words.strip():
        yield Fault("our_words", N_("Skriv hvordan dere ser det."))
    if row.our_words:
        yield Fault("our_words", N_("Begge syn står alt. Ingen kan endre den andres tekst."))
    if not by.is_staff:
        yield Fault("our_words", N_("Dette svaret skrives av en ansatt."))


@transaction.atomic
def settled(row: Disagreement, *, on_her_behalf: bool, by: Actor) -> None:
    """One of the two says it is settled; both texts stand until both have."""
    require_write(by, row.plan.person_id, Part.PLAN)
    hers = on_her_behalf or by.kind == "person"
    if hers:
        row.settled_by_her_on = by.on
    else:
        row.settled_by_us_on = by.on
    row.save(update_fields=["settled_by_her_on", "settled_by_us_on"])
    touch(row.plan, by=by)
    log.did(N_("løst, sier personen") if hers else N_("løst, sier vi"), row, by=by)


_LINE: Mapping[str, Mapping[Any, str]] = {"zone": rules.ZONE_NAMES, "kind": rules.CRISIS_LINE_NAMES}


@transaction.atomic
def write_crisis_step(plan: Plan, *, zone: str, kind: str, words: str, by: Actor, telephone: str = "",
                      instead_of: CrisisStep | None = None, seen: Mapping[str, str] | None = None) -> CrisisStep:  # fmt: skip
    """A line of the crisis and mastery plan; a newer line takes the place of an older one, which is kept.

    `seen` is what stood in the older one when the page was opened (`rules.changed_by_me`): another may have replaced it meanwhile.
    """
    require_open_crisis(plan, by=by)
    number = read_telephone(telephone)
    refuse_if_any(_line_faults(zone, kind, words, number))
    line = {"zone": zone, "kind": kind, "words": words.strip(), "telephone": number}
    stands = None
    if instead_of:
        Plan.objects.select_for_update().get(pk=plan.pk)
        instead_of.refresh_from_db()
        stands = instead_of.stands_now()
        now = {name: getattr(stands or instead_of, name) for name in line} | ({} if stands else {"words": "", "telephone": ""})
        line = now | rules.changed_by_me(seen, now, line, _LINE)
    place = stands.number if stands else CrisisStep.objects.filter(plan=plan, zone=line["zone"], kind=line["kind"]).count() + 1
    if stands:
        remove_crisis_step(stands, by=by)
    made = CrisisStep.objects.create(plan=plan, number=place, replaces=stands, **line, **authorship(by))
    touch(plan, by=by)
    log.did(N_("skrev i kriseplanen"), made, by=by)
    return made


def _line_faults(zone: str, kind: str, words: str, number: str | Fault) -> Iterable[Fault]:
    if isinstance(number, Fault):
        yield number
    if zone not in rules.ZONE_NAMES or kind not in rules.CRISIS_LINE_NAMES:
        yield Fault("zone", N_("Velg grønt, gult eller rødt."))
    if not words.strip():
        yield Fault("words", N_("Skriv dette med personens egne ord."))


def require_open_crisis(plan: Plan, *, by: Actor) -> None:
    """The crisis and mastery plan is in use: it does not stand or fall with her consent to the individual plan."""
    require_write(by, plan.person_id, Part.CRISIS)
    if plan.state == rules.State.ENDED:
        raise Refused(Fault("words", N_("Planen er avsluttet.")))


@transaction.atomic
def remove_crisis_step(step: CrisisStep, *, by: Actor) -> None:
    """The line no longer helps; it is kept in the history."""
    require_write(by, step.plan.person_id, Part.CRISIS)
    if step.until:
        raise Refused(Fault("words", N_("Linjen er alt byttet ut.")))
    step.until = by.at
    step.save(update_fields=["until"])
    log.did(N_("tok bort linje"), step, by=by)


@transaction.atomic
def write_crisis_notes(plan: Plan, *, by: Actor, medicines: str = "", children_and_pets: str = "", helpers_should_know: str = "",
                       seen: Mapping[str, str] | None = None) -> CrisisNotes:  # fmt: skip
    """Medicines, children and pets, what helpers should know: the newest counts, the older are kept (`seen`: `rules.changed_by_me`)."""
    require_open_crisis(plan, by=by)
    notes = {"medicines": medicines, "children_and_pets": children_and_pets, "helpers_should_know": helpers_should_know}
    notes = {name: text.strip() for name, text in notes.items()}
    Plan.objects.select_for_update().get(pk=plan.pk)
    newest = CrisisNotes.objects.filter(plan=plan).order_by("-at", "-pk").first()
    now = {name: getattr(newest, name, "") for name in notes}
    made = CrisisNotes.objects.create(plan=plan, **now | rules.changed_by_me(seen, now, notes), **authorship(by))
    touch(plan, by=by)
    log.did(N_("skrev i kriseplanen"), made, by=by)
    return made
