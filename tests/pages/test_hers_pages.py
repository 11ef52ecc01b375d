"""Her own pages as she uses them: the front page, writing to us, asking about a look, taking all of it with her, and the way in."""

import json
import re
from datetime import datetime, timedelta
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from helhet.access import actions as access
from helhet.access import queries as access_queries
from helhet.access.log import LogEntry, LogHead, Opening, verify
from helhet.access.policy import OSLO, NotVisible, record_models, visible
from helhet.access.rules import HERS, Part
from helhet.access.whole import copied
from helhet.cases import actions as cases
from helhet.cases import queries as case_queries
from helhet.cases.rules.notices import NoticeKind
from helhet.journal import actions as journal
from helhet.organisation.models import Staff
from helhet.organisation.rules import Refused
from helhet.people import actions as people_actions
from helhet.people import queries as people
from helhet.people.actions import kin as kin_actions
from helhet.plans import actions as plans
from helhet.plans import queries as plan_queries
from helhet.plans.queries import due
from helhet.team import actions, queries
from helhet.voice import actions as voice
from helhet.web import clock, on_paper
from helhet.web.field_names import FIELD_NAMES, FOR_MACHINES
from tests.conftest import NOW
from tests.reading import words_of
from tests.siri import account_for, coordinated, shares

ODD = "Ikke «sånn» som dere sier.\nLinje to & <script>alert(1)</script> – æøå 🐎"


@pytest.fixture
def siri(house, as_):
    """Siri with a coordinator, a plan with a goal, a meeting to come, and an account of her own."""
    by = as_("ingunn")
    person = coordinated(house, by).person
    account_for(person, by)
    plan = plans.begin(person.pk, consent_how="Muntlig", given_by="Siri Haugen", by=by)
    plans.add_goal(plan, words="Hente Emma på skolen.", by=by)
    actions.call(person.pk, kind="group", starts_at=datetime(2026, 11, 19, 12, tzinfo=OSLO), place="Poliklinikken", invited=[], by=by)
    return person


def body(answer) -> str:
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode().replace("\u00a0", " ")  # a telephone number is never broken over two lines


def test_her_front_page_says_what_is_hers_and_takes_what_she_wants_to_talk_about(siri, browse, opening_for) -> None:
    client = browse("siri")
    page = body(client.get("/"))
    for words in (
        "Hei, Siri",
        "Hente Emma på skolen.",
        "Poliklinikken",
        "400 00 101",
        "Når det er vanskelig",
        "Hvem har sett planen min?",
        "Skjul siden",
    ):
        assert words in page, words
    assert client.post("/", {"gjor": "agenda", "words": "Emma i jula"}).status_code == 302
    assert [one.words for one in queries.next_meeting(opening_for("ingunn"), siri.pk).agenda] == ["Emma i jula"]
    assert "Emma i jula" in body(client.get("/"))


def test_what_she_sees_is_logged(siri, browse) -> None:
    page = body(browse("siri").get("/"))
    shown = set(re.findall(r'data-doc="([^":]+):([0-9a-f-]{36})"', page))
    logged = {tuple(doc) for entry in LogEntry.objects.filter(actor_kind="person") for doc in entry.documents}
    assert shown
    assert shown <= logged


def test_she_writes_and_ingunn_answers_from_her_day(siri, browse) -> None:
    hers, ingunn = browse("siri"), browse("ingunn")
    answer = hers.post(f"/personer/{siri.pk}/beskjeder/", {"gjor": "write", "kind": "message", "words": ODD})
    thread = answer.url
    assert "&lt;script&gt;" in body(hers.get(thread))
    assert thread in body(ingunn.get("/"))
    assert "Svar innen" in body(ingunn.get(thread))
    assert ingunn.post(thread, {"gjor": "answer", "words": "Jeg kommer i morgen."}).status_code == 302
    assert thread not in body(ingunn.get("/"))
    page = body(hers.get(thread))
    assert "Jeg kommer i morgen." in page
    assert "Ingunn Austad svarte" in body(hers.get("/"))


def test_what_ingunn_writes_for_her_says_so(siri, browse) -> None:
    made = browse("ingunn").post(
        f"/personer/{siri.pk}/beskjeder/", {"gjor": "write", "kind": "coordinator", "words": "Jeg vil ha en annen."}
    )
    assert "skrevet ned av Ingunn Austad" in body(browse("siri").get(made.url))
    assert "Send svaret" not in body(browse("ingunn").get(made.url))
    assert "Send svaret" in body(browse("tone").get(made.url))


