"""Folk og penger as pages: the sentence, the table, the post and its forms, the settlement as sheet and paper."""

import io
from decimal import Decimal

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from helhet.organisation.models import Funding, Post, PostShare, Settlement
from tests.reading import words_of


@pytest.fixture
def post(staffed):
    return Post.objects.get(title="Ruskonsulent")


def test_a_sentence_first_says_whose_money_ends(staffed, browse) -> None:
    text = words_of(browse("kjersti").get(reverse("posts")))
    assert "Etter 31. desember 2026 er det ikke penger til disse stillingene: Ruskonsulent (60 %), Sosionom (20 %)." in text
    assert "Miljøarbeider, boligen, natt står ledig (75 %)." in text


def test_a_leader_sees_her_own_municipalitys_part(staffed, browse) -> None:
    text = words_of(browse("marit").get(reverse("posts")))
    assert "Etter 31. desember 2026 er det ikke penger til Ruskonsulent (60 %)." in text
    assert "Sosionom" not in text
    assert "Bykle" not in text


def test_the_table_adds_up_to_the_work_there_is(staffed, browse) -> None:
    answer = browse("kjersti").get(reverse("posts"))
    context = answer.context
    assert sum(context["sums"]) == context["whole"] == sum(one.aimed for one in context["posts"]) / 100


@pytest.mark.parametrize("who", ["ingunn", "liv", "sissel"])
def test_who_does_not_lead_finds_nothing(staffed, post, browse, who: str) -> None:
    client, made = browse(who), Settlement.objects.first()
    for name, args in (("posts", []), ("post-new", []), ("post", [post.pk]), ("settle", [post.pk]), ("settlement", [made.pk]),
                       ("settlement-pdf", [made.pk]), ("settlement-sheet", [made.pk])):  # fmt: skip
        assert client.get(reverse(name, args=args)).status_code == 404, name
        assert client.post(reverse(name, args=args), {"gjor": "end", "on": "2026-12-31"}).status_code == 404, name


def test_who_shares_a_post_reads_it_and_changes_nothing(staffed, post, browse) -> None:
    marit, url = browse("marit"), reverse("post", args=[post.pk])
    page = marit.get(url).content.decode()
    assert "Tilskudd til kommunalt rusarbeid" in page
    assert "Avslutt stillingen" not in page
    marit.post(url, {"gjor": "end", "on": "2026-12-31"})
    assert Post.objects.get(pk=post.pk).until is None
    assert marit.get(reverse("settle", args=[post.pk])).status_code == 404


def test_a_post_is_written_in_and_filled(staffed, browse) -> None:
    kjersti = browse("kjersti")
    given = {"gjor": "post", "employer": "4221", "title": "Miljøterapeut", "education": "higher", "percent": "62,5", "unit": "",
             "yearly_cost": "520 000", "since": "2026-12-01", "until": "", "kostra": "254"}  # fmt: skip
    answer = kjersti.post(reverse("post-new"), given)
    made = Post.objects.get(title="Miljøterapeut")
    assert answer["Location"] == reverse("post", args=[made.pk])
    assert made.sizes.get().percent == Decimal("62.50")
    assert made.sizes.get().yearly_cost == Decimal(520_000)
    url = answer["Location"]
    aim = {
        "gjor": "aim",
        "percent": "50",
        "age_group": "adults",
        "problem": "both",
        "area": "home",
        "since": "2026-12-01",
        "why": "Timeliste.",
    }
    assert kjersti.post(url, aim).status_code == 302
    assert kjersti.post(url, {"gjor": "hold", "name": "Eva", "percent": "62,5", "since": "2026-12-01"}).status_code == 302
    assert kjersti.post(url, {"gjor": "fund", "source": "own", "percent": "62.5", "since": "2026-12-01"}).status_code == 302
    share = {"gjor": "share", "key": "agreed", "since": "2026-12-01", "with-4221": "on", "part-4221": "60", "with-4222": "on",
             "part-4222": "40"}  # fmt: skip
    assert kjersti.post(url, share).status_code == 302
    text = words_of(kjersti.get(url))
    for said in (
        "62,5 prosent, ansatt i Valle.",
        "Oppfølging i hjemmet",
        "Eva",
        "Delt etter avtalt brøk fra 1. desember 2026.",
        "Timeliste.",
    ):
        assert said in text


def test_every_fault_is_said_and_nothing_is_kept(staffed, post, browse) -> None:
    kjersti = browse("kjersti")
    answer = kjersti.post(reverse("post", args=[post.pk]), {"gjor": "fund", "source": "state", "percent": "50", "since": "2020-01-01"})
    text = words_of(answer)
    for said in ("Ingenting er lagret ennå.", "Stillingen begynner først", "Skriv navnet på tilskuddet."):
        assert said in text
    assert Funding.objects.filter(post=post).count() == 3
    answer = kjersti.post(reverse("post", args=[post.pk]), {"gjor": "fund", "source": "own", "percent": "mye", "since": "2026-01-01"})
    assert "Skriv et tall, for eksempel 40 eller 62,5." in words_of(answer)


