"""Deviations: who sees which, in what order they are handled, the clocks, and that nothing of them is overwritten."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from helhet.access.log import LogEntry
from helhet.access.policy import NotVisible
from helhet.cases import actions as cases
from helhet.deviations import actions, queries
from helhet.deviations.models import Concerned, Deviation, DeviationStep
from helhet.organisation.rules import Refused


@pytest.fixture
def siri(house, as_):
    """Siri Haugen, whom Ingunn coordinates for."""
    new = cases.NewEnquiry(name="Siri Haugen", words="Hester.", unit=house.units["bygland"], municipality_number="4220")
    person = cases.register(new, by=as_("ingunn")).person
    cases.appoint(person.pk, staff=house.staff["ingunn"], by=as_("tone"))
    return person


def _report(house, by, what="Varselet ble liggende.", unit="bygland", **more):
    given = {"area": "outside", "seriousness": "could", "happened_on": by.on} | more
    return actions.report(what=what, unit=house.units[unit], by=by, **given)


def _keys(opening) -> set:
    return {one.pk for one in queries.deviations(opening)}


def test_about_the_service_it_is_seen_by_those_in_charge_and_who_reported_it(house, as_, opening_for) -> None:
    made = _report(house, as_("kari"))
    for who, sees in (("kari", True), ("tone", True), ("ingunn", False), ("gunnhild", False), ("liv", False)):
        assert (made.pk in _keys(opening_for(who))) is sees, who
        if not sees:
            with pytest.raises(NotVisible):
                queries.open_deviation(opening_for(who), made.pk)


def test_about_a_person_it_is_for_those_who_may_see_her_cases_only(house, siri, as_, opening_for) -> None:
    made = _report(house, as_("ingunn"), what="Siri fikk ikke medisinen.", person_id=siri.pk)
    assert Deviation.objects.get(pk=made.pk).what == ""
    assert queries.open_deviation(opening_for("ingunn"), made.pk).concerned.what == "Siri fikk ikke medisinen."
    for who in ("liv", "gunnhild", "marit"):
        with pytest.raises(NotVisible):
            queries.open_deviation(opening_for(who), made.pk)
        assert queries.of_person(opening_for(who), siri.pk) == []
    assert made.pk not in _keys(opening_for("tone"))


def test_who_reported_about_a_person_knows_that_it_is_there_and_no_more(house, siri, as_, opening_for) -> None:
    made = _report(house, as_("ingunn"), person_id=siri.pk)
    assert [one.pk for one in queries.reported_about_persons(opening_for("ingunn"))] == [made.pk]
    assert not opening_for("ingunn").documents


def test_nobody_reports_about_somebody_she_may_not_see(house, siri, as_) -> None:
    with pytest.raises(NotVisible):
        _report(house, as_("liv"), person_id=siri.pk)
    assert not Concerned.objects.exists()
    assert not Deviation.objects.exists()


def test_it_stands_in_her_log_that_it_was_reported_and_handled(house, siri, as_) -> None:
    made = _report(house, as_("ingunn"), person_id=siri.pk)
    owner, due = house.staff["kari"], as_("ingunn").on + timedelta(days=20)
    actions.handle(made, deed="measure", words="Ny rutine.", owner=owner, due=due, by=as_("ingunn"))
    verbs = [one.verb for one in LogEntry.objects.filter(person_id=siri.pk).order_by("number")]
    assert verbs[-2:] == ["meldte avvik", "behandlet avvik"]


def test_it_is_handled_in_order_and_what_was_written_stands(house, as_) -> None:
    made, tone = _report(house, as_("kari")), as_("tone")
    for deed in ("effect", "closed"):
        with pytest.raises(Refused):
            actions.handle(made, deed=deed, words="For tidlig.", by=tone)
    with pytest.raises(Refused) as refused:
        actions.handle(made, deed="measure", words=" ", by=tone)
    assert {fault.field for fault in refused.value.faults} == {"words", "owner"}
    actions.handle(made, deed="measure", words="Vakt i helgene.", owner=house.staff["tone"], due=tone.on, by=tone)
    actions.handle(made, deed="effect", words="Det virket.", by=tone)
    actions.handle(made, deed="closed", words="Avtal i tide.", by=tone)
    with pytest.raises(Refused):
        actions.handle(made, deed="measure", words="Mer.", owner=house.staff["tone"], due=tone.on, by=tone)
    with pytest.raises(DatabaseError), transaction.atomic():
        DeviationStep.objects.update(words="Noe annet.")
    assert Deviation.objects.get(pk=made.pk).closed_on == tone.on


def test_who_only_reported_it_does_not_handle_it(house, as_) -> None:
    with pytest.raises(NotVisible):
        actions.handle(_report(house, as_("kari")), deed="measure", words="Selv.", by=as_("kari"))


def test_what_concerns_the_service_names_nobody_by_a_number(house, siri, as_) -> None:
    """About a person it may: it stands with her, for those who may see her."""
    said = "Medisinen til 128697 14796 ble glemt."
    with pytest.raises(Refused, match="kjennes igjen"):
        _report(house, as_("kari"), what=said)
    made = _report(house, as_("tone"))
    with pytest.raises(Refused, match="kjennes igjen"):
        actions.handle(made, deed="measure", words=said, owner=house.staff["tone"], due=as_("tone").on, by=as_("tone"))
    _report(house, as_("ingunn"), what=said, person_id=siri.pk)


def test_a_measure_is_to_be_done_today_or_later(house, as_) -> None:
    tone = as_("tone")
    with pytest.raises(Refused, match="i dag eller senere"):
        actions.handle(
            _report(house, tone), deed="measure", words="Vakt.", owner=house.staff["tone"], due=tone.on - timedelta(days=1), by=tone
        )


def test_a_grave_event_counts_from_a_day_that_was_said(house, as_) -> None:
    with pytest.raises(Refused, match="når dere fikk vite det"):
        _report(house, as_("marit"), seriousness="grave", unit="evje")


def test_a_grave_event_has_three_clocks_and_is_not_closed_before_they_are_met(house, as_, opening_for) -> None:
    tone = as_("tone")
    made = _report(house, as_("marit"), seriousness="grave", happened_on=tone.on, known_on=tone.on, unit="evje")
    lines = queries.open_deviation(opening_for("tone"), made.pk).clocks
    assert [(line.clock, line.by.isoformat()) for line in lines] == [
        ("notice", "2026-11-17"),
        ("meeting", "2026-11-20"),
        ("report", "2027-02-10"),
    ]
    actions.handle(made, deed="measure", words="Vakt.", owner=house.staff["tone"], due=tone.on, by=tone)
    actions.handle(made, deed="effect", words="Ja.", by=tone)
    with pytest.raises(Refused):
        actions.handle(made, deed="closed", words="Ferdig.", by=tone)
    for clock in ("notice", "meeting", "report"):
        actions.meet_clock(made, clock=clock, on=tone.on, note="", by=tone)
    with pytest.raises(Refused):
        actions.meet_clock(made, clock="notice", on=tone.on, note="", by=tone)
    actions.handle(made, deed="closed", words="Ferdig.", by=tone)


def test_every_fault_of_a_report_is_said_at_once(house, as_) -> None:
    kari = as_("kari")
    with pytest.raises(Refused) as refused:
        _report(house, kari, what=" ", area="x", seriousness="x", happened_on=kari.on + timedelta(days=1))
    assert {fault.field for fault in refused.value.faults} == {"what", "area", "seriousness", "happened_on"}


def test_counts_are_by_area_and_say_nothing_of_whom(house, siri, as_) -> None:
    ingunn = as_("ingunn")
    _report(house, ingunn)
    _report(house, ingunn, person_id=siri.pk)
    [area] = queries.summed(ingunn, ["4220"], since=queries.lately(ingunn.on), until=ingunn.on)
    assert area == queries.AreaCount("4220", "outside", 1, 1, 1, 1)
    assert queries.summed(ingunn, ["4220"], since=queries.lately(ingunn.on), until=ingunn.on - timedelta(days=1)) == []


def test_a_hard_case_is_looked_back_on_and_its_effect_is_said_with_history(house, siri, as_, opening_for) -> None:
    ingunn = as_("ingunn")
    made = actions.look_back(siri.pk, on=ingunn.on, partners="NAV", learned="Ring først.", measure="Fast telefon.", by=ingunn)
    with pytest.raises(Refused, match="før dere så tilbake"):
        actions.say_effect(made, effect="Ja.", on=ingunn.on - timedelta(days=1), by=ingunn)
    actions.say_effect(made, effect="Ja.", on=ingunn.on, by=ingunn)
    assert queries.open_hard_case(opening_for("ingunn"), made.pk).effect == "Ja."
    with pytest.raises(NotVisible):
        queries.open_hard_case(opening_for("liv"), made.pk)


def test_the_year_is_dated_by_those_in_charge_when_something_is_written(house, as_) -> None:
    place, tone = house.municipalities["bygland"], as_("tone")
    with pytest.raises(NotVisible):
        actions.write_year(place, year=2026, words={"a": "Vårt."}, by=as_("liv"))
    with pytest.raises(Refused):
        actions.date_year(place, year=2026, who="Vi", on=tone.on, by=tone)
    actions.write_year(place, year=2026, words={"a": "Vårt.", "b": ""}, by=tone)
    actions.write_year(place, year=2026, words={"a": "Vårt og ditt."}, by=tone)
    assert actions.date_year(place, year=2026, who="Vi", on=tone.on, by=tone).letters == "a"
    assert queries.words_of_year(tone, "4220", 2026)["a"].words == "Vårt og ditt."


# ── what waits for somebody ──


def _waits(opening) -> list[tuple[str, object]]:
    return [(one.what, one.by) for one in queries.waiting(opening)]


def test_a_serious_event_is_on_the_day_of_those_in_charge_with_its_three_clocks_until_each_is_met(house, as_, opening_for) -> None:
    kari, tone = as_("kari"), as_("tone")
    made = _report(house, kari, seriousness="grave", known_on=kari.on)
    event = made.event
    clocks = [
        ("Melding til statsforvalteren og Undersøkelseskommisjonen", event.notice_by),
        ("Tilby møte til personen eller de pårørende", event.meeting_by), ("Rapport om hva som skjedde", event.report_by),
    ]  # fmt: skip
    for who in ("kari", "tone"):
        assert _waits(opening_for(who)) == [*clocks, ("Finn årsak og tiltak", None)], who
    for who in ("ingunn", "liv", "gunnhild"):
        assert _waits(opening_for(who)) == [], who
    actions.meet_clock(made, clock="notice", on=tone.on, note="", by=tone)
    assert _waits(opening_for("tone"))[:2] == clocks[1:]


def test_what_was_given_to_somebody_is_on_her_day_and_no_longer_on_the_others(house, as_, opening_for) -> None:
    tone = as_("tone")
    made = _report(house, as_("kari"))
    actions.handle(made, deed="measure", words="Fast telefon.", owner=house.staff["kari"], due=tone.on + timedelta(days=9), by=tone)
    assert _waits(opening_for("kari")) == [("Se på om tiltaket virket", tone.on + timedelta(days=9))]
    assert _waits(opening_for("tone")) == []
    actions.handle(made, deed="effect", words="Det virket.", by=as_("kari"))
    assert _waits(opening_for("kari")) == [("Lukk avviket", None)]
    actions.handle(made, deed="closed", words="Ferdig.", by=as_("kari"))
    assert _waits(opening_for("kari")) == []


def test_a_clock_that_has_run_out_is_for_those_in_charge_too_whoever_has_it(house, as_, opening_for) -> None:
    tone = as_("tone")
    made = _report(house, as_("kari"), seriousness="grave", happened_on=tone.on - timedelta(days=30), known_on=tone.on - timedelta(days=30))
    actions.handle(made, deed="measure", words="Fast telefon.", owner=house.staff["kari"], due=tone.on, by=tone)
    late = ["Melding til statsforvalteren og Undersøkelseskommisjonen", "Tilby møte til personen eller de pårørende"]
    assert [what for what, _ in _waits(opening_for("tone"))] == late
    assert len(_waits(opening_for("kari"))) == 4


def test_about_a_person_it_waits_for_whoever_may_see_her_cases_only(house, siri, as_, opening_for) -> None:
    _report(house, as_("ingunn"), person_id=siri.pk, seriousness="grave", known_on=as_("ingunn").on)
    for who in ("ingunn", "tone"):  # Tone's unit coordinates, and may see her cases
        assert len(_waits(opening_for(who))) == 4, who
    for who in ("marit", "kari", "liv"):
        assert _waits(opening_for(who)) == [], who
