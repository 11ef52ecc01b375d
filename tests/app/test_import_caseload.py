"""The command that takes in a list: all of it or nothing, the same list twice changes nothing, and nobody next door is told of."""

import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from importlib import import_module
from io import BytesIO, StringIO
from pathlib import Path
from shutil import copy
from typing import Any

import openpyxl
import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.urls import reverse

from helhet.access import actions as access
from helhet.access import queries as who
from helhet.access.log import verify
from helhet.access.policy import record_models
from helhet.access.rules import Part, Role
from helhet.cases import actions, queries
from helhet.cases.models import Case, Enquiry, Offer, Pathway
from helhet.mapping import queries as mapping
from helhet.organisation.models import ServiceOffered
from helhet.oversight.due import due as duties
from helhet.people import actions as people
from helhet.people import queries as persons
from helhet.people.models import Address, Identifier, NextOfKin, Person
from tests import kept
from tests.data import caseloads
from tests.data.caseloads import KARI, Text, number, text, xlsx

import_command = import_module("helhet.config.management.commands.import")
ROOT = Path(__file__).resolve().parents[2]
HEADS = ["Navn", "Fnr", "Tlf", "Koordinator"]
VIK = ["Kari Vik", number(KARI), "40000111", "Ingunn Austad"]
DALE = ["Synne Dale", None, "40000112", None]


@dataclass
class Said:
    """What a run answered."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> dict[str, Any]:
        return json.loads(self.out)

    @property
    def counts(self) -> tuple[int, int, int, int]:
        return tuple(self.data[name] for name in ("rows", "new", "changed", "unchanged"))

    @property
    def where(self) -> list[tuple[int | None, str | None]]:
        return [(one["row"], one["column"]) for one in self.data["faults"]]


@pytest.fixture
def run(house, tmp_path: Path) -> Callable[..., Said]:
    """`run(rows)`: take in these rows as a csv file (or these bytes as they are) for Bygland, answered as JSON."""

    def go(content: Any, *options: str, municipality: str = "4220", as_json: bool = True) -> Said:
        file = tmp_path / "liste"
        file.write_bytes(content if isinstance(content, bytes) else text(content))
        out, err = StringIO(), StringIO()
        code = 0
        try:
            call_command(
                "import", "caseload", str(file), "--municipality", municipality, *["--json"] * as_json, *options, stdout=out, stderr=err
            )
        except SystemExit as stopped:
            code = int(stopped.code or 0)
        return Said(code, out.getvalue(), err.getvalue())

    return go


def everything() -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table about persons, and the log."""
    models = [*record_models(), apps.get_model("access", "LogEntry"), apps.get_model("access", "LogHead")]
    return {model.__name__: sorted(model._base_manager.values_list(), key=str) for model in models}


def person(given: str, family: str) -> Person:
    return Person.objects.get(given=given, family=family)


# ── what a list writes ──


def test_a_believable_list_is_taken_in_whole(run) -> None:
    said = run(xlsx(caseloads.believable()))
    assert (said.code, said.counts, said.where) == (0, (5, 5, 0, 0), [])
    assert list(verify()) == []


def test_what_a_row_says_stands_on_her_record(run, house) -> None:
    run(xlsx(caseloads.believable()))
    kari = person("Kari Anne", "Vik")
    assert (kari.born, kari.telephone, kari.municipality_id, kari.language) == (KARI, "40000111", "4220", "nn")
    assert Identifier.objects.get(person=kari).synthetic
    address = Address.objects.get(person=kari)
    assert (address.street, address.postcode, address.place) == ("Sandnesvegen 4", "4745", "Bygland")
    kin = NextOfKin.objects.get(person=kari)
    assert (kin.name, kin.relation, kin.telephone, kin.chosen_by_person) == ("Anne Vik", "mor", "40000112", False)
    enquiry, case = Enquiry.objects.get(person=kari), Case.objects.get(person=kari)
    assert (enquiry.channel, enquiry.from_whom, enquiry.children, enquiry.words) == (
        "import", "gp", "yes", "Sover lite. Vil ut i arbeid igjen.\nBarn: 2",
    )  # fmt: skip
    assert (case.opened_on, case.service.name, case.unit_id) == (date(2024, 3, 12), "Oppfølging i hjemmet", house.units["bygland"].pk)
    pathway = Pathway.objects.get(case=case)
    assert (pathway.number, pathway.since) == (3, case.opened_on)
    assert dict(Offer.objects.filter(person=kari).values_list("of", "answer")) == {"plan": "yes", "coordinator": "yes"}
    refused = Offer.objects.get(person=person("Jan-Erik", "Å. Moe"), of="plan")
    assert (refused.answer, refused.again_on) == ("no", date(2027, 11, 10))