def test_she_asks_about_a_look_by_one_press_and_the_answer_stands_by_the_line(siri, browse) -> None:
    browse("ingunn").get(f"/personer/{siri.pk}/")
    hers, log = browse("siri"), f"/personer/{siri.pk}/hvem-har-sett/"
    row = re.search(r'name="gjor" value="ask">\s*<input type="hidden" name="rad" value="([0-9a-f-]{36})"', body(hers.get(log))).group(1)
    thread = hers.post(log, {"gjor": "ask", "rad": row}).url
    assert "Ingunn Austad" in body(hers.get(thread))
    assert "Du har spurt om dette" in body(hers.get(log))
    browse("tone").post(thread, {"gjor": "answer", "words": "Ingunn er koordinatoren din."})
    assert "Tone Rysstad svarte" in body(hers.get(log))
    assert browse("ingunn").post(log, {"gjor": "ask", "rad": row}).status_code == 404  # nobody asks about her own look
    assert browse("liv").post(log, {"gjor": "ask", "rad": row}).status_code == 404
    assert hers.post(log, {"gjor": "ask", "rad": "tull"}).status_code == 404


def test_a_helper_asks_about_a_look_for_her_and_it_says_who_wrote(siri, house, browse, as_) -> None:
    access.begin_relation(siri.pk, role="team_member", ground="§ 7-2", by=as_("ingunn"), staff=house.staff["kari"])
    browse("kari").get(f"/personer/{siri.pk}/")
    log = f"/personer/{siri.pk}/hvem-har-sett/"
    page = body(browse("ingunn").get(log))
    assert "Spør om dette for Siri" in page
    line = LogEntry.objects.filter(person_id=siri.pk, actor_name__startswith="Kari", verb="sett").latest("number")
    thread = browse("ingunn").post(log, {"gjor": "ask", "rad": str(line.pk)}).url
    assert "Spurt av Ingunn Austad for Siri" in body(browse("siri").get(thread))
    assert "Du har spurt om dette" in body(browse("siri").get(log))


def test_she_asks_for_a_correction_and_it_has_its_clock_and_its_answer(siri, browse, as_, opening_for) -> None:
    hers = browse("siri")
    assert hers.post("/alt-om-meg/", {"gjor": "ask", "kind": "correction", "words": "Jeg har ikke bodd i Valle."}).status_code == 302
    (notice,) = case_queries.notices_of(opening_for("ingunn"), siri.pk)
    assert str(notice.answer_by) == "2026-12-10"
    assert [one.row for one in case_queries.due(opening_for("ingunn"), [siri.pk]) if one.kind == "notice"] == [notice.pk]
    cases.answer_notice(notice, answer="refused", answered_on=NOW.date(), words="Det står i folkeregisteret.", by=as_("ingunn"))
    page = body(hers.get("/alt-om-meg/"))
    assert "Jeg har ikke bodd i Valle." in page
    assert "Det står i folkeregisteret." in page
    assert not [one for one in case_queries.due(opening_for("ingunn"), [siri.pk]) if one.kind == "notice"]


def _taken(browse) -> dict:
    answer = browse("siri").get("/alt-om-meg/alt.json")
    assert answer["Content-Disposition"].startswith("attachment")
    return json.loads(b"".join(answer.streaming_content))


def test_everything_she_may_see_is_in_the_file_exactly_as_written_and_logged(siri, browse, as_) -> None:
    actions.write_to_us(siri.pk, kind="message", words=ODD, by=as_("siri"))
    found = {kind["document"]: {row["id"]: row for row in kind["rows"]} for kind in _taken(browse)["documents"]}
    by = as_("siri")
    for model in record_models():
        rows = visible(model._base_manager.all(), by)
        assert set(found.get(model.document, {})) == {str(key) for key in rows.values_list("pk", flat=True)}, model.__name__
    assert [row["words"] for row in found["beskjed"].values()] == [ODD]
    entry = LogEntry.objects.filter(person_id=siri.pk, verb="lastet ned").get()
    assert {tuple(one) for one in entry.documents} >= {(kind, key) for kind, rows in found.items() for key in rows}
    assert list(verify()) == []


def test_what_a_consent_opens_is_in_the_file(siri, house, browse, as_) -> None:
    shares(siri, house, as_("ingunn"), Part.PLAN, Part.MEETINGS, Part.TASKS)
    (given,) = next(kind["rows"] for kind in _taken(browse)["documents"] if kind["document"] == "samtykke")[-1:]
    assert {one["part"] for one in given["parts"]} == {"plan", "meetings", "tasks"}


def test_she_can_have_it_reckoned_that_no_line_is_gone(siri, browse) -> None:
    log = f"/personer/{siri.pk}/hvem-har-sett/?regn=1"
    assert re.search(r"Alle \d+ linjene er med", body(browse("siri").get(log)))
    LogHead.objects.filter(person_id=siri.pk).update(seal="x")
    assert "Noe i denne listen er endret" in body(browse("siri").get(log))


