"""Somebody acts for her: on a ground, in the parts that are named, until a day; with a front page and a way in of their own."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from helhet.access import actions as access
from helhet.access import queries
from helhet.access.log import Opening
from helhet.access.policy import NotVisible, may_write, parts_seen
from helhet.access.rules import Part
from helhet.cases import actions as casework
from helhet.cases import queries as cases
from helhet.organisation.rules import Refused
from helhet.people import actions as people
from helhet.plans import actions as plans
from tests.reading import words_of
from tests.siri import account_for, coordinated, known

JUDGED = {"judged_on": "2026-11-09", "reasons": "Forstår ikke nå hva det innebærer å si nei.", "review_on": "2027-02-01"}
JUDGED_AS = JUDGED | {"judged_on": date(2026, 11, 9), "review_on": date(2027, 2, 1)}


@pytest.fixture
def siri(house, as_):
    """Siri, with a plan of one goal and a sister."""
    person = coordinated(house, as_("ingunn")).person
    plan = plans.begin(person.pk, consent_how="Muntlig", given_by="Siri Haugen", by=as_("ingunn"))
    plans.add_goal(plan, words="Sove om natten", by=as_("ingunn"))
    account_for(person, as_("ingunn"))
    return person


@pytest.fixture
def anne(siri, as_):
    """Her sister."""
    return people.name_next_of_kin(siri, name="Anne Haugen", relation="søster", telephone="400 00 118", by=as_("ingunn"))


@pytest.fixture
def acts(anne, as_, browse, now):
    """`acts(Part.PLAN, …)`: a guardian with these parts, signed in."""

    def made(*parts: Part, until=None, ground: str = "guardian", **judged):
        who = "Statsforvalteren i Agder"
        people.represent(anne, ground=ground, decided_by=who, parts=parts, until=until, by=as_("ingunn"), **judged)
        if not queries.account_named("anne"):
            access.new_account("anne", password=None, next_of_kin=anne)
        return browse("anne")

    return made


def body(answer) -> str:
    return answer.content.decode()


def actor(at):
    return queries.actor_for(queries.account_named("anne"), at=at)


def test_a_guardian_sees_the_ground_the_scope_and_the_period_and_no_more(siri, acts, now) -> None:
    client = acts(Part.PLAN, Part.MEETINGS, Part.TASKS, until=now.date() + timedelta(days=90))
    page = body(client.get("/"))
    for said in (
        "På vegne av Siri Haugen",
        "Verge",
        "planen, møter, oppgaver",
        "8. februar 2027",
        "Statsforvalteren i Agder",
        "«Sove om natten»",
    ):
        assert said in page, said
    assert f"/personer/{siri.pk}/journal/" not in page
    for path, status in (
        ("plan/", 200),
        ("moter/", 200),
        ("journal/", 404),
        ("kartlegging/", 404),
        ("parorende/", 404),
        ("samtykke/", 404),
    ):
        assert client.get(f"/personer/{siri.pk}/{path}").status_code == status, path


def test_after_its_last_day_a_mandate_opens_nothing(siri, acts, now) -> None:
    acts(Part.PLAN, until=now.date())
    assert parts_seen(actor(now), siri.pk) == {Part.PERSON, Part.PLAN}
    assert not parts_seen(actor(now + timedelta(days=1)), siri.pk)


def test_a_new_mandate_takes_the_place_of_the_old(siri, acts, now) -> None:
    acts(Part.PLAN, Part.JOURNAL)
    acts(Part.MEETINGS, Part.TASKS)
    assert parts_seen(actor(now), siri.pk) == {Part.PERSON, Part.MEETINGS, Part.TASKS}


def test_her_own_proxy_she_takes_back_and_a_guardian_she_cannot(siri, acts, as_, opening_for, now) -> None:
    acts(Part.PLAN, ground="proxy")
    access.withdraw(queries.consents_of(opening_for("siri"), siri.pk)[0], by=as_("siri"))
    assert not parts_seen(actor(now), siri.pk)
    acts(Part.PLAN)
    running = next(one for one in queries.consents_of(opening_for("siri"), siri.pk) if one.runs(now.date()) and one.kind == "mandate")
    with pytest.raises(Refused, match="Statsforvalteren i Agder har bestemt"):
        access.withdraw(running, by=as_("siri"))
    access.withdraw(running, by=as_("ingunn"))
    assert not parts_seen(actor(now), siri.pk)


def test_what_is_missing_is_said_and_only_who_may_write_makes_one(siri, anne, as_) -> None:
    for given in ({"ground": "guardian", "decided_by": ""}, {"ground": "nonsense"}, {"parts": []}, {"parts": [Part.PROTECTED]}):
        whole = {"ground": "guardian", "decided_by": "Statsforvalteren", "parts": [Part.PLAN]} | given
        with pytest.raises(Refused):
            people.represent(anne, by=as_("ingunn"), **whole)
    # She gives a proxy herself; that somebody is her guardian is decided by others, and written in by us.
    for key, refusal in (("liv", NotVisible), ("siri", Refused)):
        with pytest.raises(refusal):
            people.represent(anne, ground="guardian", decided_by="x", parts=[Part.PLAN], by=as_(key))


def test_ingunn_notes_it_gives_a_way_in_and_it_stands_in_siris_log(siri, anne, browse, as_, now) -> None:
    ingunn = browse("ingunn")
    sent = {
        "gjor": "represent",
        "rad": anne.pk,
        "ground": "guardian",
        "decided_by": "Statsforvalteren i Agder",
        "parts": ["plan"],
        "until": "",
    }
    assert ingunn.post(f"/personer/{siri.pk}/parorende/", sent).status_code == 302
    assert "Handler på Siris vegne: verge" in body(ingunn.get(f"/personer/{siri.pk}/parorende/"))
    made = access.make_link(siri, channel="met", kin=anne, by=as_("ingunn"))
    account = access.use_link(made.token, code=made.code, at=now)
    assert (account.next_of_kin_id, account.person_id) == (anne.pk, None)
    log = body(browse("siri").get(f"/personer/{siri.pk}/hvem-har-sett/"))
    assert "Anne Haugen" in log
    assert "Logget inn med lenke" in log


def test_nobody_is_given_a_way_in_who_does_not_act_for_her(siri, anne, house, as_) -> None:
    with pytest.raises(NotVisible):
        access.make_link(siri, channel="met", kin=anne, by=as_("ingunn"))
    other = known(house, as_("kari"), name="Gro Bø", born="05.05.1990").person
    people.represent(anne, ground="proxy", decided_by="", parts=[Part.PLAN], by=as_("ingunn"))
    with pytest.raises(NotVisible):
        access.make_link(other, channel="met", kin=anne, by=as_("kari"))


def test_only_the_nearest_acts_because_she_cannot_decide(siri, anne, acts, as_, opening_for, now) -> None:
    people.make_nearest(anne, by=as_("ingunn"))
    for ground, basis in (("proxy", False), ("guardian", False), ("nearest", True)):
        acts(Part.PLAN, ground=ground, **JUDGED_AS)
        running = next(one for one in queries.consents_of(opening_for("ingunn"), siri.pk) if one.runs(now.date()) and one.kind == "mandate")
        assert bool(running.capacity_basis) == basis, ground


def test_what_is_judged_of_her_says_who_when_why_and_until_when_and_she_reads_it(siri, anne, browse, as_, opening_for) -> None:
    kin, consent = reverse("person-kin", args=[siri.pk]), reverse("person-consent", args=[siri.pk])
    sent = {"gjor": "represent", "rad": anne.pk, "ground": "nearest", "decided_by": "Hanne Lie Mosdal, psykolog", "parts": ["plan"]}
    refused = body(browse("ingunn").post(kin, sent))
    for missing in ("hvilken dag det ble vurdert", "Skriv grunnen", "høyst et år fram", "nærmeste pårørende"):
        assert missing in refused, missing
    people.make_nearest(anne, by=as_("ingunn"))
    assert browse("ingunn").post(kin, sent | JUDGED).status_code == 302
    for page in (browse("ingunn").get(kin), browse("siri").get(kin), browse("siri").get(consent)):
        for said in ("Vurdert av Hanne Lie Mosdal, psykolog 9. november 2026", JUDGED["reasons"], "innen 1. februar 2027"):
            assert said in words_of(body(page)), said
    line = next(one for one in cases.due(opening_for("ingunn"), [siri.pk]) if one.kind == "mandate")
    assert str(line.by) == "2027-02-01"


def test_it_is_judged_again_or_taken_back_and_the_reason_before_is_kept(siri, acts, anne, browse, as_, opening_for, now) -> None:
    people.make_nearest(anne, by=as_("ingunn"))
    client = acts(Part.PLAN, ground="nearest", **JUDGED_AS)
    kin = reverse("person-kin", args=[siri.pk])
    again = {"gjor": "again", "rad": anne.pk, "reasons": "Det er fortsatt slik etter samtale i dag.", "review_on": "2027-05-01"}
    assert "høyst et år" in body(browse("ingunn").post(kin, again | {"review_on": "2028-05-01"}))
    assert browse("ingunn").post(kin, again).status_code == 302
    given = next(one for one in queries.consents_of(opening_for("ingunn"), siri.pk) if one.kind == "mandate")
    assert (given.judged_on, str(given.review_on)) == (now.date(), "2027-05-01")
    assert queries.history_of(opening_for("ingunn"), siri.pk, given.pk)[0].was["reasons"] == JUDGED["reasons"]
    with pytest.raises(NotVisible):
        access.judge_again(given, reasons="Jeg vil ikke at det skal gjelde lenger.", review_on=None, by=as_("siri"))
    access.withdraw(given, by=as_("ingunn"))
    assert client.get(reverse("plan", args=[siri.pk])).status_code == 404


@pytest.mark.parametrize("ground", ["danger", "her_child"])
def test_the_nearest_is_told_in_danger_or_for_a_child_and_does_nothing_in_her_name(siri, anne, acts, as_, house, now, ground) -> None:
    people.make_nearest(anne, by=as_("ingunn"))
    with pytest.raises(Refused, match="ikke fortelles"):
        acts(Part.CONSENT, ground=ground, **JUDGED_AS)
    client = acts(Part.CASE, Part.MEETINGS, ground=ground, **JUDGED_AS)
    assert parts_seen(actor(now), siri.pk) == {Part.PERSON, Part.CASE, Part.MEETINGS}
    assert not any(may_write(actor(now), siri.pk, part) for part in Part)
    page = body(client.get("/"))
    assert "Om Siri Haugen" in page
    assert "Du bestemmer ikke noe for Siri." in page
    made = casework.decide(
        cases.open_cases(Opening(as_("ingunn")), siri.pk)[0], legal_basis="hol-3-2-6a", decider=house.municipalities["bygland"],
        content="Ukentlig samtale", reasons="Trenger det nå", her_view="Vil ha mer", by=as_("ingunn"),
    )  # fmt: skip
    with pytest.raises(NotVisible):
        casework.complain(made, words="Vi er uenige", received_on=now.date(), by=actor(now))
