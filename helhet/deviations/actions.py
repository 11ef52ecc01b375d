"""Reporting what went wrong, handling it, meeting the clocks of a serious event, learning from hard cases, and dating the year's review."""

from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from django.db import transaction

from helhet.access import log
from helhet.access.policy import Actor, NotVisible, authorship, require_write
from helhet.access.rules import Part
from helhet.cooperation.rules import without_persons
from helhet.organisation.models import Municipality, Staff, Unit
from helhet.organisation.queries.keeping import in_charge_of
from helhet.organisation.rules import N_, Fault, refuse_if_any
from helhet.organisation.rules.keeping import name_faults

from . import rules
from .models import Concerned, Deviation, DeviationStep, EventStep, HardCase, SeriousEvent, YearlyReview, YearlyWords
from .queries import clocks_of, may_handle


@transaction.atomic
def report(
    *, what: str, area: str, seriousness: str, happened_on: date, unit: Unit, by: Actor, person_id: UUID | None = None,
    known_on: date | None = None,
) -> Deviation:  # fmt: skip
    """Anybody who works here says that something went wrong; about a person, it is for those who may see her cases only."""
    if by.staff_id is None:
        raise NotVisible
    if person_id:
        require_write(by, person_id, Part.CASE)
    about_nobody = [] if person_id else without_persons(what=what)
    refuse_if_any([*rules.report_faults(what, area, seriousness, happened_on, known_on, on=by.on), *about_nobody])
    made = Deviation.objects.create(
        municipality_id=unit.municipality_id, unit=unit, happened_on=happened_on, what="" if person_id else what.strip(), area=area,
        seriousness=seriousness, is_about_person=bool(person_id), reported_at=by.at, reported_by_id=by.staff_id,
    )  # fmt: skip
    if known_on and seriousness == rules.Seriousness.GRAVE:
        last = rules.clocks(known_on)
        SeriousEvent.objects.create(
            deviation=made, known_on=known_on, notice_by=last.notice, meeting_by=last.meeting, report_by=last.report
        )
    if person_id:
        concerned = Concerned.objects.create(id=made.pk, person_id=person_id, what=what.strip(), **authorship(by))
        log.did(N_("meldte avvik"), concerned, by=by)
    return made


def _require_handling(deviation: Deviation, by: Actor) -> Deviation:
    """The deviation as it stands now, for whoever handles it; of one about a person, she must be let into her cases too."""
    now = Deviation.objects.select_for_update().get(pk=deviation.pk)
    if now.is_about_person:
        require_write(by, Concerned.objects.get(pk=now.pk).person_id, Part.CASE)
    if not (may_handle(by, now) or now.is_about_person):
        raise NotVisible
    return now


@transaction.atomic
def handle(
    deviation: Deviation, *, deed: str, words: str, by: Actor, owner: Staff | None = None, due: date | None = None
) -> None:  # fmt: skip
    """Cause and measure with somebody who does it by a day; then whether it worked; then closed. What was written stands."""
    now = _require_handling(deviation, by)
    done = set(now.steps.values_list("deed", flat=True))
    wrong = list(
        rules.handling_faults(
            deed, words, has_measure=rules.Deed.MEASURE in done, has_effect=rules.Deed.EFFECT in done,
            is_closed=now.closed_on is not None, open_clocks=sum(line.met is None for line in clocks_of(now)),
        )
    )  # fmt: skip
    wrong += [] if now.is_about_person else without_persons(words=words)
    if deed == rules.Deed.MEASURE and not (owner and due):
        wrong.append(Fault("due" if owner else "owner", N_("Skriv hvem som gjør det, og innen når.")))
    elif due and due < by.on:
        wrong.append(Fault("due", N_("Velg i dag eller senere.")))
    refuse_if_any(wrong)
    DeviationStep.objects.create(
        deviation=now, deed=deed, words=words.strip(), owner_name=owner.name if owner else "", due=due, on=by.on, at=by.at, by_name=by.name
    )
    if deed == rules.Deed.MEASURE:
        now.owner, now.due = owner, due
    if deed == rules.Deed.CLOSED:
        now.closed_on = by.on
    now.changed_at, now.changed_by = by.at, by.name
    now.save()
    _say_in_her_log(now, N_("behandlet avvik"), by)


