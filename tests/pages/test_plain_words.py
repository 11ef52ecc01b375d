"""What a resident can meet is in plain words: short sentences, no officialese, and never about her as somebody else."""

import re
from collections.abc import Iterator
from html import unescape

import pytest
from django.urls import Resolver404, reverse

from helhet.demo.stories import siri as tell_siri
from helhet.demo.stories import tuva as tell_tuva
from helhet.demo.telling import Teller
from helhet.web import paper
from tests.conftest import NOW
from tests.walk import kind_of

# A sentence longer than this is read twice. What a law is called, and what a list holds, is not counted.
LONGEST = 20
# By language: what offices write, and how she is spoken of as somebody else.
OFFICIALESE = {
    "nb": (
        "anmodning", "benytte", "dersom", "foreligge", "forefinnes", "fremkomme", "herunder", "i henhold til", "iht", "inneværende",
        "ivareta",
        "iverksette", "revidere", r"samt\b", "vedkommende", "vedrørende", "ytterligere", "øvrige",
    ),
    "nn": (
        "anmoding", "dersom", "framkom", "føreligg", "i høve til", "i samsvar med", "iverkset", "ivareta", "mellombels", "nytte seg av",
        "revider", r"samt\b", "vedkomande", "vedrørande", "vidare å", "ytterlegare", "øvrig",
    ),
}  # fmt: skip
OF_ANOTHER = {"nb": r"personens?\b(?! selv)", "nn": r"personen\b(?! s(?:jøl|el)v)"}
_BLOCKS = "p|li|h\\d|div|section|dt|dd|tr|td|th|label|button|summary|legend|option|br|ul|ol|form|title|footer|a|small"
_APART = re.compile(rf"</?(?:{_BLOCKS})\b[^>]*>")
_LAW = re.compile(r"\([^()]*§[^()]*\)|[\wæøå-]+(?:loven|lova|forskriften|forskrifta|forskrift[\wæøå ]*) §.*|«[^»]*»")


@pytest.fixture(scope="module")
def _told(stays):
    teller = Teller(stays, NOW)
    return tell_siri(teller), tell_tuva(teller)


@pytest.fixture
def told(_told, db, monkeypatch: pytest.MonkeyPatch):
    """Siri with a year behind her, and Tuva of fifteen; a paper is read as it goes to the printer."""
    monkeypatch.setattr(paper, "pdf", str.encode)
    return _told


def sentences(page: str) -> Iterator[str]:
    """The sentences of a page that we have written: what is said by somebody stands in quotation marks, or is marked."""
    page = re.sub(r"<(script|style|svg|header|nav|blockquote|textarea|dl class=\"hh-terms\")\b.*?</\1>", " ", page, flags=re.DOTALL)
    for block in _APART.sub("\n", page).split("\n"):
        text = _LAW.sub("", " ".join(unescape(re.sub(r"<[^>]+>", "", block)).split()))
        for one in re.split(r"(?<=[.?!:])\s+", text):
            # What is enumerated is scanned, not read.
            yield one if one.count(",") < 3 else one.split(",")[0]


def walked(client, *begin: str) -> Iterator[tuple[str, str]]:
    """Each kind of page that links lead to, and each paper, with its text."""
    waiting, seen = list(begin), set()
    while waiting:
        address = waiting.pop(0)
        try:
            kind = kind_of(address) or (address.split("/")[-1].split("?")[0] if ".pdf" in address else "")
        except Resolver404:
            continue
        if kind in seen or not kind:
            continue
        seen.add(kind)
        answer = client.get(address)
        if answer.status_code == 200:
            page = answer.content.decode()
            waiting += [unescape(one) for one in re.findall(r'<a [^>]*href="(/[^"#]*)"', page)]
            yield kind, page
    assert len(seen) > 1


def words_of_page(client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def faults(kind: str, page: str, *, hers: bool, language: str = "nb") -> Iterator[str]:
    for one in sentences(page):
        words = re.findall(r"[\w-]+", one.lower())
        if len(words) > LONGEST:
            yield f"{kind}: {len(words)} words: {one}"
        for word in OFFICIALESE[language] + ((OF_ANOTHER[language],) if hers else ()):
            if re.search(rf"\b{word}", one.lower()):
                yield f"{kind}: «{word}»: {one}"


@pytest.mark.parametrize("who", ["siri", "tuva", "solfrid"])
def test_her_pages_and_papers_are_in_plain_words(told, browse, who: str) -> None:
    found = {one for kind, page in walked(browse(who), "/") for one in faults(kind, page, hers=who != "solfrid")}
    assert not found, "\n".join(sorted(found))


@pytest.mark.parametrize("who", ["siri", "tuva", "solfrid"])
def test_her_pages_and_papers_are_in_plain_nynorsk(told, browse, who: str) -> None:
    client = browse(who)
    client.cookies["django_language"] = "nn"
    assert '<html lang="nn"' in words_of_page(client, "/")
    found = {one for kind, page in walked(client, "/") for one in faults(kind, page, hers=who != "solfrid", language="nn")}
    assert not found, "\n".join(sorted(found))


def test_what_is_met_without_an_account_is_in_plain_words(told, house, browse, client) -> None:
    tablet = browse("marit")
    tablet.post(reverse("unnamed"), {"gjor": "hand_over", "rad": "", "unit": str(house.units["evje"].pk)})
    pages = [
        ("tablet", words_of_page(tablet, reverse("unnamed-answer"))), ("link", words_of_page(client, "/delt/nb/")),
        ("sign-in", words_of_page(client, "/logg-inn/")), *walked(client, "/behandling-hos-oss/", "/behandling-hos-oss/4219/"),
    ]  # fmt: skip
    found = {one for kind, page in pages for one in faults(kind, page, hers=True)}
    assert not found, "\n".join(sorted(found))
