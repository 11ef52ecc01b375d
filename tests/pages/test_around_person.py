"""The pages around a person: there for those who may, and as if they did not exist for the rest."""

import re
from copy import copy
from datetime import timedelta

import pytest
from django.urls import reverse

from helhet.access import actions as access
from helhet.access import queries as relations
from helhet.access.models import LogEntry
from helhet.access.rules import Part, Role
from helhet.cases import actions as cases
from helhet.people import actions as people
from tests.conftest import NOW, settled
from tests.reading import words_of
from tests.siri import account_for, coordinated, shares

PAGES = (
    "person-team", "person-consent", "person-kin", "person-children", "person-edit", "network", "own-words", "person-enquiries",
    "person-needs", "person-offers", "decisions",
)  # fmt: skip
# A partner who was given the plan sees the team, the network and her own words: they are part of it.
A_PARTNERS = {"person-team", "network", "own-words"}


@pytest.fixture(scope="module")
def _siri(stays):
    """Much is written about her: every list on every page has a row."""
    by = stays.actor("ingunn", NOW)
    found = coordinated(stays, by)
    person = found.person
    people.add_identifier(person, "02848812393", by=by)
    people.set_address(person, street="Gamle Setesdalsveg 114", postcode="4745", place="Bygland", by=by)
    people.say_what_matters(person, "Jeg vil sove.", by=by)
    people.draw_network(person, [("Emma", "datter", 1), ("Roger", "", 4)], by=by)
    people.name_next_of_kin(person, name="Anne Haugen", relation="søster", telephone="40000118", nearest=True, by=by)
    people.ask_about_children(person, answer="yes", words="Ja, Emma.", by=by)
    people.note_child(person, first_name="Emma", kinship="datter", born_year=2017, by=by)
    cases.note_need(person.pk, life_area="mental", words="Angst", long_term=True, coordinated=True, by=by)
    cases.meet_need(cases.note_need(person.pk, life_area="housing", words="Flytte", long_term=False, coordinated=False, by=by), by=by)
    cases.offer(person.pk, of="plan", how="i samtale", by=by)
    cases.answer_offer(cases.offer(person.pk, of="coordinator", how="i samtale", by=by), answer="yes", words="Ja takk.", by=by)
    made = cases.decide(
        found.case, legal_basis="hol-3-2-6a", decider=stays.municipalities["bygland"], content="To timer", reasons="Behov", her_view="Tre",
        by=by,
    )  # fmt: skip
    cases.notify_decision(made, by=by)
    cases.complain(made, words="For lite", received_on=by.on, by=by)
    shares(person, stays, by)
    access.object_to(person.pk, staff=stays.staff["jan"], of_part=Part.JOURNAL, words="Nabo.", by=by)
    people.emergency(number="02848812393", reason="Funnet livløs ved elva, ambulansen spør.", by=stays.actor("hanne", NOW))
    found.person.case = found.case
    settled()
    return person


@pytest.fixture
def siri(_siri, db):
    """The same for each test, whose own rows are rolled back."""
    return copy(_siri)


@pytest.mark.parametrize("name", PAGES)
def test_the_team_sees_it_and_nobody_without_a_relation_does(siri, browse, name) -> None:
    url = reverse(name, args=[siri.pk])
    assert browse("ingunn").get(url).status_code == 200
    assert browse("tone").get(url).status_code == 200
    for key in ("liv", "gunnhild", "marit"):
        assert browse(key).get(url).status_code == 404, key
        assert browse(key).post(url, {"gjor": "x"}).status_code == 404, key
    assert browse("sissel").get(url).status_code == (200 if name in A_PARTNERS else 404)


def test_the_case_likewise(siri, browse) -> None:
    url = reverse("case", args=[siri.case.pk])
    assert browse("ingunn").get(url).status_code == 200
    for key in ("liv", "gunnhild", "sissel"):
        assert browse(key).get(url).status_code == 404


@pytest.mark.parametrize("name", [*PAGES, "case"])
def test_what_is_shown_is_what_is_logged(siri, browse, name) -> None:
    key = siri.case.pk if name == "case" else siri.pk
    earlier = {entry.pk for entry in LogEntry.objects.all()}
    page = browse("ingunn").get(reverse(name, args=[key])).content.decode()
    logged = {f"{kind}:{row}" for entry in LogEntry.objects.exclude(pk__in=earlier) for kind, row in entry.documents}
    shown = set(re.findall(r'data-doc="([^"]+)"', page))
    assert shown == logged