def test_whom_to_ring_stands_first_when_it_is_hard_also_before_the_plan_for_it_is_written(siri, browse) -> None:
    page = body(browse("siri").get(f"/personer/{siri.pk}/plan/krise/"))
    assert page.index("400 00 101") < page.index("Fare for liv") < page.index("Du har ikke skrevet den")


def test_what_is_not_finished_or_only_for_few_is_not_in_it(siri, browse, as_) -> None:
    by = as_("ingunn")
    journal.begin_note(siri.pk, kind="health", on=by.on, heading="Kladd", text="Bare en tanke.", by=by)
    cases.note_notice(siri.pk, kind=NoticeKind.CONCERN, on=by.on, party="Barnevernet", words="Bekymret for barnet.", by=by)
    text = json.dumps(_taken(browse), ensure_ascii=False)
    assert "Bare en tanke." not in text
    assert "Bekymret for barnet." not in text


def test_the_copy_to_read_has_the_words_and_large_print(siri, browse, as_) -> None:
    actions.write_to_us(siri.pk, kind="message", words="Ikke «sånn» som dere sier.", by=as_("siri"))
    for url in ("/alt-om-meg/alt.pdf", "/alt-om-meg/alt.pdf?stor=1"):
        answer = browse("siri").get(url)
        text = "".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages)
        assert "Ikke «sånn» som dere sier." in text
        assert "Ingunn Austad" in text


@pytest.mark.parametrize("path", ["/alt-om-meg/", "/alt-om-meg/alt.json", "/alt-om-meg/alt.pdf"])
def test_only_she_herself_takes_it(siri, browse, path: str) -> None:
    for key in ("ingunn", "tone", "sissel", "liv"):
        assert browse(key).get(path).status_code == 404


def test_a_worker_prints_everything_for_her_as_much_as_both_may_see_and_she_is_told(siri, browse, as_) -> None:
    by, hers, path = as_("ingunn"), browse("siri"), reverse("person-everything", args=[siri.pk])
    actions.write_to_us(siri.pk, kind="message", words="Ikke som dere sier.", by=as_("siri"))
    journal.begin_note(siri.pk, kind="health", on=by.on, heading="Kladd", text="Bare en tanke.", by=by)
    cases.note_notice(siri.pk, kind=NoticeKind.CONCERN, on=by.on, party="Barnevernet", words="Bekymret for barnet.", by=by)
    assert "Skriv ut" in body(browse("ingunn").get(path))
    assert "skrev ut alt om deg" not in body(hers.get("/"))
    assert "Dette må fylles ut." in body(browse("ingunn").post(path, {"gjor": "take_out"}))
    paper = _read(browse("ingunn").post(path, {"gjor": "take_out", "channel": "called", "print_size": "large"}))
    assert "Ikke som dere sier." in paper
    assert "Ingunn Austad skrev dette ut for deg" in paper
    for kept in ("Bare en tanke.", "Bekymret for barnet."):
        assert kept not in paper
    line = LogEntry.objects.filter(person_id=siri.pk, verb="skrev ut alt").first()
    assert (line.actor_name, line.note) == ("Ingunn Austad", "Jeg har ringt nummeret som står her, og kjente personen igjen")
    told = body(hers.get("/"))
    assert told.count("Ingunn Austad skrev ut alt om deg på papir 10. november") == 1
    assert f'id="linje-{re.search(r"#linje-([0-9a-f-]+)", told)[1]}"' in body(hers.get(reverse("who-has-looked", args=[siri.pk])))
    access.object_to(siri.pk, staff=by_staff(by), of_part=Part.CASE, by=as_("siri"))
    assert "Henvendelser og saker: du ser det ikke selv." in body(browse("ingunn").get(path))
    paper = _read(browse("ingunn").post(path, {"gjor": "take_out", "channel": "met"}))
    assert "Ikke som dere sier." not in paper
    assert "det er derfor ikke med: henvendelser og saker" in paper
    for key in ("liv", "siri"):
        assert browse(key).get(path).status_code == browse(key).post(path, {"gjor": "take_out", "channel": "met"}).status_code == 404


def by_staff(by) -> Staff:
    return Staff.objects.get(pk=by.staff_id)


def _read(answer) -> str:
    assert answer["Content-Type"] == "application/pdf"
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages))