def test_what_must_be_asked_is_counted_from_the_list_and_nobody_is_late(run, opening_for) -> None:
    run(xlsx(caseloads.believable()))
    found = [*duties(opening_for("ingunn")), *mapping.due(opening_for("ingunn"))]
    assert {one.kind for one in found} == {"children", "contact", "mapping", "plan"}
    assert {one.state(date(2026, 11, 10)) for one in found} == {"calm"}
    assert queries.inbox(opening_for("ingunn")) == []


def test_who_sees_what_came_with_a_list(run, opening_for, as_) -> None:
    run(xlsx(caseloads.believable()))
    seen = {key: {row["family"] for row in persons.list_persons(opening_for(key))} for key in ("ingunn", "kari", "tone", "gunnhild", "liv")}
    assert seen["ingunn"] == seen["kari"] == {"Vik", "Lien", "Å. Moe", "Dale"}  # the closed case is no longer theirs
    assert seen["tone"] == seen["ingunn"] | {"Rike"}
    assert seen["gunnhild"] == seen["liv"] == set()


def test_the_team_stands_as_the_list_names_it_and_the_doctor_sees_nothing_yet(run, opening_for, house) -> None:
    run(xlsx(caseloads.believable()))
    team = who.team_of(opening_for("ingunn"), person("Kari Anne", "Vik").pk)
    assert [(one.role, (one.staff or one.partner_member).name) for one in team] == [
        (Role.COORDINATOR, "Ingunn Austad"), (Role.CONTACT, "Kari Byglandsfjord"), (Role.PARTNER, "Anders Kile"),
    ]  # fmt: skip
    assert team[2].consent_id is None
    assert "Fastlege: Ukjent Lege" in Enquiry.objects.get(person=person("Jan-Erik", "Å. Moe")).words


def test_a_graded_address_is_a_grade_and_no_address(run) -> None:
    run([["Navn", "Adresse", "Kode 6/7"], ["Kari Vik", "Heimvegen 4, 4745 Bygland", "6"]])
    assert person("Kari", "Vik").grade == "strengt"
    assert not Address.objects.exists()
    assert "Heimvegen" not in str(everything())


def test_what_looks_like_a_formula_is_words_and_is_never_written_back_as_one(run) -> None:
    rows = [
        ["Navn", "Tlf", "Merknad", "=2+2"],
        ["Kari Vik", "40000111", Text('=HYPERLINK("x")'), "@x"],
        [Text("=1+1"), "40000112", None, None],
    ]
    for content in (text(rows), xlsx([[Text(cell) if isinstance(cell, str) else cell for cell in row] for row in rows])):
        for as_json in (True, False):
            said = run(content, as_json=as_json)
            assert said.code == 1
            assert not [line for line in said.out.splitlines() if line.lstrip('" ')[:1] in tuple("=+-@")]
            assert '"=' not in said.out
    assert run(rows[:2], "--map", "=2+2=ignorer").code == 0
    assert Enquiry.objects.get().words == '=HYPERLINK("x")'


# ── all or nothing ──


def test_a_dry_run_tells_the_same_and_writes_nothing(run) -> None:
    before = everything()
    tried = run(xlsx(caseloads.believable()), "--dry-run")
    assert everything() == before
    assert tried.data == run(xlsx(caseloads.believable())).data


def test_every_fault_is_told_and_nothing_is_written(run) -> None:
    before = everything()
    said = run(xlsx(caseloads.bad()))
    assert (said.code, said.counts) == (1, (27, 0, 0, 0))
    assert {(3, "Koordinator"), (4, "Navn"), (6, "Personnr"), (11, "Personnr"), (21, "Koordinator"), (28, "Merknad")} <= set(said.where)
    assert {row for row, _ in said.where} == set(range(3, 30))
    assert all(one["reason"].endswith(".") for one in said.data["faults"])
    assert everything() == before


