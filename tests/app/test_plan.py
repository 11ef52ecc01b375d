"""Her plan: begun with consent, written in by several, evaluated, settled and printed."""

from datetime import date, datetime, timedelta

import pytest
from django.urls import reverse

from helhet.access import actions as access
from helhet.access import queries as access_queries
from helhet.access.log import verify
from helhet.access.policy import NotVisible
from helhet.cases import actions as cases
from helhet.organisation.rules import Refused
from helhet.oversight.due import due as duties
from helhet.people import actions as people
from helhet.plans import actions, queries, rules
from tests.siri import shares


@pytest.fixture
def siri(house, as_):
    """Siri Haugen, whom Ingunn coordinates for."""
    new = people.NewPerson(house.municipalities["bygland"], "Siri", "Haugen", date(1988, 4, 2), "40000114")
    person = people.make_known(new, unit=house.units["bygland"], by=as_("ingunn"))
    cases.appoint(person.pk, staff=house.staff["ingunn"], by=as_("ingunn"))
    return person


@pytest.fixture
def plan(siri, as_):
    """Siri's plan with two goals."""
    made = actions.begin(siri.pk, consent_how="Muntlig", given_by="Siri Haugen", by=as_("ingunn"))
    actions.add_goal(made, words="Hente Emma på skolen.", by=as_("ingunn"))
    actions.add_goal(made, words="Sove om natten.", professional="Søvnmestring", by=as_("ingunn"))
    return made


def goal_of(plan, opening_for, number: int = 1):
    shown = queries.open_plan(opening_for("ingunn"), plan.person)
    return next(goal for goal in shown.goals if goal.number == number)


def test_there_is_only_one_individual_plan(plan, as_) -> None:
    with pytest.raises(Refused, match="bare være én"):
        actions.begin(plan.person_id, consent_how="Muntlig", given_by="Siri", by=as_("ingunn"))


def test_without_consent_nothing_is_begun(siri, as_, opening_for) -> None:
    with pytest.raises(Refused, match="Uten samtykke"):
        actions.begin(siri.pk, consent_how=" ", given_by="Siri", by=as_("ingunn"))
    assert queries.open_plan(opening_for("ingunn"), siri) is None


def test_withdrawn_consent_locks_the_plan_until_she_consents_anew(plan, as_) -> None:
    access.withdraw(plan.consent, by=as_("ingunn"))
    plan.refresh_from_db()
    with pytest.raises(Refused, match="trukket"):
        actions.add_goal(plan, words="Et mål til", by=as_("ingunn"))
    actions.consent_anew(plan, consent_how="Skriftlig", given_by="Siri Haugen", by=as_("ingunn"))
    assert actions.add_goal(plan, words="Et mål til", by=as_("ingunn")).number == 3


def test_two_who_write_the_same_field_both_keep_their_text(plan, as_, opening_for) -> None:
    goal = goal_of(plan, opening_for)
    first = actions.write_goal(goal, based_on=1, words="Hente Emma hver tirsdag.", by=as_("ingunn"))
    second = actions.write_goal(goal, based_on=1, words="Hente Emma alene.", by=as_("kari"))
    assert (first.state, second.state) == ("chosen", "waiting")
    shown = goal_of(plan, opening_for)
    assert shown.words == "Hente Emma hver tirsdag."
    assert [one.fields["words"] for one in shown.waiting] == ["Hente Emma alene."]
    actions.choose(second, texts={"words": "Hente Emma alene hver tirsdag."}, by=as_("ingunn"))
    again = queries.open_goal(opening_for("ingunn"), goal.pk)
    assert again.words == "Hente Emma alene hver tirsdag."
    assert not goal_of(plan, opening_for).waiting
    kept = {one.fields["words"] for one in queries.wordings_of(opening_for("ingunn"), again)}
    assert kept == {"Hente Emma på skolen.", "Hente Emma hver tirsdag.", "Hente Emma alene.", "Hente Emma alene hver tirsdag."}


def test_two_who_write_different_fields_are_joined(plan, as_, opening_for) -> None:
    goal = goal_of(plan, opening_for)
    actions.write_goal(goal, based_on=1, words="Hente Emma hver dag.", by=as_("ingunn"))
    second = actions.write_goal(goal, based_on=1, professional="Trygg rutine før samvær.", by=as_("kari"))
    assert second.state == "chosen"
    shown = goal_of(plan, opening_for)
    assert (shown.words, shown.professional) == ("Hente Emma hver dag.", "Trygg rutine før samvær.")


