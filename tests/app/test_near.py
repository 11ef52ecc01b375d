"""Those near to her: next of kin whom she names, children asked about, informed and followed up; her words and her network."""

from datetime import date, timedelta

import pytest

from helhet.access import actions as access
from helhet.access import queries as relations
from helhet.access.models import LogEntry
from helhet.access.policy import NotVisible, parts_seen
from helhet.access.rules import Part
from helhet.cases import actions as cases
from helhet.organisation.rules import Refused
from helhet.oversight.due import due as duties
from helhet.people import actions, queries
from helhet.people.models import NetworkTie
from tests.siri import known, shares


@pytest.fixture
def siri(house, as_):
    """With a case in Bygland."""
    return known(house, as_("ingunn")).person


@pytest.fixture
def tuva(house, as_):
    """Fourteen, with a case in Bygland."""
    return known(house, as_("ingunn"), name="Tuva Fennefoss", born="01.03.2012").person


def kin(person, by, name="Anne Haugen", **given):
    return actions.name_next_of_kin(person, name=name, relation="søster", by=by, **given)


def test_naming_a_nearest_moves_the_name_and_both_stand(siri, as_, opening_for) -> None:
    kin(siri, as_("ingunn"), nearest=True)
    roger = kin(siri, as_("ingunn"), "Roger")
    actions.make_nearest(roger, by=as_("ingunn"))
    assert [(one.name, one.nearest) for one in queries.kin_of(opening_for("ingunn"), siri.pk)] == [("Roger", True), ("Anne Haugen", False)]


def test_what_may_be_told_is_changed_and_what_it_was_is_kept(siri, as_, opening_for) -> None:
    anne = kin(siri, as_("ingunn"), may_know="alt")
    actions.change_next_of_kin(anne, may_know="møter", may_not_know="rusprøver", by=as_("ingunn"))
    was = relations.history_of(opening_for("ingunn"), siri.pk, anne.pk)[0].was
    assert was == {"may_know": "alt", "may_not_know": ""}
    with pytest.raises(Refused):
        actions.change_next_of_kin(anne, telephone="12", by=as_("ingunn"))


def test_a_relative_who_no_longer_is_one_no_longer_represents_her(siri, as_, opening_for) -> None:
    anne = kin(siri, as_("ingunn"), nearest=True)
    actions.represent(anne, ground="proxy", decided_by="", parts=[Part.PLAN], by=as_("ingunn"))
    account = access.new_account("anne", password=None, next_of_kin=anne)
    assert parts_seen(relations.actor_for(relations.account_of(account.pk), at=as_("ingunn").at), siri.pk)
    actions.end_next_of_kin(anne, reason="Siri vil ikke lenger.", by=as_("ingunn"))
    assert not parts_seen(relations.actor_for(relations.account_of(account.pk), at=as_("ingunn").at), siri.pk)
    assert queries.kin_of(opening_for("ingunn"), siri.pk) == []


def test_a_mandate_may_begin_on_a_later_day_and_the_one_before_holds_until_then(siri, as_, opening_for) -> None:
    """Agreed today for a day to come: the day before she sees what she saw, on the day what was agreed; withdrawn, what stood holds on."""
    by = as_("ingunn")
    anne, day = kin(siri, by, nearest=True), by.on + timedelta(days=10)
    account = access.new_account("anne", password=None, next_of_kin=anne)

    def sees_at(on: date) -> set[Part]:
        at = by.at + (on - by.on)
        return parts_seen(relations.actor_for(relations.account_of(account.pk), at=at), siri.pk) & {Part.PLAN, Part.MEETINGS}

    actions.represent(anne, ground="proxy", decided_by="", parts=[Part.PLAN], by=by)
    later = actions.represent(anne, ground="proxy", decided_by="", parts=[Part.MEETINGS], since=day, by=by)
    assert [sees_at(day - timedelta(days=1)), sees_at(day), sees_at(day + timedelta(days=90))] == [
        {Part.PLAN},
        {Part.MEETINGS},
        {Part.MEETINGS},
    ]
    assert [one.pk for one in relations.representatives_of(opening_for("ingunn"), siri.pk, coming=True)] == [later.pk]
    assert [one.purpose for one in access.withdraw(later.consent, by=by)] == ["fullmakt"]
    assert [sees_at(day - timedelta(days=1)), sees_at(day), sees_at(day + timedelta(days=90))] == [{Part.PLAN}] * 3
    assert [one.consent.until for one in relations.representatives_of(opening_for("ingunn"), siri.pk)] == [None]
    assert relations.representatives_of(opening_for("ingunn"), siri.pk, coming=True) == []
    with pytest.raises(Refused, match="gått"):
        actions.represent(anne, ground="proxy", decided_by="", parts=[Part.PLAN], since=by.on - timedelta(days=1), by=by)


