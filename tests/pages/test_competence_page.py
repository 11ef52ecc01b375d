"""Competence as a page for whoever leads."""

import pytest
from django.urls import reverse

from helhet.organisation.models import CompetenceHeld
from tests.reading import words_of


def test_a_sentence_first_and_the_whole_as_a_table(learned, browse) -> None:
    text = words_of(browse("kjersti").get(reverse("competence")))
    for said in (
        "kompetanser mangler, talt kommune for kommune.",
        "Å forebygge vold",
        "internundervisning på sykehuset",
        "Brukt , fornøyd",
    ):
        assert said in text or said.replace(" ,", ",") in text, said


@pytest.mark.parametrize("who", ["ingunn", "liv", "sissel"])
def test_who_does_not_lead_finds_nothing(learned, browse, who: str) -> None:
    assert browse(who).get(reverse("competence")).status_code == 404
    assert browse(who).post(reverse("competence"), {"gjor": "need"}).status_code == 404


def test_learning_need_and_centre_are_written_in(learned, browse) -> None:
    marit, url = browse("marit"), reverse("competence")
    learn = {"gjor": "learn", "on": "2026-11-09", "kind": "course", "what": "Kroppen òg", "competence": "somatic", "gives": "on",
             "centre": "", "place": "", "staff": [str(learned.staff["jan"].pk)]}  # fmt: skip
    assert marit.post(url, learn).status_code == 302
    assert CompetenceHeld.objects.filter(staff=learned.staff["jan"], key="somatic").exists()
    need = {"gjor": "need", "municipality": "4219", "competence": "", "name": "Samisk språk", "how_many": "1", "why": ""}
    assert marit.post(url, need).status_code == 302
    has = {"gjor": "has", "staff": str(learned.staff["jan"].pk), "competence": "egen:Samisk språk", "since": "2026-11-01", "how": ""}
    assert marit.post(url, has).status_code == 302
    centre = {"gjor": "centre", "municipality": "4219", "centre": "rop", "known": "used", "content": "yes"}
    assert marit.post(url, centre).status_code == 302
    text = words_of(marit.get(url))
    assert "Samisk språk" in text
    assert "Kroppen òg" in text
    both = need | {"competence": "violence"}
    assert "Velg en kompetanse, eller skriv en egen." in words_of(marit.post(url, both))
    assert marit.post(url, need | {"municipality": "4222"}).status_code == 200