def test_one_wrong_row_keeps_all_the_others_out(run) -> None:
    before = everything()
    assert run([HEADS, VIK, ["Even Lien", "12345678901", None, None], DALE]).where == [(3, "Fnr")]
    assert everything() == before


def test_what_an_action_refuses_halfway_takes_all_of_it_back(run, as_, house) -> None:
    run([HEADS, VIK[:3] + [None]])
    access.object_to(person("Kari", "Vik").pk, staff=house.staff["ingunn"], words="Ikke henne.", by=as_("kari"))
    before = everything()
    said = run([HEADS, ["Even Lien", number(date(1988, 11, 5)), None, None], VIK])
    assert (said.code, said.counts) == (1, (2, 0, 0, 0))
    assert [row for row, _ in said.where] == [3]
    assert everything() == before


MORE = [*HEADS, "Adresse", "Pårørende", "IP", "Forløp", "Merknad", "Avsluttet"]
TOLD = [
    *VIK[:2],
    "40000199",
    "Kari Byglandsfjord",
    "Heimvegen 4, 4745 Bygland",
    "Anne Vik (mor)",
    "ja",
    2,
    "Sover lite.",
    "1.11.26 flyttet",
]


@pytest.mark.parametrize("part", [Part.ADDRESS, Part.KIN, Part.CASE])
def test_what_the_person_has_closed_to_us_is_one_plain_fault_that_does_not_say_so(run, as_, house, part) -> None:
    run([HEADS, VIK])
    access.object_to(person("Kari", "Vik").pk, unit=house.units["ke"], of_part=part, words="Ikke dette.", by=as_("ingunn"))
    before = everything()
    said = run([MORE, TOLD])
    assert (said.code, said.where) == (1, [(2, None)])
    assert not {"sperr", "adresse", "pårørende"} & set(re.findall(r"\w+", said.data["faults"][0]["reason"].lower()))
    assert everything() == before
    assert run([HEADS, VIK]).counts == (1, 0, 0, 1)  # the list as it was stands in nobody's way


BARE = ["Kari Vik", None, "40000111", None]


@pytest.mark.parametrize("row", [VIK, BARE], ids=["by number", "by name alone"])
def test_who_has_closed_her_whole_record_gets_no_second_one_and_nothing_tells_that_she_did(run, as_, house, opening_for, row) -> None:
    run([HEADS, row, DALE])
    access.object_to(person("Kari", "Vik").pk, unit=house.units["ke"], words="Ikke dem.", by=as_("ingunn" if row is VIK else "kari"))
    before = everything()
    assert run([HEADS, row, DALE]).counts == (2, 0, 0, 2)  # as it would be said of anybody whose row is the same
    changed = run([HEADS, [*row[:2], "40000199", row[3]], DALE])
    assert (changed.code, changed.where) == (1, [(2, None)])
    assert everything() == before
    assert Person.objects.filter(family="Vik").count() == 1


def test_nor_does_she_when_she_came_by_another_way_than_a_list(run, house, as_) -> None:
    new = actions.NewEnquiry(
        name="Kari Vik", words="Jeg får ikke sove.", unit=house.units["bygland"], municipality_number="4220", born="14.03.1992",
        telephone="40000150",
    )  # fmt: skip
    enquiry = actions.register(new, by=as_("ingunn"))
    access.object_to(enquiry.person_id, unit=house.units["ke"], words="Ikke dem.", by=as_("ingunn"))
    before = everything()
    assert run([HEADS, VIK]).where == [(2, None)]
    assert everything() == before
    assert run([HEADS, ["Kari Vik", number(date(1988, 11, 5)), *VIK[2:]]]).counts == (1, 1, 0, 0)  # a namesake is another


def test_two_of_one_name_and_birth_date_with_a_number_each_are_two_persons(run) -> None:
    list_ = [HEADS, VIK, ["Kari Vik", number(KARI, series=50), "40000117", None]]
    assert run(list_).counts == (2, 2, 0, 0)
    before = everything()
    assert run(list_).counts == (2, 0, 0, 2)
    assert run(list_[:1] + list_[:0:-1]).counts == (2, 0, 0, 2)
    assert everything() == before
    assert run([*list_, ["Kari Vik", number(KARI, series=90), "40000118", None]]).counts == (3, 1, 0, 2)