def test_the_way_in_from_the_workers_page_to_her_front_page(siri, browse, settings) -> None:
    page = body(browse("ingunn").post(f"/personer/{siri.pk}/innlogging/", {"gjor": "make", "channel": "met"}))
    path = re.search(r"https?://[^/]+(/inn/[^\"]+/)", page).group(1)
    code = "".join(re.search(r'hh-aim">(\d{3}) (\d{3})', page).groups())
    assert "Lenken virker én gang" not in body(browse("ingunn").get(f"/personer/{siri.pk}/innlogging/"))
    settings.DEMO = False
    hers = Client()
    assert "Skriv koden" in body(hers.get(path))
    for left in ("4 forsøk", "3 forsøk", "2 forsøk", "ett forsøk"):
        assert f"Du har {left} igjen." in body(hers.post(path, {"code": f"{(int(code) + 1) % 1000000:06d}"}))
    assert hers.post(path, {"code": code}).url == "/"
    assert "Hei, Siri" in body(hers.get("/"))
    assert Client().get(path).status_code == 410
    assert Client().get("/inn/finnes-ikke/").status_code == 410


def test_a_slip_of_the_finger_on_the_code_is_no_try(siri, as_) -> None:
    made = access.make_link(siri, channel="met", by=as_("ingunn"))
    path = reverse("sign-in-link", args=[made.token])
    for slip in ("abc", "12345", "1234567", "１２３４５６", "12-345"):
        assert "Koden er seks sifre." in body(Client().post(path, {"code": slip}))
    assert not LogEntry.objects.filter(person_id=siri.pk, verb="skrev feil kode").exists()
    assert Client().post(path, {"code": f"{made.code[:3]} {made.code[3:]}"}).status_code == 302


def test_the_neighbour_finds_none_of_it(siri, browse, as_) -> None:
    thread = actions.write_to_us(siri.pk, kind="message", words="Hei", by=as_("siri"))
    for path in (f"/personer/{siri.pk}/beskjeder/", f"/beskjeder/{thread.pk}/", f"/personer/{siri.pk}/innlogging/", "/loggkontroll/"):
        assert browse("liv").get(path).status_code == 404
        assert browse("liv").post(path, {"gjor": "write", "words": "x"}).status_code == 404


def test_her_rights_stand_in_plain_words_with_the_law(siri, browse) -> None:
    page = body(browse("siri").get("/rettighetene-mine/"))
    assert "Å vite hvem som har sett" in page
    assert "Pasientjournalloven § 22 a" in page


def test_looks_are_drawn_and_gone_through_on_a_page(siri, house, as_, browse, opening_for) -> None:
    access.begin_relation(siri.pk, role="coordinating_unit", ground="§ 7-3", by=as_("ingunn"), unit=house.units["ke"])
    browse("ingunn").get(f"/personer/{siri.pk}/")
    tone = browse("tone")
    assert "/loggkontroll/" in body(tone.get("/"))
    assert tone.post("/loggkontroll/", {"gjor": "draw", "rad": ""}).status_code == 302
    assert "se gjennom et oppslag som er trukket ut" in body(tone.get("/")).lower()
    assert {str(one.by) for one in case_queries.looks_due(opening_for("tone"))} == {"2026-11-24"}
    assert not case_queries.looks_due(opening_for("ingunn"))
    page = body(tone.get("/loggkontroll/"))
    row = re.search(r'value="review">\s*<input type="hidden" name="rad" value="([0-9a-f-]{36})"', page).group(1)
    assert tone.post("/loggkontroll/", {"gjor": "review", "rad": row, "finding": "fine", "words": ""}).status_code == 302
    assert "Kontrollert av Tone Rysstad" in body(browse("siri").get(f"/personer/{siri.pk}/hvem-har-sett/"))
    assert "se gjennom et oppslag" not in body(browse("ingunn").get(f"/personer/{siri.pk}/")).lower()


def test_an_objection_ends_on_the_day_she_gives(siri, house, browse, as_, now, monkeypatch) -> None:
    page, kari = reverse("person-consent", args=[siri.pk]), house.staff["kari"]
    sent = {"gjor": "object", "against": f"staff:{kari.pk}", "of_part": "journal", "until": "2026-11-20", "words": ""}
    assert "Sluttdatoen er før i dag." in body(browse("siri").post(page, sent | {"until": "2026-11-01"}))
    assert browse("siri").post(page, sent).status_code == 302
    assert "til og med 20. november" in body(browse("siri").get(page))
    (made,) = access_queries.objections_of(Opening(as_("ingunn")), siri.pk)
    assert made.until == datetime(2026, 11, 21, tzinfo=OSLO)


