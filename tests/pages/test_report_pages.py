"""The national report's pages: last year beside this, what jumps and is asked, locked when sent, and for nobody but who leads there."""

import io
import re
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from openpyxl import load_workbook

from helhet.access import actions as access
from helhet.access.policy import OSLO, NotVisible
from helhet.demo.setesdal.posts import staffs
from helhet.demo.setesdal.reports import report_nationally
from helhet.demo.stories import siri
from helhet.demo.telling import Teller
from helhet.organisation.rules import Refused
from helhet.record import engines, schema, snapshot
from helhet.statistics import actions, facts, queries
from helhet.statistics.rules import Kind, State
from helhet.statistics.work import USUAL
from tests.conftest import NOW, settled
from tests.reading import words_of

BYGLAND, EVJE, BYKLE = "4220", "4219", "4222"
LATER = datetime(2026, 11, 12, 9, tzinfo=OSLO)
ADULTS: dict[str, Any] = {"year": 2026, "group": "adults"}


@pytest.fixture(scope="module")
def _told(stays) -> Any:
    teller = Teller(stays, NOW)
    staffs(teller)
    siri(teller)
    report_nationally(teller)
    # Their municipalities write nynorsk; the words here are bokmål.
    for key in ("kjersti", "marit", "tone"):
        access.choose_language("nb", by=stays.actor(key, NOW))
    settled()
    return stays


@pytest.fixture
def told(_told, db) -> Any:
    """The same for each test, whose own rows are rolled back."""
    return _told


def address(name: str = "national-report", number: str = BYGLAND, *more: str) -> str:
    return reverse(name, args=[number, 2026, "adults", *more])


def test_this_year_stands_beside_last_year_and_the_change_is_asked_about(told, browse) -> None:
    page = browse("kjersti").get(address()).content.decode()
    assert "Spørsmål om en endring" in page
    assert "Er endringen reell, eller en ny måte å anslå på?" in page
    assert "Ny måte å anslå på" in page
    assert "I fjor tok vi med hele stillingen til vernepleieren" in page


def test_work_years_follow_the_forms_rule_and_agree_both_ways(told, as_) -> None:
    found = queries.report(as_("kjersti"), BYKLE, 2026, "adults")
    # The social worker's 60 of 80, the fifth that is NAV's left out; and Bykle's own part of what the four share.
    assert found.cells["wy-home"].made.value > Decimal("0.4")
    assert not found.disagreements
    sums = {found.cells[key].value for key in ("wy-service", "wy-education", "wy-problem")}
    assert len(sums) == 1
    counted, of = found.coverage.work_years
    assert counted * 10 >= of * 7


def test_the_four_together_count_no_work_year_twice(told, as_) -> None:
    by = as_("kjersti")
    each = [queries.report(by, number, 2026, "adults").cells["wy-service"].made.value for number in (EVJE, BYGLAND, "4221", BYKLE)]
    rows = queries.work_here(date(2026, 3, 22))
    assert sum(each) == sum(one.percent for one in rows if one.age_group == "adults") / 100


def test_a_question_is_answered_and_who_answered_stands_there(told, browse) -> None:
    client = browse("marit")
    path = address("national-report-cell", EVJE, "slt")
    assert client.post(path, {"gjor": "answer", "rad": "", "value": "yes", "why": "SLT-koordinator fra 2026"}).status_code == 302
    page = client.get(path).content.decode()
    assert "Svart av Marit Hornnes" in page
    assert "Helhet har talt" in page