def test_progress_is_told_while_the_file_is_read_and_while_it_is_written(run, monkeypatch) -> None:
    monkeypatch.setattr(import_command, "_EVERY_READ", 2)
    monkeypatch.setattr(import_command, "_EVERY", 2)
    for content in (xlsx([HEADS, VIK, DALE]), text([HEADS, VIK, DALE])):
        said = run(content, "--dry-run")
        # Bygland writes nynorsk.
        assert said.err.splitlines() == ["Les: 2 rader", "Tolkar: 2 av 2 rader", "Skriv: 2 av 2 rader"]


def test_a_municipality_without_a_fitting_service_is_told_which_there_are(run) -> None:
    said = run(
        [["Navn", "Tlf", "Forløp", "Tilbud"], ["Kari Vik", "40000111", 3, None], ["Even Lien", "40000112", 1, "Bingo"]], municipality="4222"
    )
    assert said.where == [(3, "Tilbud")]
    assert "Korte samtaler" in said.data["faults"][0]["reason"]


def test_a_municipality_without_a_service_is_told_so_once_and_where_to_add_one(run) -> None:
    ServiceOffered.objects.update(until=date(2026, 11, 9))
    said = run([HEADS, VIK, DALE, ["Tor Rike", None, "40000113", "Nils Ingen"]])
    assert said.where == [(None, None), (4, "Koordinator")]
    assert f"{reverse('service-new')}." in said.data["faults"][0]["reason"]
    with pytest.raises(CommandError, match="/organisasjon/"):
        run([HEADS, VIK], "--service", "Korte samtaler")


def test_hidden_rows_and_sheets_are_told_of_whether_tried_or_taken_in(run) -> None:
    book = openpyxl.Workbook()
    for row in [["Navn", "Tlf"], ["Kari Vik", 40000111], ["Tor Rike", 40000112]]:
        book.active.append(row)
    book.active.row_dimensions[2].hidden = True
    old = book.create_sheet("Gamle")
    old.append(["Navn"])
    old.sheet_state = "hidden"
    file = BytesIO()
    book.save(file)
    for options in (["--dry-run"], []):
        said = run(file.getvalue(), *options, as_json=False)
        assert "Tal: 1. Rad: 2." in said.out
        assert "«Gamle» (gøymt)" in said.out


# ── the same list again ──


@pytest.mark.parametrize("again", [xlsx, text])
def test_the_same_list_twice_changes_nothing(run, again) -> None:
    run(xlsx(caseloads.believable()))
    before = everything()
    said = run(again(caseloads.believable()))
    assert (said.code, said.counts) == (0, (5, 0, 0, 5))
    assert everything() == before


def test_rows_with_neither_number_nor_birth_date_are_found_again(run) -> None:
    run([HEADS, DALE, ["Ole Dal", None, "40000113", None]])
    before = everything()
    assert run([HEADS, ["Ole Dal", None, "40000113", None], DALE]).counts == (2, 0, 0, 2)
    assert everything() == before
    assert run([["Navn", "Født", "Tlf"], ["Synne Dale", "14.3.92", "40000112"]]).where == [(2, "Født")]


def test_a_changed_row_changes_what_it_says_and_keeps_what_was(run, opening_for) -> None:
    run([HEADS, VIK, DALE])
    said = run(
        [
            [*HEADS, "Adresse", "Pårørende"],
            [*VIK[:2], "40000199", "Kari Byglandsfjord", "Heimvegen 4", "Mor Anne Vik 40000112"],
            [*DALE, None, None],
        ]
    )
    assert said.counts == (2, 0, 1, 1)
    kari = person("Kari", "Vik")
    assert kari.telephone == "40000199"
    assert who.history_of(opening_for("tone"), kari.pk, kari.pk)[0].was == {"telephone": "40000111"}
    assert who.team_of(opening_for("kari"), kari.pk)[0].staff.name == "Kari Byglandsfjord"
    assert NextOfKin.objects.get(person=kari).telephone == "40000112"
    assert Address.objects.get(person=kari).street == "Heimvegen 4"
    assert list(verify()) == []


