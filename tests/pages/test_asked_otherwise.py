"""A municipality's own instrument in place of our two questions; and answers from those who give no name."""

import re
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from helhet.access.policy import NotVisible, parts_seen
from helhet.access.rules import Part
from helhet.mapping import actions as mapping
from helhet.mapping.rules.after import on_the_ladder
from helhet.mapping.rules.reading import read
from helhet.organisation.models import Membership
from helhet.organisation.rules import Refused
from helhet.oversight import experience
from helhet.oversight.models import UnnamedYear
from helhet.record.disclosure import Shown
from helhet.voice import actions, queries
from helhet.voice.models import Feedback, UnnamedAnswer
from tests.conftest import NOW
from tests.data.instruments import as_bytes, choice, file, total
from tests.siri import account_for, coordinated, shares


def words(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def licensed(**after: str):
    """Two questions from 0 to 4 whose sum stands for whether we worked on what matters."""
    held = file(choice("heard", range(5)), choice("way", range(5)), scoring=[total(["heard", "way"], 0, 8)])
    return held | {"name": "lisensiert", "helhet": held["helhet"] | {"after": after or {"alliance": held["helhet"]["scoring"][0]["name"]}}}


@pytest.fixture
def siri(house, as_):
    person = coordinated(house, as_("ingunn")).person
    account_for(person, as_("ingunn"))
    return person


# ── an instrument in place of our question ──


def test_it_takes_the_place_of_its_question_and_of_no_other(siri, browse) -> None:
    mapping.load_shipped()
    mapping.add_instrument(as_bytes(licensed()))
    page = words(browse("siri").get(reverse("feedback", args=[siri.pk])))
    assert "Jobbet vi med det som er viktig for deg?" not in page
    assert "Hvordan er livet nå?" in page
    assert licensed()["item"][0]["text"] in page
    assert licensed()["copyright"] in page, "whose it is and on what terms stands where it is filled in"


def test_what_she_answers_is_kept_whole_and_stands_on_the_ladder_for_all_that_reads_it(siri, browse, opening_for) -> None:
    mapping.add_instrument(as_bytes(licensed()))
    client = browse("siri")
    sent = {"gjor": "tell", "rad": "", "about": "none", "lisensiert--heard": "3", "lisensiert--way": "4", "life": "6", "words": ""}
    assert client.post(reverse("feedback", args=[siri.pk]), sent).status_code == 302
    row = Feedback.objects.get()
    assert (row.life, row.alliance) == (6, 9), "seven of eight is nine of ten, to the nearest step"
    (kept,) = row.by_instrument
    assert kept["answers"] == {"heard": "3", "way": "4"}
    assert (kept["name"], kept["scores"][0]["value"], kept["scores"][0]["of"]) == ("lisensiert", "7", "8")
    assert "7 av 8" in words(client.get(reverse("feedback", args=[siri.pk])))
    assert queries.feedback_of(opening_for("ingunn"), siri.pk) == [row]


def test_it_stands_among_her_voice_and_not_where_partners_read_how_she_is(siri, house, as_, browse) -> None:
    mapping.add_instrument(as_bytes(licensed()))
    shares(siri, house, as_("ingunn"), Part.MAPPING)
    assert Part.VOICE not in parts_seen(as_("sissel"), siri.pk)
    assert "lisensiert" not in browse("ingunn").get(reverse("mapping", args=[siri.pk])).content.decode()
    assert browse("ingunn").get(reverse("mapping-new", args=[siri.pk, "lisensiert"])).status_code == 404


def test_half_an_answer_gives_no_step_and_a_wrong_one_is_refused_at_its_question(siri, browse) -> None:
    mapping.add_instrument(as_bytes(licensed()))
    path, common = reverse("feedback", args=[siri.pk]), {"gjor": "tell", "rad": "", "about": "none", "words": "Fint."}
    assert browse("siri").post(path, common | {"lisensiert--heard": "3"}).status_code == 302
    assert Feedback.objects.get().alliance is None
    assert browse("siri").post(path, common | {"lisensiert--heard": "99", "lisensiert--way": "1"}).status_code == 200
    assert Feedback.objects.count() == 1


def test_nobody_changes_what_was_answered(siri, as_) -> None:
    actions.tell(siri.pk, alliance=9, by_instrument=[{"name": "x"}], by=as_("siri"))
    with pytest.raises(DatabaseError), transaction.atomic():
        Feedback.objects.update(by_instrument=[])


@pytest.mark.parametrize(
    ("after", "path"), [({"alliance": "finnes-ikke"}, "helhet.after.alliance"), ({"humor": "x"}, "helhet.after.humor")]
)
def test_a_file_that_names_no_score_or_no_question_is_refused(after, path) -> None:
    assert path in [fault.field for fault in read(licensed(**after))[1]]


def test_a_score_stands_on_the_ladder_from_its_lowest_to_its_highest() -> None:
    scoring = read(licensed())[0].scorings[0]
    assert [on_the_ladder(scoring, scoring.low + step) for step in range(9)] == [0, 1, 3, 4, 5, 6, 8, 9, 10]


# ── without a name ──


def last_year(as_, key: str):
    return as_(key, NOW - timedelta(days=330))


def test_a_row_without_a_name_holds_a_service_a_year_and_two_steps(house, as_) -> None:
    actions.answer_unnamed(house.units["evje"].pk, life=3, alliance=8, by=as_("marit"))
    assert {field.name for field in UnnamedAnswer._meta.get_fields()} == {"id", "unit", "year", "life", "alliance"}
    row = UnnamedAnswer.objects.get()
    assert (row.unit, row.year, row.life, row.alliance) == (house.units["evje"], NOW.year, 3, 8)
    assert row.pk.version == 4, "a key that is not made of the hour"
    with pytest.raises(DatabaseError), transaction.atomic():
        UnnamedAnswer.objects.all().delete()


def test_only_ones_own_service_and_never_one_where_one_worker_is_alone(house, as_, browse) -> None:
    for key, unit in (("ingunn", "evje"), ("liv", "evje"), ("olav", "valle"), ("sissel", "evje")):
        with pytest.raises(NotVisible):
            actions.answer_unnamed(house.units[unit].pk, alliance=5, by=as_(key))
    assert "bare én" in words(browse("olav").get(reverse("unnamed")))
    for key in ("sissel", "aslaug"):
        assert browse(key).get(reverse("unnamed")).status_code == 404


def test_nothing_said_or_a_step_off_the_ladder_is_refused(house, as_) -> None:
    for wrong in ({}, {"life": 11}, {"alliance": -1}):
        with pytest.raises(Refused):
            actions.answer_unnamed(house.units["evje"].pk, by=as_("marit"), **wrong)


def test_the_tablet_is_handed_over_signed_out_and_knows_a_service_and_nothing_else(house, browse) -> None:
    client = browse("marit")
    answer = client.post(reverse("unnamed"), {"gjor": "hand_over", "rad": "", "unit": str(house.units["evje"].pk)})
    assert answer["Location"] == reverse("unnamed-answer")
    assert "Psykisk helse og rus, Evje og Hornnes" in words(client.get(reverse("unnamed-answer")))
    assert client.get("/")["Location"].startswith("/logg-inn/"), "whoever holds it is nobody here"
    for alliance in ("9", "2"):
        assert client.post(reverse("unnamed-answer"), {"gjor": "answer", "rad": "", "alliance": alliance}).status_code == 302
    assert sorted(UnnamedAnswer.objects.values_list("alliance", flat=True)) == [2, 9]


def test_without_having_been_handed_over_or_after_four_hours_it_asks_nobody(house, browse, monkeypatch) -> None:
    assert Client().get(reverse("unnamed-answer"))["Location"].startswith("/logg-inn/")
    client = browse("marit")
    client.post(reverse("unnamed"), {"gjor": "hand_over", "rad": "", "unit": str(house.units["evje"].pk)})
    monkeypatch.setattr("helhet.web.clock.now", lambda: NOW + timedelta(hours=4, minutes=1))
    assert client.post(reverse("unnamed-answer"), {"gjor": "answer", "rad": "", "alliance": "1"}).status_code == 302
    assert not UnnamedAnswer.objects.exists()


def test_the_year_sums_them_beside_the_others_and_hides_the_few(house, as_, browse) -> None:
    for step in (1, 2, 8, 8, 9, 9, 9):
        actions.answer_unnamed(house.units["evje"].pk, alliance=step, by=last_year(as_, "marit"))
    for step in (1, 9):
        actions.answer_unnamed(house.units["bygland"].pk, alliance=step, by=last_year(as_, "ingunn"))
    year = last_year(as_, "marit").on.year
    assert year in experience.not_kept(NOW.date())
    experience.keep_year(year, at=NOW, today=NOW.date())
    found = {line.unit.pk: line for line in experience.told([one.pk for one in house.municipalities.values()])}
    evje, bygland = found[house.units["evje"].pk], found[house.units["bygland"].pk]
    assert evje.unnamed_alliance.shown == Shown.FEW, "two of seven are shown as one to four"
    assert bygland.unnamed_alliance.shown == Shown.TOO_FEW, "of two answers nothing is shown"
    assert found[house.units["valle"].pk].unnamed_alliance is None
    page = words(browse("marit").get(reverse("experiences")))
    assert "Psykisk helse og rus, Evje og Hornnes, svar uten navn" in page
    with pytest.raises(DatabaseError), transaction.atomic():
        UnnamedYear.objects.update(life_of=99)


def test_it_is_in_no_table_of_a_person_and_in_nobodys_log(house, as_) -> None:
    with connection.cursor() as cursor:
        columns = {column.name for column in connection.introspection.get_table_description(cursor, "voice_unnamedanswer")}
    assert not columns & {"person_id", "staff_id", "by_key", "by_name", "at", "on"}


def test_who_no_longer_works_with_others_is_asked_no_more(house, as_) -> None:
    Membership.objects.filter(staff=house.staff["jan"]).update(until=NOW.date() - timedelta(days=1))
    assert queries.asks_unnamed(as_("marit")) == []