def test_the_consent_page_says_who_can_see_and_why(siri, browse) -> None:
    page = browse("ingunn").get(reverse("person-consent", args=[siri.pk])).content.decode()
    for words in ("Sissel Heistad", "Kari Byglandsfjord", "Psykisk helse og rus, Bygland", "Hanne Lie Mosdal", "Jan Erik Moi", "«Nabo.»"):
        assert words in page
    assert "Liv Åsland" not in page


def test_withdrawn_with_one_tap_nav_is_out_at_the_next_request(siri, browse, opening_for) -> None:
    nav = browse("sissel")
    assert nav.get(reverse("person", args=[siri.pk])).status_code == 200
    given = next(one for one in relations.consents_of(opening_for("ingunn"), siri.pk) if one.kind == "sharing")
    browse("ingunn").post(reverse("person-consent", args=[siri.pk]), {"gjor": "withdraw", "rad": str(given.pk)})
    assert nav.get(reverse("person", args=[siri.pk])).status_code == 404


def test_a_named_worker_is_closed_out_at_the_next_request_and_let_back(siri, browse, house, opening_for) -> None:
    kari, url = browse("kari"), reverse("person", args=[siri.pk])
    assert kari.get(url).status_code == 200
    consent = reverse("person-consent", args=[siri.pk])
    browse("ingunn").post(
        consent, {"gjor": "object", "rad": "", "against": f"staff:{house.staff['kari'].pk}", "of_part": "", "words": "Slekt"}
    )
    assert kari.get(url).status_code == 404
    closed = next(one for one in relations.objections_of(opening_for("ingunn"), siri.pk) if one.staff_id == house.staff["kari"].pk)
    browse("ingunn").post(consent, {"gjor": "lift", "rad": str(closed.pk)})
    assert kari.get(url).status_code == 200


def test_whoever_closes_herself_out_is_led_away(siri, browse, house) -> None:
    consent = reverse("person-consent", args=[siri.pk])
    answer = browse("ingunn").post(
        consent, {"gjor": "object", "rad": "", "against": f"staff:{house.staff['ingunn'].pk}", "of_part": "", "words": ""}
    )
    assert answer.url == reverse("persons")


def test_shared_by_the_page_in_chosen_parts(siri, browse, house, opening_for) -> None:
    said = {
        "gjor": "share", "rad": "", "to": f"member:{house.members['anders'].pk}", "parts": ["plan", "crisis"], "purpose": "fastlege",
        "how": "muntlig", "given_by": "Siri Haugen", "until": "2027-01-31",
    }  # fmt: skip
    assert browse("ingunn").post(reverse("person-consent", args=[siri.pk]), said).status_code == 302
    given = next(one for one in relations.consents_of(opening_for("ingunn"), siri.pk) if one.to_partner_member == house.members["anders"])
    assert {part.part for part in given.parts.all()} == {"plan", "crisis"}


def test_faults_are_sentences_and_what_was_typed_stands(siri, browse) -> None:
    said = {"gjor": "share", "rad": "", "purpose": "samarbeid om bolig", "how": "", "given_by": ""}
    page = browse("ingunn").post(reverse("person-consent", args=[siri.pk]), said)
    assert page.status_code == 200
    assert "samarbeid om bolig" in page.content.decode()
    assert "Dette må fylles ut." in page.content.decode()


def test_coordinator_replaced_and_colleague_let_in_from_the_team_page(siri, browse, house, opening_for) -> None:
    url = reverse("person-team", args=[siri.pk])
    tone = browse("tone")
    tone.post(url, {"gjor": "coordinator", "rad": "", "staff": str(house.staff["kari"].pk), "reason": "permisjon"})
    tone.post(url, {"gjor": "let_in", "rad": "", "staff": str(house.staff["torbjorn"].pk), "role": "team_member", "function": "rus"})
    tone.post(url, {"gjor": "partner_in", "rad": "", "member": str(house.members["rune"].pk), "function": "samtaler"})
    team = {(one.staff or one.partner_member).name: one.role for one in relations.team_of(opening_for("tone"), siri.pk)}
    assert team["Kari Byglandsfjord"] == Role.COORDINATOR
    assert team["Torbjørn Frøysnes"] == Role.TEAM_MEMBER
    assert team["Rune Tveit"] == Role.PARTNER
    liv = {"gjor": "let_in", "rad": "", "staff": str(house.staff["liv"].pk), "role": "team_member"}
    assert "Velg en av mulighetene her." in tone.post(url, liv).content.decode()


