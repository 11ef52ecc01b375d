"""Professional networks, the days somebody comes from outside, and a competence that lapses: by those who lead, and by nobody else."""

from datetime import date, time

import pytest

from helhet.demo.cast import SETESDAL
from helhet.organisation import actions
from helhet.organisation.models import CompetenceHeld, Network
from helhet.organisation.queries import competence, networks
from helhet.organisation.rules import Hours, Refused

ADDRESS = "/folk-og-penger/nettverk/"
SAID = {
    "gjor": "keep", "rad": "", "name": "Rusnettverket i Agder", "about": "LAR i distriktene", "host": "KORUS", "reach": "county",
    "meets_a_year": "4", "next_on": "2026-12-03", "next_where": "Video",
}  # fmt: skip


def test_a_network_is_written_in_changed_and_ended(house, as_, browse) -> None:
    kjersti, torbjorn = browse("kjersti"), house.staff["torbjorn"]
    numbers = [house.municipalities[key].pk for key in SETESDAL]
    assert kjersti.post(ADDRESS, SAID | {"places": numbers, "goers": [str(torbjorn.pk)]}).status_code == 302
    (made,) = networks.networks(numbers, on=date(2026, 11, 10))
    assert {one.pk for one in made.goers.all()} == {torbjorn.pk}
    page = kjersti.get(ADDRESS).content.decode()
    for words in (
        "Våre er med i ett nettverk",
        "LAR i distriktene",
        "fire ganger i året",
        "Neste møte 3. desember 2026",
        "Torbjørn Frøysnes",
    ):
        assert words in page
    changed = SAID | {"rad": str(made.pk), "about": "Overdoser", "places": numbers[:1], "goers": []}
    assert kjersti.post(ADDRESS, changed).status_code == 302
    assert networks.networks(numbers, on=date(2026, 11, 10))[0].about == "Overdoser"
    assert kjersti.post(ADDRESS, {"gjor": "end", "rad": str(made.pk)}).status_code == 302
    assert networks.networks(numbers, on=date(2026, 11, 11)) == []
    assert Network.objects.count() == 1, "what was, stands"


def test_what_is_wrong_with_a_network_is_said(house, as_, browse) -> None:
    page = browse("kjersti").post(ADDRESS, SAID | {"next_on": "2026-11-01", "places": [house.municipalities["evje"].pk]}).content.decode()
    assert "Neste møte kan ikke være en dag som er over." in page
    with pytest.raises(Refused) as refused:
        actions.keep_network(None, name=" ", about="", reach="x", host="", meets_a_year=0, places=[], goers=[], by=as_("tone"))
    assert {fault.field for fault in refused.value.faults} >= {"name", "reach", "meets_a_year", "places"}


def test_another_ones_network_is_hers_to_keep(house, as_) -> None:
    said = {"name": "A", "about": "b", "reach": "local", "host": "c", "meets_a_year": 1, "goers": []}
    made = actions.keep_network(None, places=[house.municipalities["evje"]], by=as_("marit"), **said)
    for key in ("liv", "gunnhild"):
        with pytest.raises(Refused):
            actions.end_network(made, by=as_(key))
        with pytest.raises(Refused):
            actions.keep_network(made, places=[house.municipalities["evje"]], by=as_(key), **said)


def test_only_those_who_lead_see_the_networks_and_everybody_who_works_here_who_comes(house, browse) -> None:
    for key, seen in (("kjersti", 200), ("ingunn", 404), ("olav", 404), ("sissel", 404)):
        assert browse(key).get(ADDRESS).status_code == seen, key
    for key, seen in (("kjersti", 200), ("ingunn", 200), ("olav", 200), ("sissel", 404)):
        assert browse(key).get("/hvem-kommer-hit/").status_code == seen, key


def test_the_days_somebody_comes_stand_in_order_with_place_and_number(house, as_, browse) -> None:
    """LAR comes every other Tuesday; the psychiatrist every fourth Wednesday."""
    day = Hours(frozenset({2}), time(10), time(14, 30), weeks=4, first=date(2026, 1, 7), place="Evje helsesenter")
    actions.keep_point(
        None, hours=[day], serves=[house.municipalities["evje"].pk], of=house.partners["akutt"], by=as_("tone"), name="Psykiater fra DPS",
        helps_with="Vurdering", topics="", telephone="40000176", order=56,
    )  # fmt: skip
    page = " ".join(browse("marit").get("/hvem-kommer-hit/").content.decode().split())
    assert "LAR, Byglandsfjord er i Byglandsfjord i dag." in page
    assert (
        page.index("Tirsdag 10. november")
        if "Tirsdag 10. november" in page
        else page.index("10. november 2026") < page.index("11. november 2026")
    )
    assert "Psykiater fra DPS</strong>, Evje helsesenter" in page
    assert "Psykiater" not in browse("olav").get("/hvem-kommer-hit/").content.decode(), "Valle is not served"


def test_a_competence_lapses_on_the_page(house, as_, browse) -> None:
    held = actions.give_competence(house.staff["ingunn"], key="cbt_mi", since=date(2021, 1, 1), by=as_("tone"))
    kjersti, address = browse("kjersti"), "/folk-og-penger/kompetanse/"
    assert f'value="{held.pk}"' in kjersti.get(address).content.decode()
    assert kjersti.post(address, {"gjor": "lapse", "rad": "", "held": str(held.pk), "on": "2027-03-01"}).status_code == 302
    assert CompetenceHeld.objects.get(pk=held.pk).until == date(2027, 3, 1)
    assert "til 1. mars 2027" in kjersti.get(address).content.decode()
    assert [one.pk for one in competence.held_in(["4220"], on=date(2027, 3, 2))] == []
    early = kjersti.post(address, {"gjor": "lapse", "rad": "", "held": str(held.pk), "on": "2020-03-01"})
    assert "Siste dag er før første dag." in early.content.decode()