def test_no_mandate_of_a_parent_holds_again_past_the_age_that_a_right_birth_date_gives(tuva, as_) -> None:
    """What gave way holds again when its successor is withdrawn, but never longer than the law lets a parent act."""
    by = as_("ingunn")
    mother = kin(tuva, by, "Solfrid")
    actions.represent(mother, ground="parents", decided_by="", parts=[Part.PLAN], by=by)
    later = actions.represent(mother, ground="parents", decided_by="", parts=[Part.MEETINGS], since=by.on + timedelta(days=10), by=by)
    day = by.on + timedelta(days=30)
    access.parents_act_until(tuva.pk, date(day.year - 16, day.month, day.day), by=by)
    (stands,) = access.withdraw(later.consent, by=by)
    assert stands.until == day - timedelta(days=1)


def test_she_is_asked_about_children_and_then_again_after_a_year(siri, as_, opening_for) -> None:
    def due() -> list[date]:
        return [one.by for one in duties(opening_for("ingunn"), [siri.pk]) if one.kind == "children"]

    assert due() == [as_("ingunn").on + timedelta(days=14)]
    actions.ask_about_children(siri, answer="no", by=as_("ingunn"))
    assert due() == [as_("ingunn").on + timedelta(days=365)]
    with pytest.raises(Refused):
        actions.ask_about_children(siri, answer="perhaps", by=as_("ingunn"))


def test_a_child_informed_on_a_day_says_how_and_by_whom(siri, as_) -> None:
    emma = actions.note_child(siri, first_name="Emma", kinship="datter", born_year=2017, by=as_("ingunn"))
    with pytest.raises(Refused, match="hvordan"):
        actions.follow_up_child(emma, informed_on=as_("ingunn").on, informed_how="", informed_by="", by=as_("ingunn"))
    with pytest.raises(Refused, match="ikke kommet"):
        actions.follow_up_child(emma, bereaved_on=as_("ingunn").on + timedelta(days=1), by=as_("ingunn"))
    actions.follow_up_child(
        emma, informed_on=as_("ingunn").on, informed_how="samtale med tegning", informed_by="Ingunn Austad",
        followed_up_by="helsesykepleier", by=as_("ingunn"),
    )  # fmt: skip
    assert emma.followed_up_by == "helsesykepleier"


def test_a_child_who_lost_somebody_else_is_a_line_within_two_weeks_and_what_came_of_it_stands(siri, as_, opening_for) -> None:
    by = as_("ingunn")
    emma = actions.note_child(siri, first_name="Emma", kinship="datter", by=by)

    def due() -> set[tuple[date, str]]:
        return {(one.by, one.rule) for one in duties(opening_for("ingunn"), [siri.pk]) if one.kind == "child" and "10 b" in one.rule}

    assert not due()
    actions.follow_up_child(emma, bereaved_on=by.on - timedelta(days=4), by=by)
    assert {day for day, _ in due()} == {by.on + timedelta(days=10)}
    with pytest.raises(Refused, match="Skriv først"):
        actions.follow_up_child(emma, outcome="elsewhere", by=by)
    actions.follow_up_child(emma, informed_on=by.on, informed_how="samtale", informed_by="Ingunn Austad", outcome="elsewhere", by=by)
    assert (emma.outcome, due()) == ("elsewhere", set())