def test_an_evaluation_is_only_added(plan, as_, opening_for) -> None:
    goal = goal_of(plan, opening_for)
    made = actions.evaluate(goal, outcome=1, said_by="person", said_by_name="Siri", words="To ganger på en uke!", by=as_("ingunn"))
    made.words = "Aldri"
    with pytest.raises(Exception, match="only added"):
        made.save()


def test_a_goal_is_due_every_eighth_week(plan, opening_for, as_) -> None:
    later = datetime(2027, 1, 6, 9, tzinfo=as_("ingunn").at.tzinfo)
    found = [one for one in duties(opening_for("ingunn", later)) if one.kind == "goal"]
    assert {one.by for one in found} == {date(2026, 11, 10) + timedelta(days=56)}


def test_completeness_names_what_is_missing_and_fills_up(plan, house, as_, opening_for) -> None:
    before = queries.open_plan(opening_for("ingunn"), plan.person)
    assert {point.letter for point in before.missing} == {"a", "c", "d", "e", "f", "h", "j"}
    by = as_("ingunn")
    actions.frame(
        plan, by=by, main_responsible="Psykisk helse og rus", until=date(2027, 11, 10), review_on=date(2027, 5, 10), strengths="Hester",
        relatives_asked="none", cooperation_wanted="Stallen",
    )  # fmt: skip
    cases.note_need(plan.person_id, life_area="social", words="Trygg skolehenting", long_term=True, coordinated=True, by=by)
    siri = rules.Responsible("person", "Siri")
    actions.add_action(plan, what="Tur med Balder", how="Før skolen", extent="hver dag", responsible=siri, goal=before.goals[0], by=by)
    after = queries.open_plan(opening_for("ingunn"), plan.person)
    assert after.missing == []
    assert len(rules.ring(after.points)) == 10


def test_a_settled_version_stands_as_it_was(plan, as_, opening_for) -> None:
    first = actions.settle(plan, together_with="Siri", by=as_("ingunn"))
    assert actions.settle(plan, by=as_("ingunn")).number == 1, "unchanged since: the same version"
    later = as_("ingunn", as_("ingunn").at + timedelta(hours=1))
    actions.write_goal(goal_of(plan, opening_for), based_on=1, words="Noe annet", by=later)
    second = actions.settle(plan, by=later)
    assert second.number == 2
    kept = queries.open_version(opening_for("ingunn"), plan.person_id, 1)
    assert kept.content["goals"][0]["words"] == "Hente Emma på skolen." == first.content["goals"][0]["words"]
    assert second.content["goals"][0]["words"] == "Noe annet"


def test_her_disagreement_stands_and_nobody_changes_the_other_text(plan, as_) -> None:
    row = actions.disagree(plan, about="Rusprøver", her_words="To i uken føles som straff.", by=as_("ingunn"))
    actions.answer_disagreement(row, our_words="To prøver ut året.", by=as_("ingunn"))
    with pytest.raises(Refused, match="Ingen kan endre"):
        actions.answer_disagreement(row, our_words="Tre prøver.", by=as_("kari"))


def test_the_neighbour_sees_no_plan_and_the_chain_holds(plan, opening_for, as_) -> None:
    for key in ("liv", "gunnhild"):
        assert queries.open_plan(opening_for(key), plan.person) is None
        assert queries.due(opening_for(key)) == []
        with pytest.raises(NotVisible):
            actions.add_goal(plan, words="Nei", by=as_(key))
    assert list(verify()) == []


def test_nav_sees_the_plan_she_shares_and_not_after_she_stops(plan, house, as_, opening_for) -> None:
    assert queries.individual_plan(opening_for("sissel"), plan.person_id) is None
    given = access.consent(
        plan.person_id, kind="sharing", how="Muntlig", given_by="Siri Haugen", parts=["plan"], to=house.partners["nav"], by=as_("ingunn")
    )
    opening = opening_for("sissel")
    assert queries.open_plan(opening, plan.person) is not None
    assert access_queries.why(opening.actor, plan.person_id, "plan")[0].role == "partner"
    access.withdraw(given, by=as_("ingunn"))
    assert queries.individual_plan(opening_for("sissel"), plan.person_id) is None


