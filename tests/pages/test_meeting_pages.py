"""Meetings and tasks as they are used: from the call to shared minutes, by those who may, and nothing for the neighbour."""

import re
from datetime import date, datetime
from io import BytesIO

import icalendar
import pytest
from django.urls import reverse
from pypdf import PdfReader

from helhet.access import actions as access
from helhet.access import queries as access_queries
from helhet.access.log import LogEntry, Opening
from helhet.access.policy import OSLO
from helhet.access.rules import ConsentKind, Part, Role
from helhet.cases import actions as cases
from helhet.people import actions as people
from helhet.plans import actions as plans
from helhet.team import actions, queries
from helhet.team.models import Attendance, MeetingDecision
from helhet.team.rules import MeetingState, Who

SOON = datetime(2026, 11, 10, 9, 0, tzinfo=OSLO)
LATER = datetime(2026, 11, 19, 12, 0, tzinfo=OSLO)


@pytest.fixture
def siri(house, as_):
    """Siri, with Ingunn as coordinator, Torbjørn in the team, Sissel at NAV let in to the meetings, and an account of her own."""
    by = as_("ingunn")
    person = people.make_known(
        people.NewPerson(house.municipalities["bygland"], "Siri", "Haugen", date(1988, 4, 2), "40000114"),
        unit=house.units["bygland"],
        by=by,
    )
    cases.appoint(person.pk, staff=house.staff["ingunn"], by=by)
    access.open_relation(person.pk, role=Role.TEAM_MEMBER, ground="helsepersonelloven § 25", staff=house.staff["torbjorn"], by=by)
    access.begin_relation(person.pk, role=Role.PERSON, ground="egen journal", herself=True, by=by)
    access.new_account("siri", password=None, person=person)
    access.consent(
        person.pk, kind=ConsentKind.SHARING, how="muntlig", given_by="Siri Haugen", to=house.members["sissel"], purpose="samarbeid",
        parts=[Part.MEETINGS, Part.TASKS], by=by,
    )  # fmt: skip
    return person


def called(siri, house, as_, at: datetime):
    torbjorn = house.staff["torbjorn"]
    return actions.call(
        siri.pk, kind="group", starts_at=at, place="Poliklinikken", video="https://video.bygland.example/7",
        invited=[Who("Torbjørn Frøysnes", "ruskonsulent", staff_id=torbjorn.pk)], agenda="Emma i jula", by=as_("ingunn"),
    )  # fmt: skip


def body(response) -> str:
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def shown(text: str) -> set[str]:
    return set(re.findall(r'data-doc="([^"]+)"', text))