def test_two_who_change_different_things_do_not_undo_each_other(siri, browse) -> None:
    url = reverse("person-edit", args=[siri.pk])
    form = browse("ingunn").get(url).context["form"]
    as_opened = {f"initial-{name}": form[name].value() or "" for name in form.fields} | {
        name: form[name].value() or "" for name in form.fields
    }
    browse("ingunn").post(url, as_opened | {"gjor": "person", "rad": "", "telephone": "400 00 199"})
    browse("tone").post(url, as_opened | {"gjor": "person", "rad": "", "interpreter": "tigrinja"})
    siri.refresh_from_db()
    assert (siri.telephone, siri.interpreter) == ("40000199", "tigrinja")


def test_the_last_case_closed_the_worker_is_told_that_she_no_longer_sees(siri, browse) -> None:
    url = reverse("case", args=[siri.case.pk])
    page = browse("ingunn").get(url).content.decode()
    assert "Koordinerende enhet beholder den" in page
    answer = browse("ingunn").post(url, {"gjor": "close", "rad": "", "reason": "goals_met", "words": ""}, follow=True)
    assert "har ikke lenger tilgang" in answer.content.decode()
    assert browse("ingunn").get(url).status_code == 404
    assert browse("tone").get(url).status_code == 200


def test_an_emergency_opens_by_the_page_and_an_unknown_number_gets_one_plain_sentence(siri, browse) -> None:
    said = {"gjor": "emergency", "rad": "", "identifier": "028488 12393", "reason": "Funnet livløs ved elva, ambulansen spør."}
    assert browse("torbjorn").post(reverse("emergency"), said).url == reverse("person", args=[siri.pk])
    answers = [browse("liv").post(reverse("emergency"), said | {"identifier": number}) for number in ("02848812393", "14839212365")]
    sentences = [answer.context["form"].errors["identifier"][0] for answer in answers]
    assert sentences[0] == sentences[1] == "Vi kan ikke åpne noe med dette nummeret. Sjekk sifrene, eller ring koordinerende enhet."
    assert browse("sissel").get(reverse("emergency")).status_code == 404


def test_two_of_one_name_and_day_are_told_apart_by_their_number_where_one_is_chosen(siri, browse, house, as_) -> None:
    other = coordinated(house, as_("ingunn"), name="Siri Haugen").person
    answer = browse("tone").get(f"{reverse('merge', args=[siri.pk])}?med={other.pk}")
    offered = [str(label) for _, label in answer.context["form"].fields["keep"].choices]
    assert len(set(offered)) == 2, offered
    page = words_of(answer.content.decode())
    assert all(one in page for one in ("1. Siri Haugen", "2. Siri Haugen"))


def test_a_deputy_stands_to_the_last_day_that_was_written(siri, browse, house) -> None:
    url = reverse("person-team", args=[siri.pk])
    away = {"gjor": "away", "rad": "", "since": "2026-11-10", "until": "2026-11-14", "deputy": str(house.staff["hanne"].pk)}
    page = words_of(browse("ingunn").post(url, away, follow=True).content.decode())
    assert "Hanne Lie Mosdal er stedfortreder til 14. november." in page
    assert "til 14. november 2026" in page
    assert "15. november" not in page


def test_merge_is_there_for_two_one_may_write_and_for_nobody_else(siri, browse, house, as_) -> None:
    other = coordinated(house, as_("ingunn"), name="Siri Marie Haugen").person
    url = f"{reverse('merge', args=[siri.pk])}?med={other.pk}"
    page = browse("tone").get(url).content.decode()
    assert "Siri Marie Haugen" in page
    for key in ("liv", "gunnhild", "sissel"):
        assert browse(key).get(url).status_code == 404
    for wrong in ("", "tull", str(siri.pk), str(siri.case.pk)):
        assert browse("tone").get(f"{reverse('merge', args=[siri.pk])}?med={wrong}").status_code == 404
    answer = browse("tone").post(
        url, {"gjor": "merge", "rad": "", "keep": str(siri.pk), "reason": "Samme fødselsdato og telefon."}, follow=True
    )
    assert "De to er nå én" in answer.content.decode()
    assert browse("tone").get(reverse("person", args=[other.pk])).context["person"] == siri


