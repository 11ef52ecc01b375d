"""Whatever anybody sends, a form answers: what is wrong is said, nothing typed is lost, and no page breaks."""

import logging
import random
import secrets
from collections.abc import Iterator
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import resolve
from lxml import html

from helhet.demo import inspection, setesdal, stories
from helhet.demo.telling import Teller
from tests.soak import SOAK
from tests.walk import kind_of

CAST = ("ingunn", "tone", "siri", "sissel", "hilde")
EACH = 40 if SOAK else 2  # ways of filling in each form wrong
MARK = "Dette skrev jeg, og det skal stå"
WRONG = (
    "", "   ", "\x00", "a\x00b", "\r\n\r\n", "x" * 70_000, "😀" * 300, "\u202eabc", "\ud7ff\uffff", "<script>alert(1)</script>",
    "{{ x }}", "{% now %}", "%s%n{0}{names}", "' OR 1=1 --", "../../etc/passwd", "=cmd()", "[]", "{}", "true",
    "-1", "0", "½", "²", "१२", "１２", "0,5", "1 000", "nan", "inf", "1e400", "9" * 40, "9" * 18 + ".99", "12345678901",
    "²" * 8, "²" * 11, "²" * 12, "१" * 8,
    "00000000-0000-0000-0000-000000000000", "not-a-uuid",
    "0001-01-01", "9999-12-31", "31.02.2026", "2020-02-30", "2026-11-10", "10:99", "24:00", "2026-11-10T25:00",
)  # fmt: skip
FILES = {"a.csv": b"a;b\n1;2", "x.xlsx": b"PK\x03\x04junk", "b.toml": b"x=", "../c.json": b"[", "d": b"", "e.pdf": b"\x00\xff"}


@pytest.fixture
def told(house, now) -> None:
    setesdal.tell_house(Teller(house, now))
    for story in (stories.siri, stories.odd_arne, stories.amina, stories.mona):
        story(Teller(house, now))
    inspection.under_way(house, now)
    setesdal.neighbours_share(Teller(house, now))


def test_no_form_breaks_and_none_loses_what_was_typed(told, browse) -> None:
    seed = secrets.randbelow(10_000)
    drawn, met, refused, broken, lost, folded = random.Random(seed), set(), set(), [], [], []
    logging.getLogger("django.request").setLevel(logging.CRITICAL)
    for who in CAST:
        client = browse(who)
        client.raise_request_exception = False
        for link, form in _forms(client):
            where = f"{who}: {link} {form.action or ''} {sorted(form.fields.keys())}"
            to = (form.action or link).split("#")[0]
            kind = (resolve(to.split("?")[0]).url_name, *sorted(form.fields.keys()), *_button(form).values())
            if kind in met:
                continue
            met.add(kind)
            for sent in _fillings(form, drawn):
                with transaction.atomic():
                    answer = client.post(to, sent)
                    transaction.set_rollback(True)
                if answer.status_code >= 500:
                    broken.append(f"{where}: {answer.status_code} for { {name: str(value)[:40] for name, value in sent.items()} }")
                elif answer.status_code == 200 and any(map(_is_hers, sent.values())):
                    refused.add(kind)
                    lost += [f"{where}: {name}" for name in _lost(sent, answer)]
                if answer.status_code == 200 and _is_folded(answer):
                    folded.append(where)
    said = f"seed {seed}, {len(met)} forms, {len(refused)} refused with what was typed"
    assert len(met) > 100, said
    assert len(refused) > 50, said
    assert not broken, "\n".join([said, *broken])
    assert not lost, "\n".join([said, *dict.fromkeys(lost)])
    assert not folded, "\n".join([said, "what must be mended is folded away", *dict.fromkeys(folded)])


def _forms(client) -> Iterator[tuple[str, html.FormElement]]:
    """Every form that changes something, on one page of each kind that her links lead to."""
    waiting, read = ["/"], set()
    while waiting:
        link = waiting.pop(0).split("#")[0]
        kind = kind_of(link)
        if not kind or kind in read:
            continue
        read.add(kind)
        answer = client.get(link)
        if answer.status_code != 200 or not answer["Content-Type"].startswith("text/html"):
            continue
        page = html.fromstring(answer.content)
        waiting += [found for found in page.xpath("//a/@href") if found.startswith("/") and not found.startswith("/static")]
        for form in page.forms:
            if form.method == "POST" and "/logg-ut/" not in (form.action or ""):
                yield link, form


def _button(form: html.FormElement) -> dict[str, str]:
    return next(({one.get("name"): one.get("value") or ""} for one in form.xpath(".//button[@name]")), {})


def _fillings(form: html.FormElement, drawn: random.Random) -> Iterator[dict[str, object]]:
    """As it stands (in soak); in words with no day or number that can be read; then nonsense, in what is chosen from too or beside it."""
    stands = {name: value for name, value in form.form_values() if name != "csrfmiddlewaretoken"} | _button(form)
    chosen = _chosen(form, drawn)
    typed = [name for name in form.fields if name not in chosen and name not in _button(form) and name != "csrfmiddlewaretoken"]
    files = [one.name for one in form.inputs if one.tag == "input" and one.type == "file"]
    if SOAK:
        yield stands
    yield {**stands, **chosen, **{name: _in_words(form, name) for name in typed if name not in files and _kind(form, name) != "hidden"}}
    for turn in range(EACH - 1):
        nonsense = {name: drawn.choice(WRONG) for name in [*typed, *(chosen if turn % 2 else ())]}
        sent = {**stands, **chosen, **nonsense, **_button(form)}
        for name in files:
            named, content = drawn.choice(list(FILES.items()))
            sent[name] = SimpleUploadedFile(named, content)
        yield sent


def _chosen(form: html.FormElement, drawn: random.Random) -> dict[str, str]:
    """One of what may be chosen, for each field with choices."""
    offered: dict[str, list[str]] = {}
    for one in form.xpath(".//select[@name]/option[@value!=''] | .//select[@name]/optgroup/option[@value!='']"):
        offered.setdefault(one.xpath("ancestor::select[1]")[0].get("name"), []).append(one.get("value"))
    for one in form.xpath(".//input[@type='radio' or @type='checkbox'][@name]"):
        offered.setdefault(one.get("name"), []).append(one.get("value") or "on")
    return {name: drawn.choice(values) for name, values in offered.items()}


def _kind(form: html.FormElement, name: str) -> str:
    found = form.xpath(".//*[@name=$name]", name=name)[0]
    return found.tag if found.tag == "textarea" else found.get("type", "text")


def _in_words(form: html.FormElement, name: str) -> str:
    """Something she wrote, and a day or a number that cannot be read."""
    return {"date": "31.02.2026", "number": "ti", "time": "kvart på"}.get(_kind(form, name), f"{MARK}: {name}")


def _is_hers(value: object) -> bool:
    return str(value).startswith(MARK)


def _lost(sent: dict[str, object], answer) -> list[str]:
    """The fields whose words are not in the form that came back."""
    page = unescape(answer.content.decode())
    return [name for name, value in sent.items() if _is_hers(value) and str(value) not in page]


def _is_folded(answer) -> bool:
    """Whether what must be mended stands in something that is shut, where nobody sees it."""
    if not answer["Content-Type"].startswith("text/html"):
        return False
    return bool(
        html.fromstring(answer.content).xpath("//details[not(@open)]//*[@aria-invalid='true' or contains(@class, 'ds-error-summary')]")
    )