def test_a_meeting_from_call_to_shared_minutes_by_hand(siri, house, browse, as_, opening_for) -> None:
    plan = plans.begin(siri.pk, consent_how="Muntlig", given_by="Siri Haugen", by=as_("ingunn"))
    goal = plans.add_goal(plan, words="Hente Emma på skolen.", by=as_("ingunn"))
    ingunn, torbjorn = browse("ingunn"), house.staff["torbjorn"]
    call = {
        "kind": "group", "on": "2026-11-10", "at": "09:00", "minutes_long": "60", "place": "Poliklinikken", "video": "",
        "agenda": "Emma i jula", "invited": [f"staff:{torbjorn.pk}"], "others": "Berit Bø, lærer",
    }  # fmt: skip
    answer = ingunn.post(f"/personer/{siri.pk}/moter/nytt/", call)
    (meeting,) = queries.meetings_of(opening_for("ingunn"), siri.pk)
    url = f"/moter/{meeting.pk}/"
    assert answer.url == url
    rows = queries.open_meeting(opening_for("ingunn"), meeting.pk).attendances
    assert [row.name for row in rows] == ["Siri Haugen", "Torbjørn Frøysnes", "Berit Bø"]
    ingunn.post(url, {"gjor": "agenda", "words": "Medisiner", "whose": "ours"})
    ingunn.post(url, {"gjor": "coming", "rad": str(rows[1].pk)})
    came = {f"came_{row.pk}": "yes" for row in rows} | {f"came_{rows[2].pk}": "no", f"reason_{rows[2].pk}": "syk"}
    ingunn.post(url, {"gjor": "hold", **came})
    ingunn.post(url, {"gjor": "decide", "becomes": "action", "what": "Følge til LAR", "to": f"staff:{torbjorn.pk}", "goal": str(goal.pk)})
    decided = {"gjor": "decide", "becomes": "task", "what": "Ringe skolen", "to": f"staff:{torbjorn.pk}"}
    assert "Skriv hvilken dag" in body(ingunn.post(url, decided))
    ingunn.post(url, decided | {"due": "2026-11-13"})
    ingunn.post(url, {"gjor": "minutes", "del": "1", "summary": "Siri henter Emma to dager.", "seen": '{"summary": ""}'})
    found = queries.open_meeting(opening_for("ingunn"), meeting.pk)
    assert (found.state, bool(found.minutes_shared_at), found.summary) == (MeetingState.HELD, True, "Siri henter Emma to dager.")
    assert [(one.shown.document, one.shown.what) for one in found.decisions] == [("tiltak", "Følge til LAR"), ("oppgave", "Ringe skolen")]
    paper = body(ingunn.get(f"{url}referat/"))
    for words in ("«Emma i jula»", "Medisiner", "Følge til LAR", "Ringe skolen", "Berit Bø, syk", "Siri henter Emma to dager."):
        assert words in paper, words
    seen = pdf_text(ingunn.get(f"{url}referat.pdf"))
    for words in (
        "Emma i jula",
        "Medisiner",
        "Følge til LAR",
        "Ringe skolen",
        "Berit Bø, syk",
        "Siri henter Emma to dager.",
        "Eies av Siri",
    ):
        assert words in seen, words


