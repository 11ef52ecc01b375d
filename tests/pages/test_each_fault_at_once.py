"""What is missing and what contradicts itself are told together: nobody mends a form twice."""

import logging
import random
import secrets
from collections.abc import Iterator

from django.db import transaction
from django.urls import resolve, reverse
from lxml import html

from helhet.access.log import SEEN
from helhet.access.models import EmergencyTry, LogEntry
from helhet.people import actions as people
from tests.pages.test_bad_input import CAST, _button, _chosen, _forms, _kind, told  # noqa: F401
from tests.siri import coordinated
from tests.soak import SOAK

HERS, OTHER = "02848812393", "05898810188"
# What is wrong with the first is known only beside the second's answer.
HANGS_ON = {
    ("expected_on", "kind"), ("known_on", "seriousness"), ("name", "competence"), ("name", "staff"), ("address_how", "staff"),
    ("content", "known"), ("since", "until"), ("due", "becomes"), ("to", "becomes"), ("first", "weekdays"), ("first", "weeks"),
    ("caller", "from_whom"), ("service", "pathway"), ("area", "age_group"), ("instrument", "kind"), ("ground", "parts"),
    ("parts", "ground"), ("reasons", "ground"), ("review_on", "ground"), ("judged_on", "ground"),
}  # fmt: skip
# Ways of filling in that the house refuses where a day or a number has a limit.
DAYS = ("1990-01-01", "2090-01-01")
NUMBERS = ("0", "9999")


def test_what_is_missing_and_what_contradicts_itself_are_told_at_once(told, browse) -> None:  # noqa: F811
    # What hangs together is a list that grows: a draw that nobody has seen is for the soak.
    seed = secrets.randbelow(10_000) if SOAK else 14
    drawn, met, late, both, untrue = random.Random(seed), set(), [], 0, []
    logging.getLogger("django.request").setLevel(logging.CRITICAL)
    for who in CAST:
        client = browse(who)
        for link, form in _forms(client):
            to = (form.action or link).split("#")[0]
            kind = (resolve(to.split("?")[0]).url_name, *sorted(form.fields.keys()), *_button(form).values())
            if kind in met:
                continue
            met.add(kind)
            for whole, name in _pairs(form, drawn):
                first, second = (_told(client, to, sent, untrue) for sent in ({**whole, name: ""}, whole))
                if not first or second is None:
                    continue
                both += len(first) > 1
                new = {(field, said) for field, said in second - first if not field.endswith(name) and not _hangs_on(field, name)}
                late += [f"{who}: {link} without {name}: {field}: {said}" for field, said in sorted(new)]
    assert both > 10, f"seed {seed}: {both} of {len(met)}"
    assert not untrue, "\n".join([f"seed {seed}, said to be done though nothing was", *dict.fromkeys(untrue)])
    assert not late, "\n".join([f"seed {seed}, {len(met)} forms, {both} told more than one thing", *dict.fromkeys(late)])


def _hangs_on(field: str, left_out: str) -> bool:
    return any(field.endswith(first) and left_out.endswith(second) for first, second in HANGS_ON)


def _pairs(form: html.FormElement, drawn: random.Random) -> Iterator[tuple[dict[str, object], str]]:
    """The form filled in with days and numbers that are too early, too late, too small, too large; and each field to leave out."""
    stands = {name: value for name, value in form.form_values() if name != "csrfmiddlewaretoken"} | _button(form)
    chosen = _chosen(form, drawn)
    typed = [one for one in form.fields if one not in chosen and one not in _button(form) and one != "csrfmiddlewaretoken"]
    asked = [one for one in typed if _kind(form, one) not in ("hidden", "file")]
    left_out, ways = [*asked, *chosen], list(zip(DAYS, NUMBERS, strict=True))
    for day, number in ways if SOAK else drawn.sample(ways, 1):
        wrong = {one: {"date": day, "number": number, "time": "03:00"}.get(_kind(form, one), "Noe som ble sagt") for one in asked}
        for name in left_out if SOAK else drawn.sample(left_out, min(1, len(left_out))):
            yield {**stands, **chosen, **wrong}, name