def test_what_was_written_in_helhet_since_stands(run, as_) -> None:
    run([HEADS, VIK])
    people.change(person("Kari", "Vik"), telephone="40000150", by=as_("ingunn"))
    assert run([HEADS, VIK]).counts == (1, 0, 0, 1)
    assert person("Kari", "Vik").telephone == "40000150"
    said = run([HEADS, [*VIK[:2], "40000199", VIK[3]]], as_json=False)
    assert (said.code, person("Kari", "Vik").telephone) == (0, "40000150")
    assert "Rad 2, «Tlf»" in said.out
    assert run([HEADS, [*VIK[:2], "40000199", VIK[3]]]).counts == (1, 0, 0, 1)


def test_an_empty_cell_takes_nothing_away(run) -> None:
    run([HEADS, VIK])
    assert run([HEADS, [*VIK[:2], None, None]]).counts == (1, 0, 0, 1)
    assert person("Kari", "Vik").telephone == "40000111"


def test_a_row_that_says_the_help_has_ended_closes_the_case(run, opening_for) -> None:
    run([[*HEADS, "Oppstart"], [*VIK, "12.3.24"]])
    assert run([[*HEADS, "Oppstart", "Avsluttet"], [*VIK, "12.3.24", "1.11.26 flyttet"]]).counts == (1, 0, 1, 0)
    case = Case.objects.get()
    assert (case.opened_on, case.closed_on, case.close_reason) == (date(2024, 3, 12), date(2026, 11, 1), "moved")
    assert persons.list_persons(opening_for("ingunn")) == []  # who helped leaves now: until today she was there


def test_a_new_row_and_a_changed_one_close_on_the_same_day(run) -> None:
    heads, ended = ["Navn", "Født", "Oppstart", "Avsluttet"], ["12.3.24", "15.6.24 flyttet"]
    run([heads, ["Even Lien", "5.11.88", *ended], ["Kari Vik", "14.3.92", "12.3.24", None]])
    run([heads, ["Kari Vik", "14.3.92", *ended]])
    assert {*Case.objects.values_list("closed_on", "close_reason", "close_words")} == {
        (date(2024, 6, 15), "moved", "Sto i kommunens liste fra før.")
    }


def test_a_case_opened_after_the_day_the_list_says_it_ended_is_left_open_and_told(run) -> None:
    run([HEADS, VIK])  # with no first day in the list, it stands as opened today
    said = run([[*HEADS, "Avsluttet"], [*VIK, "1.11.26 flyttet"]], as_json=False)
    assert Case.objects.get().closed_on is None
    assert "Rad 2, «Avsluttet»: " in said.out


def test_somebody_known_from_a_call_is_joined_and_gets_her_case(run, house, as_) -> None:
    new = actions.NewEnquiry(
        name="Kari Vik", words="Jeg får ikke sove.", unit=house.units["bygland"], municipality_number="4220", born=number(KARI),
        telephone="40000150",
    )  # fmt: skip
    enquiry = actions.register(new, by=as_("ingunn"))
    assert run([HEADS, VIK]).counts == (1, 0, 1, 0)
    assert Person.objects.count() == 1
    assert Case.objects.get().person_id == enquiry.person_id
    assert person("Kari", "Vik").telephone == "40000150"
    assert run([HEADS, VIK]).counts == (1, 0, 0, 1)


def test_a_number_that_belongs_to_another_name_is_asked_about(run) -> None:
    run([HEADS, VIK])
    assert run([HEADS, ["Even Lien", *VIK[1:]]]).where == [(2, "Fnr")]
    assert run([HEADS, ["Kari Lien", *VIK[1:]]]).counts == (1, 0, 1, 0)  # a new surname is no new person


# ── next door ──


def test_somebody_known_next_door_is_neither_matched_nor_told_of(run, opening_for) -> None:
    here = run([HEADS, VIK], "--dry-run")
    assert run([HEADS, [*VIK[:3], "Olav Rygnestad"]], municipality="4221").counts == (1, 1, 0, 0)
    there = everything()
    said = run([HEADS, VIK])
    assert (said.out, said.err) == (here.out, here.err)
    assert Person.objects.filter(municipality="4221").count() == Person.objects.filter(municipality="4220").count() == 1
    assert all(row in everything()["LogEntry"] for row in there["LogEntry"])
    assert all(row in everything()["CareRelation"] for row in there["CareRelation"])
    assert len(persons.list_persons(opening_for("ingunn"))) == 1