def pdf_text(response) -> str:
    assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
    pages = PdfReader(BytesIO(response.content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_minutes_on_paper_are_for_those_who_read_them_on_the_screen(siri, house, browse, as_) -> None:
    meeting = called(siri, house, as_, SOON)
    rows = queries.open_meeting(Opening(as_("ingunn"), page="test"), meeting.pk).attendances
    actions.hold(meeting, came=[row.pk for row in rows], absent={}, by=as_("ingunn"))
    actions.write_minutes(meeting, summary="Kort.", by=as_("ingunn"))
    url = f"/moter/{meeting.pk}/referat.pdf"
    assert {key: browse(key).get(url).status_code for key in ("siri", "sissel", "liv")} == {"siri": 404, "sissel": 404, "liv": 404}
    actions.share_minutes(meeting, by=as_("ingunn"))
    assert browse("liv").get(url).status_code == 404
    assert "Kort." in pdf_text(browse("sissel").get(url))
    before = LogEntry.objects.count()
    small, large = (browse("siri").get(f"{url}{asked}") for asked in ("", "?stor=1"))
    assert all("Kort." in pdf_text(one) for one in (small, large))
    assert small.content != large.content
    assert LogEntry.objects.count() > before
    assert "referat.pdf" in body(browse("siri").get(f"/moter/{meeting.pk}/referat/"))


def test_a_meeting_nobody_can_come_to_is_refused_with_every_fault_and_nothing_typed_is_lost(siri, browse, opening_for) -> None:
    text = body(
        browse("ingunn").post(
            f"/personer/{siri.pk}/moter/nytt/",
            {
                "kind": "group",
                "on": "2026-11-09",
                "at": "12:00",
                "minutes_long": "60",
                "video": "http://x.example",
                "agenda": "Strømregningen",
            },
        )
    )
    for words in ("Dagen er alt gått", "Lim inn hele lenken", "Strømregningen", "Ingenting er lagret ennå"):
        assert words in text, words
    assert queries.meetings_of(opening_for("ingunn"), siri.pk) == []


def test_every_page_is_404_for_those_outside_and_says_nothing(siri, house, browse, as_) -> None:
    meeting = called(siri, house, as_, LATER)
    torbjorn = Who("Torbjørn Frøysnes", staff_id=house.staff["torbjorn"].pk)
    task = actions.give(siri.pk, what="Ringe", to=torbjorn, due=date(2026, 11, 13), by=as_("ingunn"))
    urls = [
        f"/personer/{siri.pk}/moter/", f"/personer/{siri.pk}/moter/nytt/", f"/moter/{meeting.pk}/", f"/moter/{meeting.pk}/kalender.ics",
        f"/moter/{meeting.pk}/referat/", f"/personer/{siri.pk}/oppgaver/ny/", f"/oppgaver/{task.pk}/",
    ]  # fmt: skip
    for key in ("liv", "gunnhild"):
        client = browse(key)
        for url in urls:
            for answer in (client.get(url), client.post(url, {"gjor": "finish"})):
                assert answer.status_code == 404, (key, url)
                assert "Siri" not in answer.content.decode()


def test_a_partner_reads_the_meeting_and_runs_nothing(siri, house, browse, as_, opening_for) -> None:
    meeting = called(siri, house, as_, SOON)
    sissel, url = browse("sissel"), f"/moter/{meeting.pk}/"
    text = body(sissel.get(url))
    assert "Emma i jula" in text
    assert "<textarea" not in text
    assert 'name="rad"' not in text
    for doing in (
        {"gjor": "hold"},
        {"gjor": "agenda", "words": "x"},
        {"gjor": "coming", "rad": "x"},
        {"gjor": "cancel", "reason": "x"},
    ):
        assert sissel.post(url, doing).status_code == 404, doing
    for closed in (f"/personer/{siri.pk}/moter/nytt/", f"/personer/{siri.pk}/oppgaver/ny/", f"{url}referat/"):
        assert sissel.get(closed).status_code == 404
    assert queries.open_meeting(opening_for("ingunn"), meeting.pk).state == MeetingState.CALLED


def test_meetings_without_tasks_and_tasks_without_meetings(siri, house, browse, as_, opening_for) -> None:
    by, ingunn = as_("ingunn"), Who("Ingunn Austad", staff_id=house.staff["ingunn"].pk)
    meeting = called(siri, house, as_, SOON)
    actions.decide_task(meeting, what="Ringe skolen om Emma", to=ingunn, due=SOON.date(), by=by)
    actions.hold(meeting, came=[one.pk for one in Attendance.objects.filter(meeting=meeting)], absent={}, by=by)
    actions.share_minutes(meeting, by=by)
    meetings, tasks = reverse("meetings", args=[siri.pk]), reverse("person-tasks", args=[siri.pk])

    def nav_sees(*parts: Part) -> str:
        access.consent(
            siri.pk, kind=ConsentKind.SHARING, how="muntlig", given_by="Siri Haugen", to=house.members["sissel"], purpose="x", parts=parts,
            by=by,
        )  # fmt: skip
        return body(browse("sissel").get("/"))

    assert tasks not in nav_sees(Part.MEETINGS)
    assert "Ringe skolen" not in body(browse("sissel").get(meetings))
    assert "En oppgave, som ikke er delt med deg" in body(browse("sissel").get(reverse("meeting", args=[meeting.pk])))
    assert browse("sissel").get(tasks).status_code == 404
    assert meetings not in nav_sees(Part.TASKS)
    page = body(browse("sissel").get(tasks))
    assert "Ringe skolen om Emma" in page
    assert meetings not in page
    task = MeetingDecision.objects.get(meeting=meeting).task
    assert "Bestemt i et møte" not in body(browse("sissel").get(reverse("task", args=[task.pk])))
    assert browse("sissel").get(reverse("meeting", args=[meeting.pk])).status_code == 404


def test_who_may_not_see_tasks_is_not_asked_to_give_them(siri, house, browse, as_) -> None:
    meeting = called(siri, house, as_, SOON)
    access.object_to(siri.pk, of_part=Part.TASKS, staff=house.staff["ingunn"], by=as_("tone"))
    assert "Legg til en beslutning" not in body(browse("ingunn").get(reverse("meeting", args=[meeting.pk])))
    plans.begin(siri.pk, consent_how="Muntlig", given_by="Siri Haugen", by=as_("ingunn"))
    page = body(browse("ingunn").get(reverse("meeting", args=[meeting.pk])))
    assert 'value="action"' in page
    assert 'value="task"' not in page


def test_she_writes_what_she_wants_to_talk_about_and_answers_for_herself(siri, house, browse, as_, opening_for) -> None:
    meeting = called(siri, house, as_, LATER)
    siri_herself, url = browse("siri"), f"/moter/{meeting.pk}/"
    text = body(siri_herself.get(url))
    assert "Dette vil jeg snakke om" in text
    assert "Avlys" not in text
    siri_herself.post(url, {"gjor": "agenda", "words": "Én rusprøve i uken"})
    rows = queries.open_meeting(opening_for("ingunn"), meeting.pk)
    siri_herself.post(url, {"gjor": "not", "rad": str(rows.attendances[0].pk)})
    assert siri_herself.post(url, {"gjor": "not", "rad": str(rows.attendances[1].pk)}).status_code == 404
    found = queries.open_meeting(opening_for("ingunn"), meeting.pk)
    assert [(one.words, one.hers, one.by_kind) for one in found.agenda][1] == ("Én rusprøve i uken", True, "person")
    assert [one.answer for one in found.attendances] == ["not", ""]
    assert LogEntry.objects.filter(person_id=siri.pk, purpose="own", page="meeting").exists()


def test_the_calendar_file_tells_nothing_of_whom(siri, house, browse, as_) -> None:
    meeting = called(siri, house, as_, LATER)
    answer = browse("torbjorn").get(f"/moter/{meeting.pk}/kalender.ics")
    assert answer["Content-Type"] == "text/calendar; charset=utf-8; method=PUBLISH"
    text = answer.content.decode()
    for secret in ("Siri", "Haugen", "Ansvarsgruppe", "Emma", "Ingunn", "Torbjørn", "psyk", "rus", str(siri.pk)):
        assert secret.lower() not in text.lower(), secret
    (event,) = icalendar.Calendar.from_ical(text).walk("VEVENT")
    assert (event["SUMMARY"], event["LOCATION"], event["DTSTART"].dt, event["SEQUENCE"]) == ("Møte", "Poliklinikken", LATER, 0)
    actions.move(meeting, starts_at=LATER, place="Hjemme hos Siri", reason="Siri vil det", by=as_("ingunn"))
    assert "LOCATION" not in browse("torbjorn").get(f"/moter/{meeting.pk}/kalender.ics").content.decode()
    people.change(siri, grade="strengt", by=as_("ingunn"))
    actions.cancel(meeting, reason="Syk", by=as_("ingunn"))
    (event,) = icalendar.Calendar.from_ical(browse("torbjorn").get(f"/moter/{meeting.pk}/kalender.ics").content).walk("VEVENT")
    assert (event["STATUS"], event["SEQUENCE"]) == ("CANCELLED", 2)
    assert LogEntry.objects.filter(person_id=siri.pk, page="meeting-ics").count() == 3


def test_two_who_write_minutes_both_see_both_texts(siri, house, browse, as_, opening_for) -> None:
    meeting = called(siri, house, as_, SOON)
    url = f"/moter/{meeting.pk}/"
    empty = '{"summary": ""}'
    browse("ingunn").post(url, {"gjor": "minutes", "summary": "Fra Ingunn", "seen": empty})
    text = body(browse("torbjorn").post(url, {"gjor": "minutes", "summary": "Fra Torbjørn", "seen": empty}))
    for words in ("Nå står det: «Fra Ingunn»", "Fra Torbjørn", "Det du skrev, er ikke borte"):
        assert words in text, words
    browse("torbjorn").post(url, {"gjor": "minutes", "summary": "Fra begge", "seen": '{"summary": "Fra Ingunn"}'})
    assert queries.open_meeting(opening_for("ingunn"), meeting.pk).summary == "Fra begge"


def test_a_protected_place_is_not_on_paper(siri, house, browse, as_) -> None:
    meeting = called(siri, house, as_, SOON)
    people.change(siri, grade="fortrolig", by=as_("ingunn"))
    rows = queries.open_meeting(access_queries.Opening(as_("ingunn")), meeting.pk).attendances
    actions.hold(meeting, came={row.pk for row in rows}, absent={}, by=as_("ingunn"))
    assert "Poliklinikken" not in body(browse("ingunn").get(f"/moter/{meeting.pk}/referat/"))


def test_what_a_page_shows_is_what_the_log_says(siri, house, browse, as_) -> None:
    meeting = called(siri, house, as_, SOON)
    rows = queries.open_meeting(access_queries.Opening(as_("ingunn")), meeting.pk).attendances
    actions.hold(meeting, came={row.pk for row in rows}, absent={}, by=as_("ingunn"))
    torbjorn = Who("Torbjørn Frøysnes", staff_id=house.staff["torbjorn"].pk)
    actions.decide_task(meeting, what="Ringe", to=torbjorn, due=date(2026, 11, 13), by=as_("ingunn"))
    actions.write_minutes(meeting, summary="Kort.", by=as_("ingunn"))
    actions.share_minutes(meeting, by=as_("ingunn"))
    for url in (f"/personer/{siri.pk}/moter/", f"/moter/{meeting.pk}/", f"/moter/{meeting.pk}/referat/"):
        text = body(browse("sissel").get(url))
        entry = LogEntry.objects.filter(person_id=siri.pk, verb="sett").order_by("-number").first()
        assert {f"{kind}:{key}" for kind, key in entry.documents} == shown(text), url


def test_a_task_is_given_put_off_and_done_on_its_page(siri, house, browse, opening_for) -> None:
    ingunn, torbjorn = browse("ingunn"), house.staff["torbjorn"]
    given = {"what": "Ringe LAR", "to": f"staff:{torbjorn.pk}", "due": "2026-11-13", "escalates_to": "", "escalate_after_days": "3"}
    assert ingunn.post(f"/personer/{siri.pk}/oppgaver/ny/", given).url == f"/personer/{siri.pk}/moter/"
    (task,) = queries.open_tasks_of(opening_for("ingunn"), siri.pk)
    url = f"/oppgaver/{task.pk}/"
    assert "Velg en dag fra i dag av" in body(browse("torbjorn").post(url, {"gjor": "postpone", "due": "2026-11-01", "reason": "x"}))
    browse("torbjorn").post(url, {"gjor": "postpone", "due": "2026-11-20", "reason": "LAR svarer ikke"})
    text = body(ingunn.get(url))
    assert "Frist var 13. november. Torbjørn Frøysnes ga ny frist 10. november: LAR svarer ikke" in text
    browse("torbjorn").post(url, {"gjor": "finish", "words": "Siri får tirsdager."})
    assert "Gjort 10. november." in body(ingunn.get(url))
    assert browse("torbjorn").post(url, {"gjor": "drop", "reason": "x"}).status_code == 404


def test_the_menu_offers_only_what_the_reader_may_see(siri, browse) -> None:
    for key, journal in (("ingunn", True), ("tone", False)):
        text = body(browse(key).get(f"/personer/{siri.pk}/moter/"))
        assert (f"/personer/{siri.pk}/journal/" in text) is journal, key
