"""Home and days on the person's page, in her own hands too; and the overview for those in charge, on a page and on paper."""

import pytest

from helhet.cooperation import actions as cooperation
from helhet.living import queries
from helhet.people import actions as people


@pytest.fixture
def terje(house, as_):
    new = people.NewPerson(house.municipalities["bygland"], "Terje", "Li")
    return people.make_known(new, unit=house.units["bygland"], by=as_("ingunn"))


def test_each_thing_is_written_down_on_her_page(terje, browse, opening_for) -> None:
    client, address = browse("ingunn"), f"/personer/{terje.pk}/bolig/"
    home = {"gjor": "home", "situation": "rents", "since": "2026-01-01", "suited": "no", "secure": "unknown", "words": "Her har jeg ro."}
    sent = (
        home, {"gjor": "need", "kind": "ordinary", "queued_on": "2026-11-01", "words": ""},
        {"gjor": "warning", "from_whom": "Utleier", "warned_on": "2026-11-09", "by_day": "2026-12-01", "words": ""},
        {"gjor": "activity", "kind": "day", "what": "Møteplassen", "hours": "8", "since": "2026-11-01", "words": ""},
    )  # fmt: skip
    for one in sent:
        assert client.post(address, one).status_code == 302, one["gjor"]
    page = client.get(address).content.decode()
    for words in (
        "Leier privat",
        "«Her har jeg ro.»",
        "Boligen passer ikke.",
        "Kan miste boligen",
        "i kø siden 1. november 2026",
        "Møteplassen",
    ):
        assert words in page
    found = queries.living_of(opening_for("ingunn"), terje.pk)
    for name, row, more in (
        ("settle", found.warnings[0], {"outcome": "stayed", "on": "2026-11-10", "words": "Avtale."}),
        ("end-need", found.needs[0], {"met": "yes", "on": "2026-11-10", "reason": ""}),
        ("satisfied", found.activities[0], {"satisfaction": "7", "words": "Fint."}),
        ("end-activity", found.activities[0], {"on": "2026-11-10", "reason": "Flyttet"}),
    ):
        assert client.post(address, {"gjor": f"{name}:{row.pk}", **more}).status_code == 302, name
    assert "Kan miste boligen" not in client.get(address).content.decode()


def test_what_is_wrong_is_said_and_another_row_cannot_be_reached(terje, browse) -> None:
    client, address = browse("ingunn"), f"/personer/{terje.pk}/bolig/"
    page = client.post(address, {"gjor": "home", "situation": "rents", "since": "2027-01-01", "suited": "no", "secure": "no"})
    assert "Dagen er ikke kommet ennå." in page.content.decode()
    assert client.post(address, {"gjor": f"settle:{terje.pk}", "outcome": "stayed", "on": "2026-11-10"}).status_code == 404
    for key in ("liv", "gunnhild", "kjersti", "sissel"):
        assert browse(key).get(address).status_code == 404, key
        assert browse(key).post(address, {"gjor": "home"}).status_code == 404, key


def test_the_overview_is_for_those_in_charge_and_is_printed(house, as_, browse) -> None:
    by = as_("tone")
    made = cooperation.keep_project(None, municipality=house.municipalities["evje"], name="Seks småhus", dwellings=6, by=by)
    for key, seen in (("tone", 200), ("kjersti", 200), ("marit", 200), ("ingunn", 404), ("liv", 404), ("sissel", 404)):
        for address in ("/bolig/", "/bolig/oversikt.pdf", "/bolig/prosjekter/nytt/", f"/bolig/prosjekter/{made.pk}/"):
            assert browse(key).get(address).status_code == seen, (key, address)
    assert browse("tone").get("/bolig/oversikt.pdf").content.startswith(b"%PDF")
    event = {"kind": "granted", "on": "2026-11-10", "words": "Tilskudd.", "amount": "5400000"}
    assert browse("tone").post(f"/bolig/prosjekter/{made.pk}/", event).status_code == 302
    assert "5\u00a0400\u00a0000 kroner" in browse("tone").get(f"/bolig/prosjekter/{made.pk}/").content.decode()
    assert "Innvilget" in browse("tone").get("/bolig/").content.decode()


def test_a_project_begins_in_any_municipality_one_is_in_charge_of(house, browse) -> None:
    for number in ("4219", "4221"):
        told = {"name": f"Småhus {number}", "dwellings": "6", "municipality": number, "words": "", "owner": ""}
        assert browse("tone").post("/bolig/prosjekter/nytt/", told).status_code == 302, number
    said = browse("tone").get("/bolig/").content.decode()
    assert all(f"Småhus {number}" in said for number in ("4219", "4221"))