def test_a_worker_of_another_municipality_is_not_made_coordinator(run) -> None:
    assert run([HEADS, [*VIK[:3], "Liv Åsland"]]).where == [(2, "Koordinator")]
    assert run([HEADS, [*VIK[:3], "Torbjørn Frøysnes"]]).code == 0  # shared by all four


# ── what is asked ──


def test_a_service_may_be_chosen_for_the_whole_list(run, house) -> None:
    assert run([HEADS, VIK], "--service", "oppfølging rus").code == 0
    assert Case.objects.get().unit_id == house.units["felles"].pk
    assert run([[*HEADS, "Forløp"], [*VIK, 1]], "--service", "Samtaler hos psykolog").where == [(2, "Forløp")]


def test_wrong_usage_is_two(run, tmp_path: Path) -> None:
    for municipality, options in (("9999", []), ("4224", []), ("4220", ["--map", "Navn"]), ("4220", ["--service", "Bingo"])):
        with pytest.raises(CommandError) as wrong:
            run([HEADS, VIK], *options, municipality=municipality)
        assert wrong.value.returncode == 2
    with pytest.raises(CommandError) as wrong:
        call_command("import", "caseload", str(tmp_path / "ingen.xlsx"), "--municipality", "4220")
    assert wrong.value.returncode == 2


def test_a_municipality_may_be_given_by_name(run) -> None:
    assert run([HEADS, VIK], municipality="bygland").counts == (1, 1, 0, 0)


def test_a_file_that_is_no_list_is_one_fault(run) -> None:
    said = run(b"%PDF-1.7")
    assert (said.code, said.counts, said.where) == (1, (0, 0, 0, 0), [(None, None)])


def test_the_plain_report_names_each_row_and_column(run) -> None:
    said = run(xlsx(caseloads.bad(), title="Brukere"), as_json=False)
    assert "Rad 3, «Koordinator»: " in said.out
    assert "Rad 29, «Navn»: " in said.out
    assert "Ingunn Austad" in said.out
    said = run(xlsx(caseloads.believable()), as_json=False)
    assert "Korte samtaler (4)" in said.out


# ── killed in the middle ──


@pytest.fixture
def installation(tmp_path: Path) -> dict[str, str]:
    """The environment of an installation of its own, with Setesdal in place."""
    place = {**os.environ, "HELHET_DATA_DIR": str(tmp_path), "HELHET_DATABASE_URL": f"sqlite:///{tmp_path}/helhet.sqlite3"}
    build = "import django; django.setup(); from helhet.demo.cast import build_house; build_house()"
    settings = {"DJANGO_SETTINGS_MODULE": "helhet.config.settings"}
    copy(kept.sqlite(), tmp_path / "helhet.sqlite3")
    subprocess.run([sys.executable, "-c", build], cwd=ROOT, env=place | settings, check=True)
    return place


def test_killed_in_the_middle_it_leaves_the_database_as_it_was(installation: dict[str, str], tmp_path: Path) -> None:
    rows = [HEADS, *([f"Person N{n:03}".translate(LETTERS), number(KARI + timedelta(days=n)), None, "Ingunn Austad"] for n in range(300))]
    file = tmp_path / "lang.csv"
    file.write_bytes(text(rows))
    command = [sys.executable, "manage.py", "import", "caseload", str(file), "--municipality", "4220", "--json"]
    before = dump(tmp_path)
    process = subprocess.Popen(command, cwd=ROOT, env=installation, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stderr is not None
    assert "100" in process.stderr.readline()  # of three hundred: the transaction is open for a second yet, however late the signal comes
    process.send_signal(signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL
    assert dump(tmp_path) == before
    done = subprocess.run(command, cwd=ROOT, env=installation, capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == {"rows": 300, "new": 300, "changed": 0, "unchanged": 0, "faults": []}
    assert "300" in done.stderr.splitlines()[-1], "nothing is said after how far it came"


LETTERS = str.maketrans("0123456789", "abcdefghij")


def dump(place: Path) -> list[str]:
    """The whole database as text, found whole."""
    with sqlite3.connect(place / "helhet.sqlite3") as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return list(connection.iterdump())
