"""Plan and crisis plan on paper: in three languages and large print, with a mark that says current, then superseded, and nothing else."""

from io import BytesIO

import pytest
from django.urls import reverse
from pypdf import PdfReader

from helhet.access import actions as access
from helhet.access.rules import Part
from helhet.plans import actions as plans
from helhet.plans.models import Version
from tests.siri import account_for, coordinated, shares

LINE = "Jeg slår av telefonen når det er verst"
GOAL = "Sove om natten"


@pytest.fixture
def siri(house, as_):
    """A plan with one goal, and a crisis plan with one line under it."""
    by = as_("ingunn")
    person = coordinated(house, by).person
    plan = plans.begin(person.pk, consent_how="Muntlig", given_by="Siri Haugen", by=by)
    plans.add_goal(plan, words=GOAL, by=by)
    crisis = plans.begin_under(plan, kind="crisis", by=by)
    plans.write_crisis_step(crisis, zone="red", kind="sign", words=LINE, by=by)
    plans.write_crisis_notes(crisis, medicines="Nesespray i gangen", children_and_pets="", helpers_should_know="Bank to ganger", by=by)
    account_for(person, by)
    return person


def pages(client, path: str) -> list[str]:
    answer = client.get(path)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf"), path
    return [page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages]


def read(client, path: str) -> str:
    return " ".join(" ".join(pages(client, path)).split())


def settled(client, name: str, person) -> tuple[str, str]:
    """Where the paper is after «Skriv ut», and the mark printed on it."""
    address = client.post(reverse(name, args=[person.pk])).url
    kind = "crisis" if name == "crisis-settle" else "individual"
    mark = Version.objects.filter(plan__person=person, plan__kind=kind).order_by("-number").first().mark
    return (address if kind == "crisis" else f"{address}plan.pdf"), mark


def said(client, mark: str) -> str:
    page = client.get(reverse("paper-version", args=[mark])).content.decode()
    for nothing in ("Siri", "Haugen", "Bygland", GOAL, LINE):
        assert nothing not in page
    return page


@pytest.mark.parametrize(
    ("code", "of_crisis", "of_plan"),
    [("nb", "Når det er vanskelig", "Individuell plan"), ("nn", "Når det er vanskeleg", "Individuell plan"),
     ("en", "When things are hard", "Individual plan")],
)  # fmt: skip
def test_both_papers_are_in_her_language_with_her_words_as_she_wrote_them(siri, browse, code, of_crisis, of_plan) -> None:
    client = browse("siri")
    client.post(reverse("language"), {"language": code})
    for name, heading, words in (("crisis-settle", of_crisis, LINE), ("plan-settle", of_plan, GOAL)):
        path, mark = settled(client, name, siri)
        usual, large = pages(client, path), pages(client, f"{path}?stor=1")
        for paper in (usual, large):
            text = " ".join(" ".join(paper).split())
            for one in (heading, words, "Siri Haugen", mark):
                assert one in text, (one, path)
        assert len(large) >= len(usual)


@pytest.mark.parametrize(
    ("code", "of_crisis", "of_plan"), [("nn", "Når det er vanskeleg", "Planen til"), ("en", "When things are hard", "Individual plan")]
)
@pytest.mark.parametrize("who", ["kari", "siri"])
def test_whoever_prints_them_they_are_in_the_language_she_reads(siri, browse, who, code, of_crisis, of_plan) -> None:
    """A worker who reads bokmål prints them for her; she herself may have chosen another language here than she is written to in."""
    siri.language = code if who == "kari" else "nb"
    siri.save()
    client = browse(who)
    client.post(reverse("language"), {"language": "nb" if who == "kari" else code})
    for name, heading in (("crisis-settle", of_crisis), ("plan-settle", of_plan)):
        path, _ = settled(client, name, siri)
        assert heading in read(client, path)
        if name == "plan-settle" and code == "nn":
            assert "Slik går det, skriv sjølv" in read(client, path)


@pytest.mark.parametrize("name", ["crisis-settle", "plan-settle"])
def test_a_paper_says_that_it_is_the_newest_until_it_is_not(siri, browse, as_, client, name) -> None:
    hers = browse("siri")
    _, first = settled(hers, name, siri)
    assert "Papiret er det nyeste" in said(client, first)
    _, again = settled(hers, name, siri)
    assert again == first, "nothing was changed, and the paper is the same"
    plan = Version.objects.get(mark=first).plan
    if name == "crisis-settle":
        plans.write_crisis_step(plan, zone="yellow", kind="helps", words="Ring Anne", by=as_("ingunn"))
    else:
        plans.add_goal(plan, words="Gå i fjellet", by=as_("ingunn"))
    _, second = settled(hers, name, siri)
    assert "Papiret er ikke det nyeste" in said(client, first)
    assert "Papiret er det nyeste" in said(client, second)
    assert "Vi kjenner ikke dette papiret" in said(client, "x" * 22)


def test_the_plans_paper_holds_the_crisis_lines_only_for_those_who_may_see_them(siri, house, browse, as_) -> None:
    path, _ = settled(browse("siri"), "plan-settle", siri)
    crisis, _ = settled(browse("siri"), "crisis-settle", siri)
    shares(siri, house, as_("ingunn"), Part.PLAN)
    sissel = browse("sissel")
    assert GOAL in read(sissel, path)
    assert LINE not in read(sissel, path)
    assert LINE not in sissel.get(path.removesuffix("plan.pdf")).content.decode()
    assert sissel.get(crisis).status_code == 404
    given = shares(siri, house, as_("ingunn"), Part.PLAN, Part.CRISIS)
    assert LINE in read(sissel, path)
    assert LINE in read(sissel, crisis)
    access.withdraw(given, by=as_("siri"))
    for one in (path, crisis):
        assert sissel.get(one).status_code == 404


def test_the_neighbours_nurse_prints_nothing(siri, browse) -> None:
    crisis, _ = settled(browse("siri"), "crisis-settle", siri)
    liv = browse("liv")
    assert liv.get(crisis).status_code == 404
    assert liv.post(reverse("crisis-settle", args=[siri.pk])).status_code == 404
