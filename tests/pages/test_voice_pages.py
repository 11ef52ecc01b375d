"""Her voice in the browser: on her telephone, in assisted mode, to her team before they meet her, to the leader, and the council's page."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from helhet.access.log import LogEntry
from helhet.demo.stories import siri as tell_siri
from helhet.demo.telling import Teller
from helhet.oversight.models import ExperienceYear
from helhet.team.models import Meeting
from helhet.voice import actions
from helhet.voice.models import Feedback, Saying
from tests.conftest import NOW
from tests.reading import words_of


@pytest.fixture(scope="module")
def _siri(stays):
    """Siri as in the demo: eight, eight, eight, and then four."""
    return tell_siri(Teller(stays, NOW))


@pytest.fixture
def siri(_siri, db):
    return _siri


FALLEN = "Siri ga 4 sist, vanligvis 8. Spør hva som ville gjort det bedre."


def test_her_front_page_asks_about_the_newest_meeting_and_one_tap_each_answers(siri, browse) -> None:
    client = browse("siri")
    assert "Hvordan var det?" in words_of(client.get("/"))
    page = client.get(reverse("feedback", args=[siri.pk]))
    about = re.search(r'name="about" value="(meeting:[^"]+)"[^>]*checked', page.content.decode())
    assert about
    answer = client.post(page.wsgi_request.path, {"gjor": "tell", "rad": "", "life": "6", "alliance": "9", "words": "", "about": about[1]})
    assert answer.status_code == 302
    newest = Feedback.objects.order_by("-at").first()
    assert (newest.life, newest.alliance, newest.about, newest.is_hers) == (6, 9, "meeting", True)
    assert "Hvordan var det?" not in words_of(client.get("/"))


def test_a_worker_writes_it_down_in_her_words_and_it_is_shown_as_such(siri, browse) -> None:
    client, path = browse("kari"), reverse("feedback", args=[siri.pk])
    # Kari is a neighbour: Siri has closed her whole record to her.
    assert client.get(path).status_code == 404
    client = browse("hanne")
    assert client.post(path, {"gjor": "tell", "rad": "", "words": "Jeg vil <b>sove</b>.", "about": "none"}).status_code == 302
    page = client.get(path)
    assert "skrevet ned av Hanne Lie Mosdal, med Siris ord" in words_of(page)
    assert "Jeg vil &lt;b&gt;sove&lt;/b&gt;." in page.content.decode()


def test_an_empty_answer_is_refused_in_words(siri, browse) -> None:
    answer = browse("siri").post(reverse("feedback", args=[siri.pk]), {"gjor": "tell", "rad": "", "about": "none"})
    assert "Svar på ett av spørsmålene, eller skriv noe." in words_of(answer)


def test_a_contact_that_is_not_hers_is_answered_to_as_nothing_in_particular(siri, browse) -> None:
    path = reverse("feedback", args=[siri.pk])
    answer = browse("siri").post(path, {"gjor": "tell", "rad": "", "life": "5", "about": f"contact:{uuid4()}"})
    assert answer.status_code == 200
    assert not Feedback.objects.filter(life=5, about="contact").exists()


def test_her_team_is_told_on_the_next_meetings_page_and_on_my_day_and_nobody_else_is(siri, browse, as_) -> None:
    coming = Meeting.objects.filter(person=siri, state="called", starts_at__gt=NOW + timedelta(days=1)).get()
    where = ["/", reverse("meeting", args=[coming.pk]), reverse("person", args=[siri.pk]), reverse("feedback", args=[siri.pk])]
    for path in where:
        assert FALLEN in words_of(browse("ingunn").get(path)), path
    for key in ("siri", "sissel"):
        assert "vanligvis" not in words_of(browse(key).get(where[1])), key
    assert FALLEN not in words_of(browse("tone").get(where[1]))
    actions.tell(siri.pk, alliance=8, by=as_("siri"))
    assert all(FALLEN not in words_of(browse("ingunn").get(path)) for path in where)


def test_what_my_day_shows_of_her_voice_is_logged(siri, browse) -> None:
    newest = {e.pk for e in LogEntry.objects.all()}
    page = browse("ingunn").get("/").content.decode()
    shown = set(re.findall(r'data-doc="(tilbakemelding):([0-9a-f-]{36})"', page))
    logged = {tuple(doc) for e in LogEntry.objects.exclude(pk__in=newest) for doc in e.documents}
    assert shown
    assert shown <= logged


def test_she_says_it_to_the_leader_who_answers_without_a_name(siri, browse) -> None:
    path = reverse("say", args=[siri.pk])
    page = words_of(browse("siri").get(path))
    assert "får ikke vite hvem som skrev dem" in page
    assert "klage på et vedtak" in page
    said = {"kind": "complaint", "words": "Ring meg før dere flytter timen.", "unit": ""}
    assert browse("siri").post(path, {"gjor": "say", "rad": "", **said}).status_code == 302
    made = Saying.objects.get(words=said["words"])
    leader = browse("kjersti")
    assert "Én har sagt fra om tjenesten" in words_of(leader.get("/"))
    page = leader.get(reverse("sayings"))
    assert "Ring meg før dere flytter timen." in words_of(page)
    assert "Siri" not in page.content.decode()
    assert str(siri.pk) not in page.content.decode()
    assert leader.post(reverse("sayings"), {"gjor": "reply", "rad": str(made.pk), "words": "Det gjør vi."}).status_code == 302
    assert "Det gjør vi." in words_of(browse("siri").get(path))
    for key in ("ingunn", "marit", "liv"):
        assert "Ring meg" not in words_of(browse(key).get(path))
        assert "Ring meg" not in words_of(browse(key).get(reverse("sayings")))


def _year(house, place: str, **counts: object) -> None:
    ExperienceYear.objects.create(year=2025, unit=house.units[place], at=NOW, **counts)


def test_the_sums_are_the_same_to_the_letter_when_one_answer_more_may_not_be_told(house, browse) -> None:
    path, said = reverse("experiences"), []
    for of, low in ((41, 2), (43, 4)):
        with pytest.MonkeyPatch.context() as patch:
            row = ExperienceYear(year=2025, unit=house.units["evje"], at=NOW, alliance_of=of, alliance_low=low, life_of=3, life_low=3)
            patch.setattr("helhet.oversight.experience.ExperienceYear", _Rows([row]))
            said.append(browse("aslaug").get(path).content.decode())
    assert re.sub(r'value="[^"]+"', "", said[0]) == re.sub(r'value="[^"]+"', "", said[1])
    assert "1–4" in said[0]
    assert "Skjult" in said[0]


class _Rows:
    """The kept years, as the test says they are."""

    def __init__(self, rows: list[ExperienceYear]) -> None:
        self.objects, self._rows = self, rows

    def filter(self, **_: object) -> "_Rows":
        return self

    def select_related(self, *_: str) -> list[ExperienceYear]:
        return self._rows


def test_the_council_reads_the_sums_and_no_other_page_exists_for_it(house, siri, browse) -> None:
    _year(house, "evje", alliance_of=41, alliance_low=11, life_of=41, life_low=0)
    _year(house, "valle", one_worker=True)
    council = browse("aslaug")
    page = words_of(council.get("/"))
    assert "11 av 40–44" in page
    assert "her arbeider bare én" in page
    for path in ("/personer/", reverse("person", args=[siri.pk]), "/internkontroll/", reverse("sayings"), "/henvendelser/ny/", "/avvik/"):
        assert council.get(path).status_code == 404, path
    assert "11 av 40–44" in words_of(browse("wenche").get(reverse("experiences")))
    assert browse("siri").get(reverse("experiences")).status_code == 404
    assert browse("sissel").get(reverse("experiences")).status_code == 404
    assert "11" not in words_of(browse("liv").get(reverse("experiences")))


def test_what_was_done_with_it_stands_beside_the_sums(house, browse) -> None:
    _year(house, "evje", alliance_of=41, alliance_low=11, life_of=41, life_low=0)
    leader = browse("marit")
    assert "Ingen har skrevet hva det førte til." in words_of(leader.get(reverse("experiences")))
    done = {"gjor": "words", "g": "Timer flyttes ikke uten en telefon."}
    assert leader.post(reverse("year", args=["4219", 2025]), done).status_code == 302
    assert "Timer flyttes ikke uten en telefon." in words_of(browse("aslaug").get("/"))
