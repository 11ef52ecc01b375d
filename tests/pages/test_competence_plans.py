"""A competence plan from another municipality: a draft where competence is worked with, taken into use or put aside."""

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from helhet.access import actions as access
from helhet.access.policy import NotVisible
from helhet.organisation.models import CompetenceNeeded
from helhet.organisation.queries.competence import wanted_in
from helhet.statistics import competence_plans, exchange, sharing, signing
from helhet.statistics.exchange import Given
from helhet.statistics.models import Practice
from helhet.statistics.sharing import Practised, Wanted
from tests.conftest import NOW
from tests.reading import words_of

BYGLAND = "4220"
PLAN = Practised(
    "4218", "Iveland", "competence", "Kompetanseplan 2027", "To som kan MI.",
    wanted=(Wanted("cbt_mi", "", 2), Wanted("violence", "", 3), Wanted("", "Samisk språk", 1)),
)  # fmt: skip


@pytest.fixture(autouse=True)
def _reads_bokmal(house) -> None:
    access.choose_language("nb", by=house.actor("kjersti", NOW))


def adopted(by: Any, number: str = BYGLAND) -> Practice:
    file = signing.sign(sharing.practice_content(PLAN), "theirs")
    return exchange.adopt(number, file=Given("p.json", file), by=by)


def test_a_plan_taken_in_is_a_draft_on_the_page_of_competence_and_ours_when_taken_into_use(house, browse) -> None:
    client, page = browse("kjersti"), reverse("competence")
    file = SimpleUploadedFile("p.json", signing.sign(sharing.practice_content(PLAN), "theirs"))
    client.post(reverse("practices"), {"gjor": "adopt", "rad": "", "number": BYGLAND, "file": file})
    one = Practice.objects.get()
    text = words_of(client.get(page).content.decode())
    assert "Utkast for Bygland: Kompetanseplan 2027, fra Iveland (4218)" in text
    assert "Hos dem: 2. Hos oss nå: 1." in text
    assert ("cbt_mi", "", 1) in wanted_in(BYGLAND), "a draft changes nothing"
    sent = {"gjor": "plan", "rad": str(one.pk), "line_0": "2", "line_1": "", "line_2": "100"}
    answer = client.post(page, sent)
    assert answer.status_code == 200
    assert not CompetenceNeeded.objects.filter(municipality=BYGLAND).exists(), "refused whole"
    assert client.post(page, sent | {"line_2": "1"}).status_code == 302
    ours = wanted_in(BYGLAND)
    assert {("cbt_mi", "", 2), ("violence", "", 1), ("", "Samisk språk", 1)} <= set(ours), "an empty line leaves our number"
    assert CompetenceNeeded.objects.get(municipality=BYGLAND, key="cbt_mi").why == "Iveland (4218)"
    assert not [line for line in wanted_in("4222") if line[1]], "the neighbour's need is the neighbour's"
    assert "Utkast for Bygland" not in words_of(client.get(page).content.decode())
    one.refresh_from_db()
    assert one.in_use_on is not None
    assert client.post(page, sent | {"line_2": "1"}).status_code == 404, "pressed twice, it is decided once"


def test_a_plan_put_aside_is_gone_and_may_be_taken_in_again(house, browse, as_) -> None:
    one, client = adopted(as_("kjersti")), browse("kjersti")
    assert browse("marit").post(reverse("competence"), {"gjor": "drop", "rad": str(one.pk)}).status_code == 404
    assert client.post(reverse("competence"), {"gjor": "drop", "rad": str(one.pk)}).status_code == 302
    assert not Practice.objects.exists()
    assert not CompetenceNeeded.objects.filter(municipality=BYGLAND).exists()
    again = adopted(as_("kjersti"))
    answer = client.post(reverse("practice", args=[again.pk]), {"gjor": "drop", "rad": str(again.pk)}, follow=True)
    assert "Utkastet er lagt bort." in words_of(answer.content.decode())
    assert not Practice.objects.exists()


def test_what_is_in_use_is_not_put_aside(house, browse, as_) -> None:
    one = exchange.write(BYGLAND, kind="competence", title="Vår plan", words="To som kan MI.", by=as_("kjersti"))
    assert browse("kjersti").post(reverse("practice", args=[one.pk]), {"gjor": "drop", "rad": ""}).status_code == 404
    with pytest.raises(NotVisible):
        exchange.drop(one, by=as_("kjersti"))
    with pytest.raises(NotVisible):
        competence_plans.take(one, how_many={}, by=as_("kjersti"))


def test_ours_goes_out_with_what_is_needed_here_and_a_routine_has_no_lines(house, as_) -> None:
    by = as_("kjersti")
    adopted(by)
    competence_plans.take(Practice.objects.get(), how_many={("", "Samisk språk"): 1, ("violence", ""): 0}, by=by)
    plan = exchange.write(BYGLAND, kind="competence", title="Vår plan", words="Se linjene.", by=by)
    routine = exchange.write(BYGLAND, kind="routine", title="Én telefon", words="Alle dager.", by=by)
    told, wrong = sharing.read_practice(signing.opened(exchange.practice_file(plan)).content)
    assert not wrong
    assert told is not None
    assert {(one.key, one.name, one.how_many) for one in told.wanted} == set(wanted_in(BYGLAND))
    assert "violence" not in {one.key for one in told.wanted}
    assert "wanted" not in signing.opened(exchange.practice_file(routine)).content


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ([{"key": "flying", "name": "", "how_many": 1}], "hvilken kompetanse"),
        ([{"key": "cbt_mi", "name": "og mer", "how_many": 1}], "hvilken kompetanse"),
        ([{"key": "cbt_mi", "name": "", "how_many": -1}], "hvilken kompetanse"),
        ([{"key": "cbt_mi", "name": "", "how_many": 100}], "hvilken kompetanse"),
        ([{"key": "cbt_mi", "name": "", "how_many": True}], "hvilken kompetanse"),
        ([{"key": "", "name": "a" * 121, "how_many": 1}], "hvilken kompetanse"),
        ([{"key": "cbt_mi", "name": "", "how_many": 1, "who": "Kari"}], "hvilken kompetanse"),
        (["cbt_mi"], "hvilken kompetanse"),
        ([{"key": "cbt_mi", "name": "", "how_many": 1}] * 2, "to ganger"),
        ([{"key": "", "name": "Kurs for 018290 12345", "how_many": 1}], "fødselsnummer"),
        ([{"key": "", "name": f"Nummer {n}", "how_many": 1} for n in range(61)], "høyst 60"),
        ({"cbt_mi": 1}, "høyst 60"),
    ],
)  # fmt: skip
def test_a_plan_with_nonsense_in_its_lines_is_refused_whole(lines: Any, said: str) -> None:
    content = json.loads(json.dumps(sharing.practice_content(PLAN))) | {"wanted": lines}
    one, wrong = sharing.read_practice(content)
    assert one is None
    assert any(said in str(fault) for fault in wrong), wrong


def test_only_a_competence_plan_has_lines() -> None:
    one, wrong = sharing.read_practice(sharing.practice_content(PLAN) | {"practice": "routine"})
    assert one is None
    assert "Bare en kompetanseplan" in str(wrong[0])