def test_a_yes_to_follow_up_is_a_consent_or_the_reason_why_she_was_not_asked_stands(siri, as_, opening_for) -> None:
    emma = actions.note_child(siri, first_name="Emma", kinship="datter", by=as_("ingunn"))
    for wrong in ({}, {"how": "i samtale", "no_consent_reason": "innlagt"}):
        with pytest.raises(Refused):
            actions.agree_about_child(emma, by=as_("ingunn"), **wrong)
    actions.agree_about_child(emma, no_consent_reason="Innlagt og uten telefon.", by=as_("ingunn"))
    assert (emma.consent, emma.no_consent_reason) == (None, "Innlagt og uten telefon.")
    actions.agree_about_child(emma, how="i samtale", by=as_("ingunn"))
    assert [one.kind for one in relations.consents_of(opening_for("ingunn"), siri.pk)] == ["children"]
    assert emma.no_consent_reason == ""


def test_a_network_drawn_anew_keeps_what_was(siri, as_, opening_for) -> None:
    actions.draw_network(siri, [("Emma", "datter", 1), ("Mor", "", 3)], by=as_("ingunn"))
    actions.draw_network(siri, [("Emma", "datter", 1), ("Mor", "", 2)], by=as_("ingunn"))
    assert [(tie.name, tie.closeness) for tie in queries.network_of(opening_for("ingunn"), siri.pk)] == [("Emma", 1), ("Mor", 2)]
    assert NetworkTie.objects.filter(person=siri).count() == 3


def test_a_network_has_room_for_twelve_and_each_has_a_name(siri, as_) -> None:
    with pytest.raises(Refused, match="plass til 12"):
        actions.draw_network(siri, [(f"Nr {n}", "", 1) for n in range(13)], by=as_("ingunn"))
    with pytest.raises(Refused, match="navn"):
        actions.draw_network(siri, [("", "nabo", 1)], by=as_("ingunn"))
    assert not NetworkTie.objects.exists()


def test_her_words_are_added_to_and_never_edited(siri, as_, opening_for) -> None:
    for words in ("Jeg vil sove.", "Jeg vil hente Emma."):
        actions.say_what_matters(siri, words, by=as_("ingunn"))
    assert {one.words for one in queries.own_words_of(opening_for("ingunn"), siri.pk)} == {"Jeg vil sove.", "Jeg vil hente Emma."}


def test_contact_is_changed_with_every_fault_in_a_sentence(siri, as_) -> None:
    by = as_("ingunn")
    with pytest.raises(Refused) as refused:
        actions.change(siri, given="", family="", telephone="12", born=by.on + timedelta(days=1), grade="x", by=by)
    assert {fault.field for fault in refused.value.faults} == {"given", "telephone", "born", "grade"}
    actions.change(siri, telephone="+47 400 00 199", by=by)
    assert siri.telephone == "40000199"


def test_where_she_lived_before_is_kept(siri, as_, opening_for) -> None:
    by = as_("ingunn")
    first = actions.set_address(siri, street="Sandnesvegen 4", postcode="4745", place="Bygland", by=by)
    assert actions.set_address(siri, street="Sandnesvegen 4", postcode="4745", place="Bygland", by=by) == first
    actions.set_address(siri, street="Stasjonsvegen 1", postcode="4735", place="Evje", by=by)
    assert queries.address_of(opening_for("ingunn"), siri.pk).street == "Stasjonsvegen 1"
    first.refresh_from_db()
    assert first.until == by.at
    for wrong in ({"street": "", "place": "", "postcode": ""}, {"street": "x", "place": "", "postcode": "47"}):
        with pytest.raises(Refused):
            actions.set_address(siri, by=by, **wrong)


def test_nobody_without_a_relation_and_no_partner_writes_or_reads_of_her_family(siri, house, as_, opening_for) -> None:
    kin(siri, as_("ingunn"))
    shares(siri, house, as_("ingunn"), Part.PLAN, Part.MEETINGS, Part.TASKS)
    for key in ("liv", "gunnhild", "sissel"):
        assert queries.kin_of(opening_for(key), siri.pk) == []
        for attempt in (
            lambda by: kin(siri, by),
            lambda by: actions.ask_about_children(siri, answer="no", by=by),
            lambda by: actions.draw_network(siri, [], by=by),
            lambda by: actions.set_address(siri, street="x", postcode="", place="", by=by),
            lambda by: actions.change(siri, telephone="40000199", by=by),
        ):
            with pytest.raises(NotVisible):
                attempt(as_(key))