def test_she_writes_in_her_crisis_plan_line_by_line_and_takes_one_away(siri, browse, as_) -> None:
    hers, path = browse("siri"), f"/personer/{siri.pk}/plan/krise/"
    hers.post(path)
    assert hers.post(path, {"gjor": "line", "zone": "yellow", "kind": "sign", "words": ""}).status_code == 200
    assert hers.post(path, {"gjor": "line", "zone": "yellow", "kind": "sign", "words": "Jeg slutter å svare."}).status_code == 302
    assert hers.post(path, {"gjor": "notes", "medicines": "", "children_and_pets": "Balder", "helpers_should_know": ""}).status_code == 302
    page = body(hers.get(path))
    assert "Balder" in page
    line = re.search(r'href="(/kriselinjer/[^"]+)">Jeg slutter å svare', page)[1]
    sent = {"gjor": "write", "zone": "yellow", "kind": "sign", "words": "Jeg svarer ikke."}
    assert hers.post(line, sent).status_code == 302
    line = re.search(r'href="(/kriselinjer/[^"]+)">Jeg svarer ikke', body(hers.get(path)))[1]
    assert browse("liv").post(line, {"gjor": "remove"}).status_code == 404
    assert hers.post(line, {"gjor": "remove"}).status_code == 302
    assert "Jeg svarer ikke" not in body(hers.get(path))


def test_a_goal_that_is_reached_is_ended_in_her_words_and_asked_about_no_more(siri, browse, as_, opening_for) -> None:
    plan = plan_queries.individual_plan(opening_for("ingunn"), siri.pk)
    goal = plan_queries.goals_of(opening_for("ingunn"), plan)[0]
    client, end = browse("siri"), reverse("goal-end", args=[goal.pk])
    assert end in body(client.get(reverse("plan", args=[siri.pk])))
    assert "Hvordan gikk det, med dine egne ord?" in body(client.get(end))
    assert client.post(end, {"words": "Jeg hentet henne hver dag i høst."}).status_code == 302
    page = body(browse("ingunn").get(reverse("plan", args=[siri.pk])))
    assert "Mål som er avsluttet" in page
    assert "Jeg hentet henne hver dag i høst." in page
    assert end not in page
    assert not [one for one in due(opening_for("ingunn"), [siri.pk]) if one.kind == "goal"]
    assert "Målet er avsluttet alt." in body(client.post(end, {"words": "En gang til"}))
    assert browse("liv").get(end).status_code == 404


def test_who_withdrew_her_consent_to_the_plan_opens_it_again_herself_or_with_help(siri, browse, as_, opening_for) -> None:
    anew, plan = reverse("plan-anew", args=[siri.pk]), reverse("plan", args=[siri.pk])
    for who, given in (("siri", {}), ("ingunn", {"consent_how": "Muntlig i samtale", "given_by": "Siri Haugen"})):
        found = plan_queries.individual_plan(opening_for("ingunn"), siri.pk)
        assert "Samtykket til planen gjelder." in body(browse(who).post(anew, given))
        access.withdraw(found.consent, by=as_("ingunn"))
        assert anew in body(browse(who).get(plan))
        assert browse(who).post(anew, given)["Location"] == plan
        assert anew not in body(browse(who).get(plan))
    assert browse("liv").get(anew).status_code == 404


def test_what_a_relative_says_stands_under_the_relatives_name(siri, browse, opening_for) -> None:
    plan = plan_queries.individual_plan(opening_for("ingunn"), siri.pk)
    goal = plan_queries.goals_of(opening_for("ingunn"), plan)[0]
    page, given = reverse("evaluate", args=[goal.pk]), {"outcome": "1", "said_by": "relative", "words": "Hun ler mer."}
    assert "Skriv hvem av de pårørende som sier det." in body(browse("ingunn").post(page, given))
    assert browse("ingunn").post(page, given | {"relative": "Anne, søster"}).status_code == 302
    assert "Anne, søster:" in body(browse("ingunn").get(reverse("plan", args=[siri.pk])))


def _row(page: str, deed: str) -> str:
    return re.search(rf'value="{deed}">\s*<input type="hidden" name="rad" value="([0-9a-f-]{{36}})"', page)[1]