def test_she_manages_her_own_consents_and_kin_and_nothing_of_what_others_write(siri, browse, as_) -> None:
    account_for(siri, as_("ingunn"))
    herself = browse("siri")
    for name in ("person-consent", "person-kin"):
        assert herself.get(reverse(name, args=[siri.pk])).context["writable"]
    for name in ("person-children", "person-needs", "decisions", "person-edit"):
        assert not herself.get(reverse(name, args=[siri.pk])).context["writable"], name
        assert herself.post(reverse(name, args=[siri.pk]), {"gjor": "new", "name": "x"}).status_code in (200, 404)


def test_a_child_is_given_a_case_of_its_own_from_the_page_of_children(siri, browse, as_) -> None:
    ours, url = browse("ingunn"), reverse("person-children", args=[siri.pk])
    people.note_child(siri, first_name="Emma", kinship="datter", need="Noen å snakke med.", by=as_("ingunn"))
    page = ours.get(url).content.decode()
    offered = page.count("Gi barnet en egen sak")
    row = re.search(r'name="gjor" value="own_record">\s*<input type="hidden" name="rad" value="([^"]+)"', page)[1]
    sent = {"gjor": "own_record", "rad": row, "name": "Emma Haugen", "words": "Noen å snakke med."}
    assert "Avklar først samtykket" in ours.post(url, sent).content.decode()
    assert ours.post(url, {"gjor": "agree", "rad": row, "how": "muntlig"}).status_code == 302
    assert "Emma har fått en egen henvendelse" in ours.post(url, sent, follow=True).content.decode()
    assert "Noen å snakke med." in browse("tone").get("/").content.decode()
    page = ours.get(url).content.decode()
    assert "Fikk en egen sak 10. november 2026." in page
    assert page.count("Gi barnet en egen sak") == offered - 1
    assert browse("liv").post(url, sent).status_code == 404


def test_she_asks_for_help_and_reads_the_answer_there(siri, browse, as_, opening_for) -> None:
    account_for(siri, as_("ingunn"))
    herself, url = browse("siri"), reverse("ask-for-help")
    herself.post(url, {"gjor": "ask", "rad": "", "words": "Jeg vil snakke med noen igjen.", "urgency": "days"})
    assert "«Jeg vil snakke med noen igjen.»" in herself.get(url).content.decode()
    for key in ("ingunn", "sissel"):
        assert browse(key).get(url).status_code == 404


def test_of_her_child_she_is_told_what_is_done_and_nothing_is_missing_once_it_is_well(siri, browse, as_) -> None:
    page, by = reverse("person-children", args=[siri.pk]), as_("ingunn")
    child = people.note_child(siri, first_name="Ida", kinship="datter", by=by)
    if not relations.account_named("siri"):
        account_for(siri, by)

    def told(key: str) -> str:
        return words_of(
            next(one for one in browse(key).get(page).content.decode().split("<section") if ">Ida<" in one).partition("<details")[0]
        )

    assert "Vi har ikke snakket med Ida om dette ennå. Vi avtaler det med deg først." in told("siri")
    assert "Vi har ikke avtalt med deg om Ida skal følges opp." in told("siri")
    assert "Ingen følger opp ennå" in told("ingunn")
    people.follow_up_child(child, informed_on=by.on, informed_how="samtale", informed_by="Ingunn", outcome="fine", by=by)
    assert "Ingunn snakket med Ida 10. november 2026: samtale Ida trenger ikke mer nå. Si fra hvis noe endrer seg." in told("siri")
    assert not re.search("ikke avtalt|ikke snakket", told("siri"))
    assert "Ingen følger opp ennå" not in told("ingunn")
    people.follow_up_child(child, followed_up_by="helsesykepleier", by=by)
    assert "Helsesykepleier følger opp Ida." in told("siri")


def test_who_would_not_answer_about_children_reads_that_it_is_all_right(siri, browse, as_) -> None:
    if not relations.account_named("siri"):
        account_for(siri, as_("ingunn"))
    people.ask_about_children(siri, answer="will_not_say", by=as_("ingunn", NOW + timedelta(minutes=1)))
    assert "og du ville ikke svare da. Det er greit." in words_of(browse("siri").get(reverse("person-children", args=[siri.pk])))