def test_somebody_near_has_a_case_of_their_own_and_nothing_leads_between_the_two(siri, as_, opening_for) -> None:
    anne = kin(siri, as_("ingunn"), telephone="400 00 118")
    made = cases.ask_for_kin(anne, words="Jeg orker ikke mer alene. Jeg vil ha avlastning.", by=as_("ingunn"))
    assert made.person_id != siri.pk
    assert made.person.name == "Anne Haugen"
    assert made.unit.is_coordinating_unit
    told = LogEntry.objects.filter(person_id=siri.pk).order_by("-number").first()
    assert told.verb == "hjalp pårørende til egen sak"
    assert str(made.pk) not in str(told.documents) + told.note
    assert str(made.person_id) not in str(told.documents) + told.note
    assert not any(str(siri.pk) in f"{one.documents} {one.note}" for one in LogEntry.objects.filter(person_id=made.person_id))
    assert not parts_seen(as_("hanne"), made.person_id)
    assert Part.CASE in parts_seen(as_("tone"), made.person_id)


def test_a_child_has_a_record_of_its_own_and_nothing_leads_between_the_two(siri, as_) -> None:
    """Who follows the child up sees the child and not the parent; who helps the parent sees nothing of what is written of the child."""
    emma = actions.note_child(siri, first_name="Emma", kinship="datter", born_year=2017, by=as_("ingunn"))
    with pytest.raises(Refused, match="Avklar først"):
        cases.ask_for_child(emma, name="Emma Haugen", words="Noen å snakke med på skolen.", by=as_("ingunn"))
    actions.agree_about_child(emma, how="muntlig", by=as_("ingunn"))
    made = cases.ask_for_child(emma, name="Emma Haugen", words="Noen å snakke med på skolen.", born="4.5.2017", by=as_("ingunn"))
    assert (made.person.name, made.person.born, made.person_knows) == ("Emma Haugen", date(2017, 5, 4), False)
    assert made.unit.is_coordinating_unit
    told = LogEntry.objects.filter(person_id=siri.pk).order_by("-number").first()
    assert told.verb == "hjalp barnet til egen sak"
    for key in (made.pk, made.person_id):
        assert str(key) not in f"{told.documents} {told.note}"
    assert not any(str(siri.pk) in f"{one.documents} {one.note}" for one in LogEntry.objects.filter(person_id=made.person_id))
    assert not parts_seen(as_("hanne"), made.person_id)
    assert Part.CASE in parts_seen(as_("tone"), made.person_id)
    with pytest.raises(Refused, match="har fått"):
        cases.ask_for_child(emma, name="Emma Haugen", words="En gang til.", by=as_("ingunn"))
    ola = actions.note_child(siri, first_name="Ola", kinship="sønn", by=as_("ingunn"))
    actions.agree_about_child(ola, how="muntlig", by=as_("ingunn"))
    with pytest.raises(Refused, match="egne ord"):
        cases.ask_for_child(ola, name="Ola Haugen", words=" ", by=as_("ingunn"))
    with pytest.raises(NotVisible):
        cases.ask_for_child(emma, name="Emma Haugen", words="Hjelp", by=as_("liv"))


def test_when_it_was_not_practical_to_ask_the_child_is_helped_all_the_same(siri, as_) -> None:
    emma = actions.note_child(siri, first_name="Emma", kinship="datter", by=as_("ingunn"))
    actions.agree_about_child(emma, no_consent_reason="Siri var innlagt og kunne ikke spørres.", by=as_("ingunn"))
    assert cases.ask_for_child(emma, name="Emma", words="Noen å snakke med.", by=as_("ingunn")).person_id != siri.pk


def test_a_relatives_wish_must_be_said_and_by_somebody_who_writes_here(siri, as_) -> None:
    anne = kin(siri, as_("ingunn"))
    with pytest.raises(Refused):
        cases.ask_for_kin(anne, words=" ", by=as_("ingunn"))
    with pytest.raises(NotVisible):
        cases.ask_for_kin(anne, words="Hjelp", by=as_("liv"))