def test_a_figure_set_otherwise_needs_a_reason_and_both_ways_of_counting_must_still_agree(told, as_, browse) -> None:
    by = as_("marit")
    with pytest.raises(Refused, match="hvorfor"):
        actions.answer(EVJE, **ADULTS, row="wy-home", value="3", by=by)
    actions.answer(EVJE, **ADULTS, row="wy-home", value="3,25", why="Nattevakten er med.", by=by)
    found = queries.report(by, EVJE, 2026, "adults")
    assert (found.cells["wy-home"].value, found.cells["wy-home"].kind) == (Decimal("3.25"), Kind.EDITED)
    assert len(found.disagreements) == 2
    page = browse("marit").get(address(number=EVJE)).content.decode()
    assert "skal være den samme" in page
    with pytest.raises(Refused, match="skal være den samme"):
        actions.move(EVJE, **ADULTS, to=State.DELIVERED, by=by)


def test_sums_that_disagree_are_told_at_the_cell_and_at_the_delivery_in_the_readers_language(told, as_, browse) -> None:
    actions.answer(EVJE, **ADULTS, row="wy-home", value="3,25", why="Nattevakten er med.", by=as_("marit"))
    told_in = {
        "nn": "Summen etter teneste og summen etter utdanning skal vere den same.",
        "en": "The sum by service and the sum by education shall be the same.",
    }
    for language, said in told_in.items():
        client = browse("marit")
        client.cookies["django_language"] = language
        refused = client.post(address(number=EVJE), {"gjor": "move", "to": State.DELIVERED, "note": ""}).content.decode()
        # Where it stands on the page, at the top of what refused the delivery, and at its field.
        assert refused.count(said) == 3, language
        assert "skal være den samme" not in refused
        for row in ("wy-home", "wy-service", "wy-education"):
            assert said in client.get(address("national-report-cell", EVJE, row)).content.decode(), (language, row)
        assert said not in client.get(address("national-report-cell", EVJE, "users")).content.decode()


def test_some_are_never_more_than_all_and_the_same_asked_twice_is_the_same(told, as_, browse) -> None:
    by = as_("marit")
    actions.answer(EVJE, **ADULTS, row="over-65", value="900", why="Prøve", by=by)
    actions.answer(EVJE, **ADULTS, row="wy-low", value="7", why="Prøve", by=by)
    client = browse("marit")
    page = client.get(address("national-report-cell", EVJE, "over-65")).content.decode()
    assert "«65 år eller eldre» er 900. Det kan ikke være flere enn «Får hjelp nå»" in page
    assert address("national-report-cell", EVJE, "users") in page
    twice = (
        "«Årsverk i lavterskeltilbud» og «Lavterskel og rask hjelp» er det samme tallet to steder. Nå er det ene 0,10 og det andre 7,00."
    )
    assert twice in words_of(client.get(address("national-report-cell", EVJE, "wy-low")))
    with pytest.raises(Refused, match="kan ikke være flere enn"):
        actions.move(EVJE, **ADULTS, to=State.DELIVERED, by=by)


def test_what_is_written_with_two_decimals_is_compared_so(told, as_) -> None:
    by, found = as_("marit"), queries.report(as_("marit"), EVJE, 2026, "adults")
    whole = found.cells["wy-home"].value
    actions.answer(EVJE, **ADULTS, row="wy-home", value=str(whole + Decimal("0.001")), why="Prøve", by=by)
    assert not queries.report(by, EVJE, 2026, "adults").disagreements


def test_what_is_sent_stands_whatever_happens_later(told, as_, browse) -> None:
    by, before = as_("kjersti"), queries.report(as_("kjersti"), BYGLAND, 2026, "adults")
    with pytest.raises(Refused, match="sendt"):
        actions.answer(BYGLAND, **ADULTS, row="acute", value="yes", by=by)
    actions.choose(BYGLAND, key="management", way="left_out", since_year=2026, why="Prøve", by=by)
    after = queries.report(by, BYGLAND, 2026, "adults")
    assert {key: cell.value for key, cell in after.cells.items()} == {key: cell.value for key, cell in before.cells.items()}
    assert after.cells["wy-other"].made.value < before.cells["wy-other"].made.value
    assert "Tallene står som de ble sendt" in browse("kjersti").get(address()).content.decode()