def test_money_is_given_a_last_day_and_a_mistake_is_taken_back(staffed, post, browse) -> None:
    kjersti, url = browse("kjersti"), reverse("post", args=[post.pk])
    own = Funding.objects.get(post=post, source="own", until=None)
    assert kjersti.post(url, {"gjor": "funding_end", "rad": str(own.pk), "on": "2027-01-31"}).status_code == 302
    assert "Etter 31. januar 2027 er det ikke penger til 40 prosent." in words_of(kjersti.get(url))
    share = PostShare.objects.filter(post=post).first()
    assert kjersti.post(url, {"gjor": "share_undo", "rad": str(share.pk), "why": "Feil person."}).status_code == 302
    assert "Feil person." in words_of(kjersti.get(url))
    other = Funding.objects.exclude(post=post).first()
    assert kjersti.post(url, {"gjor": "funding_end", "rad": str(other.pk), "on": "2027-01-31"}).status_code == 404


def test_a_shared_post_is_settled_on_its_page_and_taken_along(staffed, browse) -> None:
    kjersti, post = browse("kjersti"), Post.objects.get(title="Erfaringskonsulent")
    assert 'value="330000"' in kjersti.get(reverse("settle", args=[post.pk])).content.decode()
    given = {"gjor": "settle", "since": "2025-01-01", "until": "2025-12-31", "cost": "330 000,02", "income": "330000", "note": ""}
    answer = kjersti.post(reverse("settle", args=[post.pk]), given)
    made = Settlement.objects.get(post=post)
    assert answer["Location"] == reverse("settlement", args=[made.pk])
    assert "Bygland betaler Evje og Hornnes 0,01 kroner." in words_of(kjersti.get(answer["Location"]))
    assert browse("marit").get(reverse("settlement-pdf", args=[made.pk])).content.startswith(b"%PDF")
    book = load_workbook(io.BytesIO(kjersti.get(reverse("settlement-sheet", args=[made.pk])).content))
    rows = list(book.active.values)
    assert [row[2] for row in rows[8:12]] == [0.01, 0.01, 0, 0]
    assert rows[12][2] == "=SUM(C9:C12)"


def test_words_that_begin_as_a_formula_stay_words_in_the_sheet(staffed, browse) -> None:
    kjersti, post = browse("kjersti"), Post.objects.get(title="Erfaringskonsulent")
    post.sharings.update(agreed_in='=HYPERLINK("http://x.example","Avtalen")')
    given = {"gjor": "settle", "since": "2025-01-01", "until": "2025-12-31", "cost": "330000", "income": "0", "note": ""}
    made = kjersti.post(reverse("settle", args=[post.pk]), given)["Location"]
    key = made.strip("/").rsplit("/", 1)[-1]
    sheet = load_workbook(io.BytesIO(kjersti.get(reverse("settlement-sheet", args=[key])).content)).active
    assert [cell.coordinate for row in sheet for cell in row if cell.data_type == "f"] == ["C13"]
    assert sheet["C3"].value.startswith("=HYPERLINK")


def test_who_settles_the_same_days_again_is_told_that_it_replaces(staffed, browse) -> None:
    kjersti, post = browse("kjersti"), Post.objects.get(title="Erfaringskonsulent")
    page = reverse("settle", args=[post.pk])
    told = "Lager du et nytt oppgjør for de samme dagene, erstatter det dette."
    assert told not in words_of(kjersti.get(page))
    given = {"gjor": "settle", "since": "2025-01-01", "until": "2025-12-31", "cost": "330000", "income": "330000", "note": ""}
    first = kjersti.post(page, given)["Location"]
    assert told in words_of(kjersti.get(page))
    again = kjersti.post(page, given | {"cost": "330 000,02"})["Location"]
    assert "Erstatter oppgjøret fra 10. november 2026" in words_of(kjersti.get(again))
    assert "Dette oppgjøret er erstattet." in words_of(kjersti.get(first))


def test_an_unused_post_cannot_be_settled_by_use(staffed, post, browse) -> None:
    given = {"gjor": "settle", "since": "2025-01-01", "until": "2025-12-31", "cost": "980000", "income": "588000", "note": ""}
    answer = browse("kjersti").post(reverse("settle", args=[post.pk]), given)
    assert "Ingen kontakter er skrevet ned i perioden" in words_of(answer)
    assert not Settlement.objects.filter(post=post).exists()
