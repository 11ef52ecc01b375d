"""Looks that were drawn: looked through, explained, and told of, on one page; and what of it she reads beside her own log."""

import pytest
from django.urls import reverse

from helhet.access import actions, looks
from helhet.people import actions as people_actions
from helhet.people import queries as people
from tests.reading import words_of
from tests.siri import account_for, coordinated


@pytest.fixture
def drawn(house, as_, opening_for):
    """One look by Ingunn at Siri's page, drawn by Tone."""
    by = as_("ingunn")
    person = coordinated(house, by).person
    account_for(person, by)
    actions.begin_relation(person.pk, role="coordinating_unit", ground="§ 7-3", by=by, unit=house.units["ke"])
    opening = opening_for("ingunn")
    people.open_person(opening, person.pk)
    opening.seal()
    actions.draw_looks(by=as_("tone"))
    return looks.drawn(opening_for("tone"))[0]


def test_a_look_there_was_no_need_for_is_explained_found_wrong_and_told_of(drawn, browse) -> None:
    tone, url = browse("tone"), reverse("log-review")
    found = {"gjor": "review", "rad": str(drawn.pk)}
    assert tone.post(url, found | {"finding": "ask", "words": "Ingunn spørres."}).status_code == 302
    assert "Den som så, må forklare. Ingunn spørres." in words_of(tone.get(url))
    assert tone.post(url, found | {"finding": "wrong", "words": "Hun hadde fri."}).status_code == 302
    assert "Datatilsynet innen 13. november 2026 kl. 09" in words_of(tone.get(url))
    assert "si fra om et oppslag det ikke var grunn til" in words_of(tone.get("/"))
    told = {"gjor": "told", "rad": str(drawn.pk), "told_on": "2026-11-10", "told_how": "På telefon"}
    refused = words_of(tone.post(url, told))
    assert "Er det ikke meldt til Datatilsynet, skriv hvorfor" in refused
    assert tone.post(url, told | {"authority_words": "Bare navnet ble sett"}).status_code == 302
    said = "fikk vite det 10. november 2026: På telefon. Ikke meldt til Datatilsynet: Bare navnet ble sett."
    assert f"Personen {said}" in words_of(tone.get(url))
    assert "si fra om et oppslag" not in words_of(tone.get("/"))
    hers = words_of(browse("siri").get(reverse("who-has-looked", args=[drawn.person_id])))
    assert f"Det var ikke grunn til å se. Hun hadde fri. Du {said}" in hers


def test_the_page_is_the_coordinating_units_alone(drawn, browse) -> None:
    for who in ("ingunn", "liv", "siri", "sissel"):
        assert browse(who).get(reverse("log-review")).status_code == 404, who


def test_strictly_protected_the_unit_that_looked_is_not_named(drawn, as_, browse) -> None:
    for grade, named in (("fortrolig", True), ("strengt", False)):
        people_actions.change(drawn.person, grade=grade, by=as_("ingunn"))
        page = words_of(browse("tone").get(reverse("log-review")))
        assert "Ingunn Austad" in page
        assert ("Psykisk helse og rus, Bygland" in page) is named