def test_a_report_goes_only_where_it_can_from_where_it_is(told, as_) -> None:
    by = as_("kjersti")
    with pytest.raises(Refused, match="følge etter"):
        actions.move(BYGLAND, **ADULTS, to=State.DELIVERED, by=by)
    with pytest.raises(Refused, match="spurt om"):
        actions.move(BYGLAND, **ADULTS, to=State.CHANGE_NOT_REAL, by=by)
    done = actions.move(BYGLAND, **ADULTS, to=State.CHANGE_NOT_REAL, note="Sagt til SINTEF på telefon.", by=by)
    assert done.state == State.CHANGE_NOT_REAL
    with pytest.raises(Refused, match="ikke svart på"):
        actions.move(EVJE, **ADULTS, to=State.FILLED, by=by)


def test_last_year_confirmed_and_carried_forward_keep_its_figures(told, as_) -> None:
    by = as_("kjersti")
    confirmed = queries.report(by, BYKLE, 2026, "children")
    assert confirmed.state == State.CONFIRMED
    assert confirmed.cells["wy-clinic"].value == confirmed.cells["wy-clinic"].before
    actions.move(BYKLE, **ADULTS, to=State.CARRIED_FORWARD, by=by)
    carried = queries.report(by, BYKLE, 2026, "adults")
    assert carried.cells["users"].value == carried.cells["users"].before


def test_a_figure_opens_to_those_she_may_see_and_to_nobody_else(told, browse) -> None:
    path = address("national-report-cell", BYGLAND, "users")
    assert "Siri" not in browse("kjersti").get(path).content.decode()
    assert "Siri" in browse("tone").get(path).content.decode()


def test_another_week_is_counted_when_it_is_more_like_the_others(told, as_) -> None:
    by = as_("marit")
    actions.choose_week(EVJE, **ADULTS, week=10, why="Vinterferie i uke 12.", by=by)
    found = queries.report(by, EVJE, 2026, "adults")
    assert (found.week, found.on) == (10, date(2026, 3, 8))


@pytest.mark.parametrize("key", ["ingunn", "liv", "siri"])
def test_nobody_else_finds_the_report(told, browse, as_, key: str) -> None:
    client = browse(key)
    names = ("national-report", "national-report-sheet", "national-report-paper")
    for path in (reverse("national-reports"), reverse("counting", args=[BYGLAND]), *(address(name) for name in names)):
        assert client.get(path).status_code == 404, path
    assert client.get(address("national-report-cell", BYGLAND, "users")).status_code == 404


def test_who_leads_in_one_municipality_leads_in_no_other(told, browse, as_) -> None:
    client = browse("marit")
    assert client.get(address(number=EVJE)).status_code == 200
    assert client.get(address(number=BYGLAND)).status_code == 404
    with pytest.raises(NotVisible):
        actions.answer(BYGLAND, **ADULTS, row="acute", value="yes", by=as_("marit"))


def test_the_reading_sheet_has_the_help_sheets_layout_and_the_paper_is_whole(told, browse) -> None:
    client = browse("kjersti")
    book = load_workbook(io.BytesIO(client.get(address("national-report-sheet")).content))
    assert book.sheetnames == ["Årsverk", "Innhold", "Stillinger", "Endringer"]
    rows = {row[0]: row for row in book["Årsverk"].iter_rows(values_only=True)}
    head, home = rows["Spørsmål"], rows["Oppfølging i hjemmet"]
    by_unit = [value for title, value in zip(head[2:], home[2:], strict=True) if title not in ("I fjor", "Lavest", "Høyest", "Hvordan")]
    assert sum(by_unit) == pytest.approx(home[1])
    assert "Vernepleier" in {row[0] for row in book["Stillinger"].iter_rows(values_only=True)}
    assert client.get(address("national-report-paper")).content.startswith(b"%PDF")


