"""Home and days: how somebody lives, what she needs, a warning of eviction, what she does; and the overview that names nobody."""

from datetime import date, timedelta

import pytest

from helhet.access import queries as access_queries
from helhet.access.log import verify
from helhet.access.policy import NotVisible
from helhet.cooperation import actions as cooperation
from helhet.cooperation import queries as agreements
from helhet.living import actions, queries
from helhet.living.rules import eviction_due, is_old
from helhet.organisation.rules import Refused
from helhet.oversight import homes
from helhet.people import actions as people
from helhet.record import live
from helhet.record.disclosure import Range
from helhet.web import due

TODAY = date(2026, 11, 10)


@pytest.fixture
def resident(house, as_):
    """`resident("Terje", born=…)`: somebody in Bygland whom Ingunn's unit helps."""

    def made(given: str, *, born: date | None = None, place: str = "bygland", by: str = "ingunn", grade: str = ""):
        new = people.NewPerson(house.municipalities[place], given, "Li", born=born, grade=grade)
        return people.make_known(new, unit=house.units[place], by=as_(by))

    return made


@pytest.fixture
def terje(resident):
    return resident("Terje")


def test_where_she_lives_follows_on_where_she_lived(terje, as_, opening_for) -> None:
    actions.note_housing(terje.pk, situation="rents", since=date(2024, 5, 1), words="Det er her jeg har ro.", by=as_("ingunn"))
    actions.note_housing(terje.pk, situation="temporary", since=TODAY, suited="no", secure="no", by=as_("kari"))
    found = queries.living_of(opening_for("ingunn"), terje.pk)
    assert (found.now.situation, found.now.suited) == ("temporary", "no")
    assert [(one.situation, one.until) for one in found.before] == [("rents", TODAY - timedelta(days=1))]
    with pytest.raises(Refused):
        actions.note_housing(terje.pk, situation="owns", since=date(2026, 11, 9), by=as_("ingunn"))
    for key in ("gunnhild", "liv", "kjersti"):
        assert queries.living_of(opening_for(key), terje.pk).now is None, key
        with pytest.raises(NotVisible):
            actions.note_housing(terje.pk, situation="owns", since=TODAY, by=as_(key))


def test_every_fault_is_said_at_once(terje, as_) -> None:
    with pytest.raises(Refused) as refused:
        actions.note_housing(terje.pk, situation="castle", since=TODAY + timedelta(days=1), suited="perhaps", by=as_("ingunn"))
    assert {fault.field for fault in refused.value.faults} == {"situation", "since", "suited"}


def test_a_need_stands_once_waits_in_a_queue_and_is_met_or_ended_with_a_reason(terje, as_, opening_for) -> None:
    by = as_("ingunn")
    need = actions.note_housing_need(terje.pk, kind="ordinary", queued_on=TODAY, words="Der det er stille.", by=by)
    with pytest.raises(Refused):
        actions.note_housing_need(terje.pk, kind="ordinary", by=by)
    with pytest.raises(Refused):
        actions.end_housing_need(need, met=False, reason=" ", on=TODAY, by=by)
    actions.end_housing_need(need, met=True, reason="", on=TODAY, by=by)
    found = queries.living_of(opening_for("ingunn"), terje.pk)
    assert (found.needs, [one.met for one in found.past_needs]) == ([], [True])
    actions.note_housing_need(terje.pk, kind="ordinary", by=by)


def test_a_warning_of_eviction_stands_on_the_day_until_it_is_dealt_with(terje, as_, opening_for) -> None:
    by = as_("ingunn")
    warning = actions.warn_of_eviction(terje.pk, warned_on=date(2026, 11, 9), by_day=date(2026, 12, 1), from_whom="Utleier", by=by)
    (one,) = [one for one in due.everything(opening_for("kari"), [terje.pk]) if one.kind == "eviction"]
    assert (one.by, one.state(TODAY)) == (date(2026, 11, 12), "soon")
    assert queries.due(opening_for("liv")) == []
    with pytest.raises(Refused):
        actions.settle_eviction(warning, outcome="", on=TODAY, by=by)
    actions.settle_eviction(warning, outcome="stayed", on=TODAY, words="Avtale om nedbetaling.", by=by)
    assert queries.due(opening_for("kari")) == []
    with pytest.raises(Refused):
        actions.settle_eviction(warning, outcome="evicted", on=TODAY, by=by)


def test_it_must_be_dealt_with_before_it_may_happen() -> None:
    assert eviction_due(date(2026, 11, 9), date(2026, 11, 10)) == date(2026, 11, 10)
    assert eviction_due(date(2026, 11, 9), None) == date(2026, 11, 12)


def test_what_she_does_and_how_satisfied_she_is_with_what_she_said_before(terje, as_, opening_for, now) -> None:
    by = as_("ingunn")
    work = actions.begin_activity(terje.pk, kind="measure", what="Verkstedet", hours=6, ips=True, since=TODAY, by=by)
    actions.say_satisfaction(work, satisfaction=4, by=by)
    actions.say_satisfaction(work, satisfaction=7, words="Bra når jeg først er der.", by=as_("ingunn", now + timedelta(days=30)))
    (change, *_) = access_queries.history_of(opening_for("ingunn"), terje.pk, work.pk)
    assert (work.satisfaction, work.words, change.was["satisfaction"]) == (7, "Bra når jeg først er der.", 4)
    with pytest.raises(Refused):
        actions.say_satisfaction(work, satisfaction=11, by=by)
    with pytest.raises(Refused) as refused:
        actions.begin_activity(terje.pk, kind="work", hours=80, since=TODAY, by=by)
    assert {fault.field for fault in refused.value.faults} == {"what", "hours"}
    actions.end_activity(work, on=TODAY + timedelta(days=30), reason="Fikk jobb", by=as_("ingunn", now + timedelta(days=30)))
    assert list(verify()) == []


