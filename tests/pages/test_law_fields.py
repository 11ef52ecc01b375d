"""What the law asks for has a place to be written in, and the duty answers when it is."""

from datetime import timedelta

import pytest
from django.urls import reverse

from helhet.cases import actions as cases
from helhet.cases.models import Decision, Need
from helhet.handover.models import Admission
from helhet.oversight.live import verdicts
from helhet.people import actions as people
from helhet.people.models import NextOfKin, Person
from helhet.plans import actions as plans
from tests.reading import words_of
from tests.siri import coordinated


@pytest.fixture
def siri(house, as_):
    return coordinated(house, as_("ingunn"))


def judged(person, criterion: str, on) -> str:
    """What the duty says of her: «met», «due offer»; nothing when it does not apply."""
    found = [one for one in verdicts(on, None, today=on, persons=[person.pk]) if one["criterion"] == criterion]
    return "; ".join(f"{one['state']} {one['step'] or ''}".strip() for one in found if one["state"] != "not_applicable")


def test_with_a_decision_it_is_written_what_she_was_told_of_how_to_complain(siri, house, as_, browse, now) -> None:
    place = house.municipalities["bygland"]
    made = cases.decide(
        siri.case, legal_basis="hol-3-2-6a", decider=place, content="Ja.", reasons="Trengs.", her_view="Vil.", by=as_("ingunn")
    )
    client, path = browse("ingunn"), reverse("decisions", args=[siri.person.pk])
    assert client.post(path, {"gjor": "notify", "rad": str(made.pk), "told": ["a", "b"]}).status_code == 302
    assert judged(siri.person, "VE-3b", now.date()) == "due say_how_to_complain"
    assert judged(siri.person, "VE-5a", now.date()) == "met"
    assert "Når fristen går ut" in words_of(client.get(path))
    assert client.post(path, {"gjor": "told", "rad": str(made.pk), "told": ["c", "d", "e"]}).status_code == 302
    assert Decision.objects.get(pk=made.pk).told_points == "abcde"
    assert judged(siri.person, "VE-3b", now.date()) == "met"


def test_that_she_names_nobody_as_nearest_is_an_answer(siri, browse, now) -> None:
    client, path = browse("ingunn"), reverse("person-kin", args=[siri.person.pk])
    assert judged(siri.person, "SA-3", now.date()) == "due ask_kin"
    assert client.post(path, {"gjor": "nobody", "rad": ""}).status_code == 302
    assert Person.objects.get(pk=siri.person.pk).kin_asked_on == now.date()
    assert judged(siri.person, "SA-3", now.date()) == "met"
    assert "ville ikke oppgi noen som nærmest" in words_of(client.get(path))


def test_who_has_heavy_care_is_offered_support(siri, browse, now) -> None:
    client, path = browse("ingunn"), reverse("person-kin", args=[siri.person.pk])
    sent = {
        "gjor": "new", "rad": "", "name": "Anne Haugen", "relation": "søster", "telephone": "", "may_know": "", "may_not_know": "",
        "chosen_by_person": "yes", "nearest": "no", "heavy_care_on": "2026-11-01",
    }  # fmt: skip
    assert client.post(path, sent).status_code == 302
    assert NextOfKin.objects.get(person=siri.person).heavy_care_on.isoformat() == "2026-11-01"
    assert judged(siri.person, "PÅ-6", now.date()) == "due offer"
    assert "Har særlig tyngende omsorg fra 1. november 2026" in words_of(client.get(path))


def test_a_family_with_a_seriously_ill_child_is_offered_a_childrens_coordinator(siri, browse, now) -> None:
    client, path = browse("ingunn"), reverse("person-needs", args=[siri.person.pk])
    sent = {"gjor": "note", "rad": "", "life_area": "children", "words": "Sønnen er alvorlig syk", "long_term": "yes", "coordinated": "yes"}
    assert judged(siri.person, "KO-3", now.date()) == ""
    assert client.post(path, sent | {"concerns_child": "on"}).status_code == 302
    assert Need.objects.get(person=siri.person).concerns_child
    assert judged(siri.person, "KO-3", now.date()) == "due offer"


def test_a_grown_pupils_school_is_invited(siri, as_, browse, now) -> None:
    plan = plans.begin(siri.person.pk, consent_how="Muntlig", given_by="Siri Haugen", by=as_("ingunn"))
    assert judged(siri.person, "IP-5", now.date()) == ""
    plan.state = "active"
    plan.save(update_fields=["state"])
    assert browse("ingunn").post(reverse("plan-frame", args=[siri.person.pk]), {"pupil": "on"}).status_code == 302
    assert judged(siri.person, "IP-5", now.date()) == "due invite_school"


def test_the_day_a_plan_ended_is_known_and_a_new_one_is_offered(siri, as_, now) -> None:
    long_ago, ended = as_("ingunn"), as_("ingunn", now + timedelta(days=1))
    cases.note_need(siri.person.pk, life_area="mental", words="Søvn", long_term=True, coordinated=True, by=long_ago)
    plan = plans.begin(siri.person.pk, consent_how="Muntlig", given_by="Siri Haugen", by=long_ago)
    plans.end(plan, reason="Flyttet.", by=ended)
    assert judged(siri.person, "IP-1", now.date()) == "met", "the day before it was going on"
    assert judged(siri.person, "IP-1", ended.on) == "due offer"


def test_a_bereaved_childs_later_follow_up_counts_and_the_first_is_not_lost(siri, as_, now) -> None:
    by, later = as_("ingunn"), as_("ingunn", now + timedelta(days=20))
    child = people.note_child(siri.person, first_name="Ole", kinship="sønn", by=by)
    told = {"informed_how": "Samtale", "informed_by": "Ingunn"}
    people.follow_up_child(child, informed_on=by.on, by=by, **told)
    people.follow_up_child(child, bereaved_on=later.on - timedelta(days=3), by=later)
    assert judged(siri.person, "PÅ-3", later.on) == "due follow_up"
    people.follow_up_child(child, informed_on=later.on, by=later, **told)
    assert judged(siri.person, "PÅ-3", later.on) == "met"
    assert judged(siri.person, "PÅ-1a", by.on) == "met", "the first time stands"


def test_the_hospital_says_eight_points(siri, browse, now) -> None:
    stay = Admission.objects.create(
        person=siri.person, hospital="Sørlandet sykehus", notified_at=now, ready_at=now, ready_on=now.date()
    )  # fmt: skip
    client, path = browse("ingunn"), reverse("admission", args=[stay.pk])
    assert client.post(path, {"gjor": "points", "rad": "", "points": list("abcde")}).status_code == 302
    assert judged(siri.person, "UT-2", now.date()) == "due dialogue"
    assert client.post(path, {"gjor": "points", "rad": "", "points": list("abcdefgh")}).status_code == 302
    assert judged(siri.person, "UT-2", now.date()) == "met"