def test_each_version_on_the_time_line_says_which_plan_it_is_of(siri, plan, as_, opening_for, now) -> None:
    crisis = actions.begin_under(plan, kind=rules.Kind.CRISIS, title="", owner_name="", by=as_("ingunn"))
    for days in (1, 2, 3):
        actions.add_goal(plan, words=f"Mål {days}", by=as_("ingunn", now + timedelta(days=days)))
        actions.settle(plan, together_with="Siri", by=as_("ingunn", now + timedelta(days=days)))
    actions.settle(crisis, together_with="Siri", by=as_("ingunn", now + timedelta(days=3, hours=1)))
    told = [one.what.format(**one.values) for one in queries.timeline(opening_for("ingunn", now + timedelta(days=4)), siri.pk)][:3]
    assert told == ["Krise- og mestringsplan, versjon 1.", "Planen, versjon 3.", "Planen, versjon 2."]


def test_who_may_not_know_whom_it_is_shared_with_settles_a_plan_that_says_nothing_false(siri, plan, house, as_, browse) -> None:
    shares(siri, house, as_("ingunn"))
    access.object_to(siri.pk, unit=house.units["bygland"], of_part="consent", words="Ikke dere.", by=as_("ingunn"))
    blind = actions.settle(plan, together_with="Siri", by=as_("kari"))
    assert blind.content["shared"] is None
    page = browse("kari").get(reverse("plan-version", args=[siri.pk, blind.number])).content.decode()
    assert "Ingen andre enn dem som gir tjenesten" not in page
    assert "Koordinatoren vet hvem planen deles med" in page


def test_an_ended_plan_is_read_printed_and_followed_by_another(plan, as_, opening_for, browse) -> None:
    treatment = actions.begin_under(plan, kind="treatment", by=as_("ingunn"))
    crisis = actions.begin_under(plan, kind="crisis", by=as_("ingunn"))
    page = browse("ingunn")
    path = reverse("plan-end", args=[plan.person_id, plan.pk])
    assert "Dette må fylles ut." in page.post(path, {"reason": " "}).content.decode()
    told = page.post(path, {"reason": "Målene er nådd", "words": "Jeg klarer meg."}, follow=True).content.decode()
    for words in ("Planen ble avsluttet 10. november 2026: Målene er nådd", "Jeg klarer meg.", "Hente Emma på skolen."):
        assert words in told
    for one in (plan, treatment, crisis):
        one.refresh_from_db()
    assert (plan.state, treatment.state, crisis.state) == ("ended", "ended", "active")
    with pytest.raises(Refused, match="avsluttet"):
        actions.evaluate(queries.open_plan(opening_for("ingunn"), plan.person, plan_id=plan.pk).goals[0], outcome=1, said_by="person",
                         said_by_name="Siri", by=as_("ingunn"))  # fmt: skip
    paper = page.get(reverse("plan-under-version", args=[plan.person_id, plan.pk, plan.version])).content.decode()
    assert "Avsluttet 10. november 2026" in paper
    begin = page.get(reverse("plan", args=[plan.person_id])).content.decode()
    assert "Tidligere planer" in begin
    again = actions.begin(plan.person_id, consent_how="Muntlig", given_by="Siri Haugen", by=as_("ingunn"))
    crisis.refresh_from_db()
    assert crisis.parent_id == again.pk
    assert actions.settle(again, by=as_("ingunn")).number == plan.version + 1
    assert "Tidligere planer" in page.get(reverse("plan", args=[plan.person_id])).content.decode()


def test_two_records_with_a_plan_each_are_one_when_one_plan_has_ended(plan, house, as_) -> None:
    new = people.NewPerson(house.municipalities["bygland"], "Siri", "Haugen", date(1988, 4, 2))
    other = people.make_known(new, unit=house.units["bygland"], by=as_("ingunn"))
    second = actions.begin(other.pk, consent_how="Muntlig", given_by="Siri", by=as_("ingunn"))
    with pytest.raises(Refused, match="Avslutt den ene først"):
        people.merge(plan.person, other, reason="Samme telefon", by=as_("tone"))
    actions.end(second, reason="Registrert to ganger", by=as_("ingunn"))
    people.merge(plan.person, other, reason="Samme telefon", by=as_("tone"))
    second.refresh_from_db()
    assert second.person_id == plan.person_id