def test_she_names_changes_and_ends_her_next_of_kin_and_gives_a_proxy_in_what_she_chooses(siri, browse, opening_for, as_) -> None:
    hers, path = browse("siri"), reverse("person-kin", args=[siri.pk])
    assert path in body(hers.get("/"))
    said = {"name": "Anne Haugen", "relation": "søster", "telephone": "40000118", "may_know": "hvordan det går", "nearest": "yes"}
    assert "Dette må fylles ut." in body(hers.post(path, {"gjor": "new", **said, "name": " "}))
    assert hers.post(path, {"gjor": "new", **said}).status_code == 302
    page = body(hers.get(path))
    assert "Anne Haugen er den du regner som nærmest." in page
    for ours in ("Trenger selv støtte", "Er det personen selv som har valgt?", "Hvem har bestemt det?"):
        assert ours not in page
    row = _row(page, "change")
    assert hers.post(path, {"gjor": "change", "rad": row, **said, "may_know": "bare møtene"}).status_code == 302
    (kin,) = people.kin_of(opening_for("ingunn"), siri.pk)
    assert (kin.may_know, kin.chosen_by_person, kin.nearest) == ("bare møtene", True, True)
    assert "Dette må fylles ut." in body(hers.post(path, {"gjor": "represent", "rad": row}))
    given = {"gjor": "represent", "rad": row, "parts": ["plan", "meetings"], "until": "2027-01-31", "ground": "guardian"}
    assert hers.post(path, given).status_code == 302
    assert "Handler på dine vegne: fullmakt · til og med 31. januar 2027" in words_of(hers.get(path))
    assert hers.post(path, {**given, "parts": ["plan"], "since": "2026-12-24", "until": ""}).status_code == 302
    page = words_of(hers.get(path))
    assert "Handler på dine vegne: fullmakt · til og med 23. desember 2026" in page
    assert "Handler på dine vegne: fullmakt · fra og med 24. desember 2026" in page
    with pytest.raises(Refused):
        kin_actions.represent(kin, ground="guardian", decided_by="meg", parts=[Part.PLAN], by=as_("siri"))
    assert hers.post(path, {"gjor": "end", "rad": row}).status_code == 302
    assert "Du har ikke nevnt noen ennå." in body(hers.get(path))
    assert not access_queries.representatives_of(opening_for("ingunn"), siri.pk)
    for key in ("liv", "sissel"):
        assert browse(key).post(path, {"gjor": "new", **said}).status_code == 404
    assert hers.post(reverse("person-children", args=[siri.pk]), {"gjor": "new", "first_name": "X", "kinship": "sønn"}).status_code == 404
    with pytest.raises(NotVisible):
        kin_actions.note_child(siri, first_name="X", kinship="sønn", by=as_("siri"))


@pytest.mark.parametrize(("basis", "until"), [("hol-3-2-6a", "8. desember 2026"), ("sotjl-17", "1. desember 2026")])
def test_she_complains_on_a_decision_within_the_limit_of_its_law_and_it_is_on_her_workers_day(
    siri, house, browse, as_, opening_for, basis: str, until: str
) -> None:
    by, path = as_("ingunn"), reverse("decisions", args=[siri.pk])
    made = cases.decide(
        case_queries.open_cases(opening_for("ingunn"), siri.pk)[0], legal_basis=basis, decider=house.municipalities["bygland"],
        content="To timer i uka.", reasons="Det er nok nå.", her_view="Jeg trenger fire.", by=by,
    )  # fmt: skip
    hers = browse("siri")
    assert path in body(hers.get("/"))
    assert "Du har ikke fått vedtaket ennå." in body(hers.get(path))
    cases.notify_decision(made, by=by)
    page = body(hers.get(path))
    assert f"Du kan klage til og med {until}." in page
    assert "Når kom den?" not in page
    sent = {"gjor": "complain", "rad": str(made.pk)}
    assert "Dette må fylles ut." in body(hers.post(path, sent))
    assert hers.post(path, sent | {"words": ODD}).status_code == 302
    page = body(hers.get(path))
    assert "Klage 10. november 2026" in page
    assert "(etter fristen)" not in page
    assert "&lt;script&gt;" in page
    assert "gjør klagen klar og send den videre" in body(browse("ingunn").get("/")).lower()
    for key in ("liv", "sissel"):
        assert browse(key).post(path, sent | {"words": "x"}).status_code == 404
    with pytest.raises(NotVisible):
        cases.complain(made, words="x", received_on=NOW.date(), by=as_("sissel"))


def test_what_is_written_about_her_has_a_door_on_her_front_page(siri, browse) -> None:
    front = body(browse("siri").get("/"))
    for name in ("journal", "mapping", "person-stays", "decisions"):
        path = reverse(name, args=[siri.pk])
        assert path in front
        assert browse("siri").get(path).status_code == 200


def test_she_closes_her_record_to_a_whole_municipality_and_reads_it_on_who_can_see(siri, house, browse, as_) -> None:
    page, kari = reverse("person-consent", args=[siri.pk]), reverse("person", args=[siri.pk])
    assert browse("kari").get(kari).status_code == 200
    assert "<strong>Kari Byglandsfjord" in body(browse("siri").get(page))
    sent = {"gjor": "object", "against": f"municipality:{house.municipalities['bygland'].pk}", "of_part": "", "until": "", "words": ""}
    assert browse("siri").post(page, sent).status_code == 302
    told = body(browse("siri").get(page))
    assert "Alle som arbeider for Bygland" in told
    assert "<strong>Kari Byglandsfjord" not in told
    assert "Sperret for: alle som arbeider for Bygland" in words_of(body(browse("siri").get("/")))
    assert browse("kari").get(kari).status_code == 404
    row = re.search(r'value="lift">\s*<input type="hidden" name="rad" value="([0-9a-f-]{36})"', told).group(1)
    assert browse("siri").post(page, {"gjor": "lift", "rad": row}).status_code == 302
    assert browse("kari").get(kari).status_code == 200