def _told(client, to: str, sent: dict[str, object], untrue: list[str]) -> set[tuple[str, str]] | None:
    """Each fault that is told, with the field it stands at; nothing when the form was carried out."""
    with transaction.atomic():
        answer = client.post(to, sent)
        transaction.set_rollback(True)
    if answer.status_code != 200 or not answer["Content-Type"].startswith("text/html"):
        return None
    faults = _faults_in(answer.content)
    done = html.fromstring(answer.content).xpath("//*[@role='status' and contains(@class, 'hh-lead')]") if faults else []
    untrue += [f"{to}: {one.text_content().strip()}" for one in done]
    return faults


def _faults_in(content: bytes) -> set[tuple[str, str]]:
    page = html.fromstring(content)
    at_fields = page.xpath("//*[@id and contains(@class, 'ds-validation-message')]")
    above = page.xpath("//*[contains(@class, 'ds-error-summary')]//li[not(a)]")
    return {((one.get("id") or "").removesuffix("_error"), one.text_content().strip()) for one in [*at_fields, *above]}


def test_what_is_tried_is_not_written_and_the_page_shows_what_is(house, as_, browse) -> None:
    siri = coordinated(house, as_("ingunn")).person
    stands = {"gjor": "person", "may_call": siri.may_call, "language": siri.language, "family": "Haugen", "given": "Nyttnavn"}
    done = LogEntry.objects.filter(person_id=siri.pk).exclude(verb=SEEN)
    before = done.count()
    page = browse("ingunn").post(reverse("person-edit", args=[siri.pk]), stands | {"born": "31.02.1988"})
    assert page.status_code == 200
    assert "Nyttnavn Haugen" not in page.content.decode()
    assert done.count() == before
    siri.refresh_from_db()
    assert siri.name == "Siri Haugen"


def test_a_try_that_is_not_made_is_not_counted_and_tells_nothing_of_who_is_known(house, as_, browse) -> None:
    siri = coordinated(house, as_("ingunn")).person
    people.add_identifier(siri, HERS, by=as_("ingunn"))
    client, answers = browse("hilde"), []
    for identifier in (HERS, OTHER):
        page = client.post(reverse("emergency"), {"gjor": "emergency", "identifier": identifier, "reason": ""})
        answers.append(_faults_in(page.content))
    assert answers[0] == answers[1]
    assert not EmergencyTry.objects.exists()


def test_what_is_tried_is_not_logged_as_shown(house, as_, browse) -> None:
    siri = coordinated(house, as_("ingunn")).person
    address, client = reverse("person-everything", args=[siri.pk]), browse("ingunn")
    entries = LogEntry.objects.filter(person_id=siri.pk).order_by("number")
    client.get(address)
    read = entries.last().documents
    page = client.post(address, {"gjor": "take_out", "channel": "", "print_size": "large"})
    assert "Dette må fylles ut." in page.content.decode()
    assert entries.last().documents == read


def test_whether_it_is_somebody_known_is_asked_together_with_what_is_wrong(house, as_, browse) -> None:
    coordinated(house, as_("ingunn"))
    typed = {"from_whom": "person", "channel": "telephone", "name": "Siri Haugen", "telephone": "12", "words": "Jeg får ikke sove."}
    chosen = {"may_call": "yes", "urgency": "days", "children": "unknown", "person_knows": "yes", "language": "nb", "municipality": "4220"}
    page = browse("ingunn").post(reverse("enquiry-new"), typed | chosen | {"received_on": "2026-11-10", "born": "02.04.1988"})
    fields = {field for field, _ in _faults_in(page.content)}
    assert 'name="known"' in page.content.decode()
    assert "id_telephone" in fields, fields