def test_what_was_answered_is_never_written_over(told, as_) -> None:
    by = as_("marit", datetime(2026, 11, 9, 12, tzinfo=OSLO))
    actions.answer(EVJE, **ADULTS, row="acute", value="yes", by=by)
    actions.answer(EVJE, **ADULTS, row="acute", value="no", by=as_("marit"))
    kept = queries.submission_of(EVJE, 2026, "adults")
    assert [one.value for one in kept.answers.filter(row="acute")] == [False, True, False]


def test_why_is_not_said_to_be_optional_when_a_sent_figure_is_corrected(told, as_, browse) -> None:
    _queried_and_opened(as_, LATER)
    form = words_of(browse("kjersti").get(address("national-report-cell", BYGLAND, "wy-home"))).split("Rett tallet")[1]
    assert "Hvorfor?" in form
    assert "valgfritt" not in form


def test_contacts_from_a_day_on_are_those_of_that_day_and_later(told) -> None:
    contacts = engines.rows_in("contact", BYGLAND)
    on = schema.TABLES["contact"].names.index("on")
    days = sorted({row[on] for row in contacts})
    assert len(days) > 2
    for day in (days[0], days[len(days) // 2], days[-1], days[-1] + timedelta(days=1)):
        assert sorted(map(repr, engines.rows_in("contact", BYGLAND, engines.contacts_from(day)))) == sorted(
            repr(row) for row in contacts if row[on] >= day
        )


def test_each_part_of_the_report_is_one_step_from_its_top(told, browse) -> None:
    page = browse("kjersti").get(address()).content.decode()
    leads = re.findall(r'class="ds-link" href="#(del-[^"]+)"', page)
    assert len(leads) > 5
    assert leads == re.findall(r'<h2[^>]* id="(del-[^"]+)"', page)


def test_a_snapshot_of_the_house_counts_the_same_as_the_house(told, tmp_path) -> None:
    """The live database and a snapshot of it: the same frame, the same persons, the same figures."""
    shot, on = tmp_path / "shot", date(2026, 11, 8)
    snapshot.take(shot, day=NOW.date(), progress=lambda _: None)
    for number in (BYGLAND, EVJE):
        here, there = facts.live(number, on, [], USUAL), facts.of_snapshot(shot, number, on, USUAL)
        assert _without_key(here.persons) == _without_key(there.persons)
        assert there.place.items() <= here.place.items()
    assert _without_key(facts.live(BYGLAND, on, [], USUAL).persons)


def _without_key(persons: Any) -> list[tuple[Any, ...]]:
    return sorted(tuple(value for name, value in one.items() if name != "person") for one in persons)


@pytest.mark.parametrize("words", ["year = ", "form = 3\nsection = 4", "[form]\nyear = 'soon'\ngroup = 'adults'\n[[section]]\nrow = 1"])
def test_a_faulty_form_file_is_named_with_its_faults_and_the_shipped_form_stands(told, browse, settings, tmp_path, words) -> None:
    (tmp_path / "forms").mkdir()
    (tmp_path / "forms" / "2026-adults.toml").write_text(words, encoding="utf-8")
    settings.DATA_DIR = tmp_path
    kjersti = browse("kjersti")
    page = kjersti.get(reverse("national-reports") + "?ar=2026").content.decode()
    assert "Skjemafilen 2026-adults.toml er feil og brukes ikke." in page
    [faulty] = queries.faulty_forms()
    assert faulty.faults
    assert page.split('<ul lang="en">')[1].split("</ul>")[0].count("<li>") == len(faulty.faults)
    assert kjersti.get(address()).status_code == 200, "the shipped form goes on"
    with pytest.raises(CommandError, match="is refused"):
        call_command("statistics", "report", "--year", "2026", "--municipality", BYGLAND)
    (tmp_path / "forms" / "2026-adults.toml").unlink()
    assert "Skjemafilen" not in kjersti.get(reverse("national-reports")).content.decode()


def _queried_and_opened(as_, at: datetime) -> Any:
    """Bygland's delivered report, queried, is opened for correction with a reason."""
    by = as_("kjersti", at)
    with pytest.raises(Refused, match="åpnes for retting"):
        actions.move(BYGLAND, **ADULTS, to=State.CORRECTING, by=by)
    actions.move(BYGLAND, **ADULTS, to=State.CORRECTING, note="Nattevakten manglet.", by=by)
    return by


def _correct(by: Any, **values: str) -> None:
    """The same work in each of the sums, and every jump that is new is told."""
    for row, value in values.items():
        actions.answer(BYGLAND, **ADULTS, row=row.replace("_", "-"), value=value, why="Nattevakten er med nå.", by=by)
    for one in queries.report(by, BYGLAND, 2026, "adults").open_jumps:
        actions.say_of_jump(BYGLAND, **ADULTS, row=one.row.id, real="real", by=by)


def _half_more(found: Any) -> dict[str, str]:
    rows = ("wy-home", "wy-higher", "wy-both")
    return {row.replace("-", "_"): str(found.cells[row].value + Decimal("0.5")) for row in rows}


def test_one_change_nobody_has_answered_is_told_as_one(told, as_) -> None:
    by = _queried_and_opened(as_, LATER)
    now = queries.report(by, BYGLAND, 2026, "adults").cells["users"]
    actions.answer(BYGLAND, **ADULTS, row="users", value=str(now.value * 3 + 20), why="Talt feil.", by=by)
    assert [one.row.id for one in queries.report(by, BYGLAND, 2026, "adults").open_jumps] == ["users"]
    with pytest.raises(Refused, match=r"er reell: 1 står uten svar\."):
        actions.move(BYGLAND, **ADULTS, to=State.CORRECTED, by=by)


def test_a_queried_report_is_opened_corrected_and_delivered_anew_and_both_deliveries_stand(told, as_, browse) -> None:
    sent = queries.report(as_("kjersti"), BYGLAND, 2026, "adults")
    by = _queried_and_opened(as_, LATER)
    with pytest.raises(Refused, match="Skriv hvorfor tallet rettes"):
        actions.answer(BYGLAND, **ADULTS, row="wy-home", value="3", by=by)
    with pytest.raises(Refused, match="Ingen tall er rettet"):
        actions.move(BYGLAND, **ADULTS, to=State.CORRECTED, by=by)
    new = _half_more(sent)
    _correct(by, wy_home=new["wy_home"])
    with pytest.raises(Refused, match="skal være den samme"):
        actions.move(BYGLAND, **ADULTS, to=State.CORRECTED, by=by)
    _correct(by, **new)
    found = queries.report(by, BYGLAND, 2026, "adults")
    assert {one.row.id for one in found.corrected} == {"wy-home", "wy-higher", "wy-both", "wy-service", "wy-education", "wy-problem"}
    assert found.cells["wy-service"].value == sent.cells["wy-service"].value + Decimal("0.5"), "a sum follows its parts"
    page = browse("kjersti").get(address()).content.decode()
    assert "Rapporten er åpnet for retting" in page
    assert f"sendt som {sent.cells['wy-home'].value:.2f}".replace(".", ",") in page
    actions.move(BYGLAND, **ADULTS, to=State.CORRECTED, note="Ringt inn.", by=by)
    done = queries.report(by, BYGLAND, 2026, "adults")
    assert done.is_sent
    assert done.cells["wy-home"].value == sent.cells["wy-home"].value + Decimal("0.5")
    [told_anew] = done.corrections
    assert told_anew.why == "Nattevakten manglet."
    assert {(row.id, now - was) for row, was, now in told_anew.changed} == {(one.row.id, Decimal("0.5")) for one in found.corrected}
    states = [step.state for step in done.steps if step.figures]
    assert states == [State.DELIVERED, State.CORRECTED], "what was sent first is not written over"
    assert done.steps[-1].figures != next(step.figures for step in done.steps if step.figures)
    with pytest.raises(Refused, match="sendt"):
        actions.answer(BYGLAND, **ADULTS, row="wy-home", value="3", why="Enda en", by=by)
    client = browse("kjersti")
    assert "Rettet og levert på nytt" in client.get(address()).content.decode()
    book = load_workbook(io.BytesIO(client.get(address("national-report-sheet")).content))
    assert len(list(book["Rettinger"].iter_rows())) == 1 + 6
    assert client.get(address("national-report-paper")).status_code == 200


def test_while_a_report_is_corrected_what_the_record_has_come_to_since_changes_nothing_by_itself(told, as_, browse) -> None:
    sent = queries.report(as_("kjersti"), BYGLAND, 2026, "adults")
    by = _queried_and_opened(as_, LATER)
    actions.choose(BYGLAND, key="management", way="left_out", since_year=2026, why="Prøve", by=by)
    found = queries.report(by, BYGLAND, 2026, "adults")
    assert found.cells["wy-other"].made.value < sent.cells["wy-other"].value, "the house counts otherwise now"
    assert {key: one.value for key, one in found.cells.items()} == {key: one.value for key, one in sent.cells.items()}
    assert not found.corrected
    with pytest.raises(Refused, match="Uken står"):
        actions.choose_week(BYGLAND, **ADULTS, week=13, why="Prøve", by=by)
    page = browse("kjersti").get(address("national-report-cell", BYGLAND, "wy-other")).content.decode()
    assert "Rett tallet" in page
    assert "Helhet har talt" in page


def test_a_correction_that_came_to_nothing_ends_with_the_figures_that_were_sent(told, as_) -> None:
    sent = queries.report(as_("kjersti"), BYGLAND, 2026, "adults")
    by = _queried_and_opened(as_, LATER)
    _correct(by, **_half_more(sent))
    actions.move(BYGLAND, **ADULTS, to=State.CHANGE_CONFIRMED, note="Tallet var riktig likevel.", by=by)
    found = queries.report(by, BYGLAND, 2026, "adults")
    assert found.cells["wy-home"].value == sent.cells["wy-home"].value
    assert not found.corrections


def test_one_person_is_never_one_persons(told, browse) -> None:
    client = browse("kjersti")
    for page in (client.get(address()), client.get(address("national-report-cell", BYGLAND, "users"))):
        text = words_of(page)
        assert "1 person" in text
        assert "1 personer" not in text
        assert "1 ganger" not in text


def test_the_shares_behind_a_sum_say_which_service_each_is_for(told, browse) -> None:
    page = browse("kjersti").get(address("national-report-cell", BYGLAND, "wy-service"))
    told_of = [(one.title, one.area) for one in page.context["line"]["cell"].made.work]
    assert len(told_of) == len(set(told_of))
    assert "Behandling og oppfølging" in words_of(page).split("Stillingene bak")[-1]


def test_where_the_forms_words_are_from_is_told_in_the_readers_language(told, browse) -> None:
    text = words_of(browse("kjersti").get(address()))
    assert "nettrapport om 2023" in text
    assert "web report" not in text


def test_why_kostra_shows_another_number_is_told_function_by_function(told, browse) -> None:
    page = browse("kjersti").get(reverse("national-figures"))
    for _, both, functions in page.context["beside"]:
        assert sum(one.whole for one in functions) == both.whole
        assert sum(one.aimed for one in functions) == both.aimed
    place = next(one for one in page.context["beside"] if one[0].pk == BYGLAND)
    assert [one.function for one in place[2]] == ["241", "242", "243", "254"]
    assert "243" in words_of(page)


def test_a_number_says_what_it_is_a_number_of(told, browse) -> None:
    page = browse("kjersti").get(address("national-report-cell", BYGLAND, "users")).content.decode()
    assert "1 person" in page.split("</h1>", 1)[1].split("</p>", 1)[0]