def test_her_yes_begins_on_the_day_she_says_and_stands_as_coming_until_then(siri, house, browse, now, monkeypatch) -> None:
    page, plan = reverse("person-consent", args=[siri.pk]), reverse("plan", args=[siri.pk])
    sent = {
        "gjor": "share", "to": f"member:{house.members['sissel'].pk}", "parts": ["plan"], "purpose": "x", "since": "2026-11-20",
        "until": "",
    }  # fmt: skip
    assert "Dagen er gått" in body(browse("siri").post(page, sent | {"since": "2026-11-01"}))
    answer = browse("siri").post(page, sent, follow=True)
    assert "Sissel Heistad kan se det fra 20. november 2026." in body(answer)
    assert "Fra og med 20. november 2026." in body(answer)
    assert browse("sissel").get(plan).status_code == 404
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(days=10))
    assert browse("sissel").get(plan).status_code == 200


def test_she_closes_from_a_day_to_come_and_may_change_her_mind_before_it(siri, house, browse, now, monkeypatch) -> None:
    page, kari = reverse("person-consent", args=[siri.pk]), reverse("person", args=[siri.pk])
    sent = {
        "gjor": "object",
        "against": f"staff:{house.staff['kari'].pk}",
        "of_part": "",
        "since": "2026-11-20",
        "until": "",
        "words": "Nabo.",
    }
    assert "Dagen er gått" in body(browse("siri").post(page, sent | {"since": "2026-11-01"}))
    told = words_of(body(browse("siri").post(page, sent, follow=True)))
    assert "Kari Byglandsfjord Fra og med 20. november 2026. Kan ikke se noe" in told
    assert "Du har ikke sperret for noen." in told
    assert browse("kari").get(kari).status_code == 200
    row = re.search(r'value="lift">\s*<input type="hidden" name="rad" value="([0-9a-f-]{36})"', body(browse("siri").get(page))).group(1)
    browse("siri").post(page, {"gjor": "lift", "rad": row})
    browse("siri").post(page, sent | {"since": "2026-11-15"})
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(days=5))
    assert browse("kari").get(kari).status_code == 404
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(days=12))
    assert "fra 15. november 2026, skrevet av Siri Haugen" in words_of(body(browse("siri").get(page)))


def test_withdrawing_what_was_to_come_says_that_todays_holds_and_withdrawing_todays_that_more_is_coming(siri, house, browse) -> None:
    page, client = reverse("person-consent", args=[siri.pk]), browse("siri")
    sent = {"gjor": "share", "to": f"member:{house.members['sissel'].pk}", "parts": ["plan"], "purpose": "x", "since": "", "until": ""}

    def withdraw(*, coming: bool) -> str:
        rows = [row for row in body(client.get(page)).split("<li ") if 'value="withdraw"' in row and "Sissel Heistad, NAV" in row]
        (row,) = [row for row in rows if ("Fra og med 20. november" in row) == coming]
        key = re.search(r'name="rad" value="([0-9a-f-]{36})"', row).group(1)
        return body(client.post(page, {"gjor": "withdraw", "rad": key}, follow=True))

    client.post(page, sent)
    client.post(page, sent | {"since": "2026-11-20"})
    assert "gjelder til og med 19. november 2026" in body(client.get(page))
    told = withdraw(coming=True)
    assert "Det nye er trukket. Det som gjelder nå for Sissel Heistad, gjelder fortsatt." in told
    assert "gjelder til og med 19. november 2026" not in told
    client.post(page, sent | {"since": "2026-11-20"})
    assert "Trukket for Sissel Heistad. Det nye gjelder fra 20. november 2026." in withdraw(coming=False)
    assert "Sissel Heistad får ikke se det likevel." in withdraw(coming=True)


def test_she_reads_in_large_print_until_she_chooses_otherwise(siri, browse) -> None:
    client, page = browse("siri"), reverse("plan", args=[siri.pk])
    assert 'data-print="large"' not in body(client.get(page))
    answer = client.post(reverse("print-size"), {"skrift": "large", "neste": page})
    assert answer.url == page
    assert int(answer.cookies["helhet_print"]["max-age"]) > 300 * 86400
    for shown in (page, "/", reverse("my-account")):
        assert 'data-print="large"' in body(client.get(shown))
    client.post(reverse("sign-out"))
    assert 'data-print="large"' in body(client.get(reverse("sign-in")))
    client.post(reverse("print-size"), {"skrift": "", "neste": "/"})
    assert 'data-print="large"' not in body(client.get(reverse("sign-in")))


