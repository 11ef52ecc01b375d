"""Out among people and with the police: counted, never named, and no person talked of without a ground."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError

from helhet.cooperation import actions, queries
from helhet.cooperation.models import OutreachRound
from helhet.organisation.rules import Refused
from helhet.record.disclosure import Range
from helhet.web import out

ADDRESS, TODAY = "/samarbeid/ute/", date(2026, 11, 10)
ROUND = {
    "gjor": "round", "rad": "", "municipality": "4220", "on": "2026-11-06", "place": "Badeplassen", "hours": "2.5", "met": "8", "new": "2",
    "young": "6", "helped_on": "0", "words": "Rolig.",
}  # fmt: skip
MEETING = {
    "gjor": "slt",
    "rad": "",
    "municipality": "4220",
    "on": "2026-11-06",
    "who": "Politiet og skolen",
    "about": "Fredager ved kiosken",
}


def test_a_round_is_counted_and_put_right(house, as_, browse) -> None:
    ingunn = browse("ingunn")
    assert ingunn.post(ADDRESS, ROUND).status_code == 302
    page = " ".join(ingunn.get(ADDRESS).content.decode().split())
    assert "har vi vært ute én gang, i 2,5 timer, med 8 samtaler." in page
    (made,) = queries.rounds(as_("ingunn"), since=date(2026, 1, 1))
    assert ingunn.post(ADDRESS, ROUND | {"rad": str(made.pk), "met": "9"}).status_code == 302
    assert [one.met for one in queries.rounds(as_("ingunn"), since=date(2026, 1, 1))] == [9]
    other = browse("tone").get(ADDRESS).content.decode()
    assert "Badeplassen" in other
    assert str(made.pk) not in other, "the exact numbers are in the form of whoever counted"


def test_of_those_talked_with_few_are_told_in_fives(house, as_) -> None:
    for met, new, young in ((8, 2, 6), (3, 1, 0)):
        actions.keep_round(
            None, municipality=house.municipalities["bygland"], on=TODAY, place="Sentrum", hours=Decimal(2), met=met, new=new, young=young,
            by=as_("ingunn"),
        )  # fmt: skip
    (quarter,) = out.quarters(queries.rounds(as_("ingunn"), since=TODAY))
    assert (quarter.since, quarter.hours, quarter.met) == (date(2026, 10, 1), Decimal(4), 11)
    assert (quarter.new, quarter.young, quarter.helped_on) == (Range(1, 4), Range(5, 9), Range(0, 0))


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"met": "1"}, "Det kan ikke være flere enn dem dere snakket med."), ({"hours": "0"}, "Skriv hvor mange timer"),
        ({"on": "2026-11-11"}, "Dagen er ikke kommet ennå."), ({"words": "Ring 400 00 123"}, "Her skal ingen kunne kjennes igjen."),
        ({"place": "Hos 02849012345"}, "Her skal ingen kunne kjennes igjen."),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_round_is_said(house, browse, changed, said) -> None:
    assert said in browse("ingunn").post(ADDRESS, ROUND | changed).content.decode()
    assert not OutreachRound.objects.exists()


def test_persons_are_talked_of_with_the_police_only_on_a_ground_and_never_named(house, as_, browse) -> None:
    ingunn = browse("ingunn")
    assert ingunn.post(ADDRESS, MEETING).status_code == 302
    assert "Ingen enkeltpersoner ble snakket om." in ingunn.get(ADDRESS).content.decode()
    assert "Velg hvilken lov" in ingunn.post(ADDRESS, MEETING | {"persons": "on"}).content.decode()
    assert "Grunnen trengs bare" in ingunn.post(ADDRESS, MEETING | {"ground": "child"}).content.decode()
    assert ingunn.post(ADDRESS, MEETING | {"persons": "on", "ground": "avert"}).status_code == 302
    assert "straffeloven § 196" in ingunn.get(ADDRESS).content.decode()
    assert "Her skal ingen kunne kjennes igjen." in ingunn.post(ADDRESS, MEETING | {"about": "028490 12345"}).content.decode()


def test_it_is_for_those_who_work_there(house, as_, browse) -> None:
    made = actions.keep_slt_meeting(
        None, municipality=house.municipalities["bygland"], on=TODAY, who="Politiet", about="Kiosken", by=as_("ingunn")
    )
    assert "Kiosken" not in browse("liv").get(ADDRESS).content.decode()
    assert browse("sissel").get(ADDRESS).status_code == 404
    assert browse("liv").post(ADDRESS, MEETING | {"rad": str(made.pk)}).status_code in (200, 404)
    with pytest.raises(Refused):
        actions.keep_slt_meeting(made, municipality=made.municipality, on=TODAY, who="A", about="b", by=as_("liv"))
    with pytest.raises(IntegrityError):
        OutreachRound.objects.create(municipality=made.municipality, on=TODAY, place="A", hours=1, met=1, new=2)