@pytest.mark.parametrize(
    ("year", "month", "old"), [(1961, 11, True), (1961, 12, False), (1961, None, True), (1962, 1, False), (None, None, None)]
)
def test_sixty_five_is_told_by_year_and_month(year, month, old) -> None:
    assert is_old(year, month, on=TODAY) is old


def _line(groups, name: str):
    return next(line for group in groups for line in group.lines if line.name == name)


def test_the_overview_tells_ranges_and_never_who(resident, as_) -> None:
    for number in range(7):
        person = resident(f"Per{number}", born=date(1950 if number < 2 else 1990, 1, 1))
        actions.note_housing(person.pk, situation="rents" if number else "none", since=TODAY, by=as_("ingunn"))
    groups = homes.overview(["4220", "4221"], on=TODAY)
    rents = _line(groups, "leier privat")
    assert rents.places == {"4220": Range(5, 9), "4221": Range(0, 0)}
    assert (rents.everywhere, rents.old) == (Range(5, 9), Range(1, 4))
    assert _line(groups, "har ingen bolig").places["4220"] == Range(1, 4)
    assert _line(groups, "uten egen bolig, i alt").places["4220"] == Range(1, 4)
    for number in range(3):
        actions.note_housing(resident(f"Ola{number}").pk, situation="temporary", since=TODAY, by=as_("ingunn"))
    whole = _line(homes.overview(["4220"], on=TODAY), "uten egen bolig, i alt")
    assert whole.places == {"4220": Range(2, 8)}, "four, told as 1–4 beside two that are 1–4, would narrow both"
    assert _line(homes.overview(["4220"], on=TODAY - timedelta(days=1)), "leier privat").places == {"4220": Range(0, 0)}


def test_who_has_a_strictly_protected_address_is_not_counted(resident, as_) -> None:
    person = resident("Ada", grade="strengt")
    actions.note_housing(person.pk, situation="rents", since=TODAY, by=as_("ingunn"))
    assert _line(homes.overview(["4220"], on=TODAY), "leier privat").places == {"4220": Range(0, 0)}


def test_a_sum_over_municipalities_is_what_they_add_up_to_and_a_line_of_some_of_others_says_nothing_more_of_them(resident, as_) -> None:
    for place, by, many, old in (("bygland", "ingunn", 7, 3), ("valle", "olav", 6, 2), ("bykle", "gunnhild", 6, 2)):
        for number in range(many):
            person = resident(f"{place}{number}", place=place, by=by, born=date(1950 if number < old else 1990, 1, 1))
            actions.note_housing(person.pk, situation="owns", since=TODAY, suited="no" if number < 5 else "yes", by=as_(by))
    groups = homes.overview(["4220", "4221", "4222"], on=TODAY)
    owns, unsuited = _line(groups, "eier boligen"), _line(groups, "boligen passer ikke")
    assert set(owns.places.values()) == {Range(5, 9)}
    assert (owns.everywhere, owns.old) == (Range(15, 27), Range(5, 9))
    assert (set(unsuited.places.values()), unsuited.everywhere, unsuited.old) == ({Range(5, 9)}, Range(15, 27), None)


def test_ten_in_the_queue_are_not_told_where_that_says_how_many_need_each_kind(resident, as_) -> None:
    for kind, many in (("ordinary", 4), ("adapted", 3), ("staffed", 3)):
        for number in range(many):
            actions.note_housing_need(resident(f"{kind}{number}").pk, kind=kind, queued_on=TODAY, by=as_("ingunn"))
    assert _line(homes.overview(["4220"], on=TODAY), "står i kø for bolig").places == {"4220": Range(1, 12)}


def test_the_record_tells_the_same(terje, as_) -> None:
    by = as_("ingunn")
    actions.note_housing(terje.pk, situation="none", since=TODAY, by=by)
    actions.note_housing_need(terje.pk, kind="ordinary", by=by)
    actions.warn_of_eviction(terje.pk, warned_on=TODAY, from_whom="Utleier", by=by)
    actions.begin_activity(terje.pk, kind="none", since=TODAY, by=by)
    for table in ("housing", "housing_need", "eviction", "activity"):
        (row,) = live.rows(table)
        assert row[1:3] == (terje.pk.hex, "4220"), table


def test_a_project_grows_by_what_happens_and_only_those_in_charge_keep_it(house, as_) -> None:
    by = as_("tone")
    made = cooperation.keep_project(None, municipality=house.municipalities["evje"], name="Småhus", dwellings=6, by=by)
    for kind, amount in (("idea", None), ("granted", 5_400_000), ("neighbours", None), ("zoned", None)):
        cooperation.add_to_project(made, kind=kind, on=TODAY, words="Ja.", amount=amount, by=by)
    (found,) = agreements.projects(by)
    assert (found.step.kind, found.granted, found.neighbours.words, len(found.told)) == ("zoned", 5_400_000, "Ja.", 4)
    with pytest.raises(Refused) as refused:
        cooperation.add_to_project(made, kind="neighbours", on=TODAY + timedelta(days=1), words=" ", amount=3, by=by)
    assert {fault.field for fault in refused.value.faults} == {"on", "words", "amount"}
    with pytest.raises(Refused):
        cooperation.add_to_project(made, kind="idea", on=TODAY, words="Nei.", by=as_("ingunn"))
    assert agreements.projects(as_("liv")) == []