def test_no_copy_tells_what_opens_a_link(siri, browse, as_) -> None:
    """Neither the code's hash nor what the address follows from: a paper is left on a table, a file in a mailbox."""
    link = access.share_by_link(
        siri.pk, parts=[Part.PLAN], to_words="Legen", purpose="samarbeid", until=(NOW + timedelta(days=30)).date(), passcode="482913",
        how="Muntlig", given_by="Siri Haugen", language="nb", by=as_("ingunn"),
    )  # fmt: skip
    kept = [link.salt, link.address_hash, link.passcode]
    assert all(kept)
    assert "leser med lenke" in words_on_paper(browse)
    assert words_on_paper(browse).count("10. desember 2026") == 3, "the yes, what it opened and the link have one last day"
    paper = "".join(page.extract_text() for page in PdfReader(BytesIO(browse("siri").get(reverse("about-me-pdf")).content)).pages)
    (told,) = next(kind["rows"] for kind in _taken(browse)["documents"] if kind["document"] == "delt lenke")
    for secret in kept:
        assert secret not in json.dumps(told)
        assert secret[:20] not in paper.replace("\n", "")


def test_every_field_of_her_record_has_a_word_on_paper_or_is_said_to_be_for_machines() -> None:
    fields = {(model.document, field.name) for model in record_models() if model.part in HERS for field in _on_her_paper(model)}
    unnamed = {f"{document}.{name}" for document, name in fields if not {name, f"{document}.{name}"} & (set(FIELD_NAMES) | FOR_MACHINES)}
    assert not unnamed, "name them in helhet/web/field_names.py"
    known = {name for _, name in fields} | {f"{document}.{name}" for document, name in fields}
    assert not (set(FIELD_NAMES) | FOR_MACHINES) - known, "no such field"


def _on_her_paper(model) -> list:
    fields = [field for field in copied(model) if not field.primary_key]
    return [field for field in fields if field.name in on_paper.CALLED_BY or not hasattr(field.related_model, "person_path")]


def test_a_row_on_paper_says_what_each_word_is_and_which_row_it_is_about(siri, browse, as_, opening_for) -> None:
    """The lowest answer is an answer, and is there too; no word of the code is."""
    by = as_("ingunn")
    cases.offer(siri.pk, of="plan", how="Muntlig", by=by)
    contact = journal.note_contact(siri.pk, kind="telephone", started_at=NOW - timedelta(days=1), by=by)
    voice.tell(siri.pk, about="contact", about_key=contact.pk, met_on=contact.started_at.date(), life=0, alliance=8, by=as_("siri"))
    plan = plan_queries.individual_plan(opening_for("ingunn"), siri.pk)
    plans.evaluate(
        plan_queries.goals_of(opening_for("ingunn"), plan)[0], outcome=0, said_by="person", said_by_name="Siri", words="Det går.", by=by
    )
    text = words_on_paper(browse)
    assert "Fornavn: Siri · Etternavn: Haugen" in text
    assert "koordinator · Ingunn Austad · Grunnlag: helse- og omsorgstjenesteloven § 7-2" in text
    assert "Målet: Hente Emma på skolen." in text
    assert "Tilbudt: 10. november 2026" in text, "what was done on the day it was written down is said all the same"
    assert "Hvordan livet er (0–10): 0" in text
    assert not re.search(r"\b(fnr|hol-\d|coordinating_unit|not_wanted|livsomrader)\b", text)


def words_on_paper(browse) -> str:
    paper = PdfReader(BytesIO(browse("siri").get(reverse("about-me-pdf")).content))
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in paper.pages))


def test_everything_on_paper_is_in_words_from_the_first_page_on_and_what_was_changed_last(siri, browse, as_) -> None:
    people_actions.change(siri, telephone="40000115", by=as_("ingunn"))
    paper = PdfReader(BytesIO(browse("siri").get(reverse("about-me-pdf")).content))
    first, whole = paper.pages[0].extract_text(), "\n".join(page.extract_text() for page in paper.pages)
    assert "Navn og kontakt" in first
    assert whole.index("Navn og kontakt") < whole.index("Hva som er endret")
    assert "Etter: Telefon: 40000115" in whole
    assert not re.search(r"[0-9a-f]{8}-[0-9a-f]{4}-", whole), "a key is no word"
    assert not re.search(r"^\d{4}-\d\d-\d\d", whole, re.MULTILINE), "a day is written as people write it"
    assert f"1 / {len(paper.pages)}" in first