@transaction.atomic
def meet_clock(deviation: Deviation, *, clock: str, on: date, note: str, by: Actor) -> None:
    """One of the clocks is met, on a day, with a line on how."""
    now = _require_handling(deviation, by)
    lines = {line.clock: line for line in clocks_of(now)}
    wrong = []
    if clock not in lines:
        raise NotVisible
    if lines[clock].met:
        wrong.append(Fault("on", N_("Dette er alt gjort.")))
    if not now.event.known_on <= on <= by.on:
        wrong.append(Fault("on", N_("Dagen må være fra dere fikk vite det, til i dag.")))
    refuse_if_any(wrong)
    EventStep.objects.create(event=now.event, clock=clock, on=on, note=note.strip(), at=by.at, by_name=by.name)
    _say_in_her_log(now, N_("behandlet avvik"), by)


def _say_in_her_log(now: Deviation, verb: str, by: Actor) -> None:
    if now.is_about_person:
        log.did(verb, Concerned.objects.get(pk=now.pk), by=by)


@transaction.atomic
def look_back(person_id: UUID, *, on: date, partners: str, learned: str, measure: str, by: Actor) -> HardCase:
    """Look back on a hard case with the partners: what we learned, and what we do now."""
    require_write(by, person_id, Part.CASE)
    wrong = list(name_faults({"partners": partners, "learned": learned, "measure": measure}, "partners", "learned", "measure"))
    refuse_if_any([*wrong, *_not_yet("on", on, by)])
    made = HardCase.objects.create(
        person_id=person_id, on=on, partners=partners.strip(), learned=learned.strip(), measure=measure.strip(), **authorship(by)
    )
    log.did(N_("skrev hva vi lærte"), made, by=by)
    return made


@transaction.atomic
def say_effect(case: HardCase, *, effect: str, on: date, by: Actor) -> None:
    """Whether what we did after the hard case worked; what was said before is kept."""
    require_write(by, case.person_id, Part.CASE)
    wrong = [*name_faults({"effect": effect}, "effect"), *_not_yet("on", on, by)]
    if on < case.on:
        wrong.append(Fault("on", N_("Det kan ikke være før dere så tilbake. Sjekk dagen.")))
    refuse_if_any(wrong)
    now = HardCase.objects.select_for_update().get(pk=case.pk)
    was = {"effect": now.effect, "effect_on": now.effect_on}
    now.effect, now.effect_on = effect.strip(), on
    now.save(update_fields=["effect", "effect_on"])
    log.did(N_("skrev om det virket"), now, by=by, was=was)


def _not_yet(field: str, on: date, by: Actor) -> Iterable[Fault]:
    if on > by.on:
        yield Fault(field, N_("Dagen er ikke kommet ennå."))


@transaction.atomic
def write_year(municipality: Municipality, *, year: int, words: Mapping[str, str], by: Actor) -> None:
    """The leader's own words under the letters of the yearly review; what she wrote before stands beneath."""
    _require_charge(municipality, by)
    newest = {one.letter: one.words for one in YearlyWords.objects.filter(municipality=municipality, year=year).order_by("at", "pk")}
    YearlyWords.objects.bulk_create(
        YearlyWords(municipality=municipality, year=year, letter=letter, words=said.strip(), on=by.on, at=by.at, by_name=by.name)
        for letter, said in words.items()
        if letter in rules.LETTER_NAMES and said.strip() != newest.get(letter, "")
    )


@transaction.atomic
def date_year(municipality: Municipality, *, year: int, who: str, on: date, by: Actor) -> YearlyReview:
    """The whole was gone through, by these, on this day."""
    _require_charge(municipality, by)
    newest = {one.letter: one.words for one in YearlyWords.objects.filter(municipality=municipality, year=year).order_by("at", "pk")}
    written = "".join(sorted(letter for letter, said in newest.items() if said))
    wrong = [*name_faults({"who": who}, "who"), *_not_yet("on", on, by)]
    if not written:
        wrong.append(Fault("who", N_("Skriv først egne ord under minst ett av punktene, og lagre.")))
    refuse_if_any(wrong)
    return YearlyReview.objects.create(
        municipality=municipality, year=year, who=who.strip(), letters=written, on=on, at=by.at, by_name=by.name
    )


def _require_charge(municipality: Municipality, by: Actor) -> None:
    if municipality.pk not in {one.pk for one in in_charge_of(by)}:
        raise NotVisible
