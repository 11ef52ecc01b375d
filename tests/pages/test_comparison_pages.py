"""Two installations exchange figures and practices by signed files (Show 3): taken in whole, or refused whole with every fault named."""

import io
import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction
from django.urls import reverse
from lxml import html
from pypdf import PdfReader

from helhet.access import actions as access
from helhet.access.policy import NotVisible
from helhet.cases import actions as cases
from helhet.cases.models import EnquiryReply
from helhet.cooperation.models import Agreement, Clause
from helhet.mapping import actions as instruments
from helhet.mapping import queries as mapping
from helhet.organisation.rules import Refused
from helhet.statistics import clauses, exchange, sharing, signing
from helhet.statistics.exchange import Given
from helhet.statistics.models import Practice, PracticeVersion, SharedFile
from helhet.statistics.sharing import Practised
from tests.conftest import NOW
from tests.reading import words_of

BYGLAND = "4220"
DEFINITIONS = Path(instruments.__file__).parent / "definitions"


@pytest.fixture(autouse=True)
def _reads_bokmal(house) -> None:
    """Their municipalities write nynorsk; the words here are bokmål."""
    for key in ("kjersti", "marit"):
        access.choose_language("nb", by=house.actor(key, NOW))


def from_elsewhere(number: str, name: str, count: int, of: int, *, secret: str = "theirs", population: int = 1_200) -> bytes:
    """The file of a municipality in another installation."""
    one = sharing.shared(
        number=number, name=name, population=population, year=2026, group="adults",
        counts={"users": of, "kin": count, "coordinator": count},
        tenths={"wy-service": 52},
    )  # fmt: skip
    return signing.sign(sharing.content_of(one), secret)


def upload(client: Any, *files: tuple[str, bytes]) -> Any:
    sent = [SimpleUploadedFile(name, content, "application/json") for name, content in files]
    return client.post(reverse("compared"), {"gjor": "take", "rad": "", "file": sent})


THREE = (("a.json", from_elsewhere("4218", "Iveland", 12, 40)), ("b.json", from_elsewhere("4227", "Kvinesdal", 15, 42)),
         ("c.json", from_elsewhere("4228", "Sirdal", 0, 300)))  # fmt: skip


def test_neighbours_figures_are_taken_in_and_compared_without_ranking(house, browse) -> None:
    client = browse("kjersti")
    assert upload(client, *THREE).status_code == 302
    page = client.get(reverse("compared")).content.decode()
    assert "Sirdal" in page
    assert "0–4" in page
    assert "Færre enn ventet" in page
    assert "<svg" in page
    assert "style=" not in page.split("<main")[1]


def test_the_page_says_at_once_where_each_of_ours_stands_and_the_paper_holds_every_figure(house, browse) -> None:
    client = browse("kjersti")
    upload(client, *THREE)
    page = client.get(reverse("compared"))
    html = page.content.decode()
    assert html.index("Alle til sammen, av hundre") < html.index("hh-funnels")
    assert {len(one["ours"]) for one in page.context["funnels"]} == {len(page.context["ours_names"])}
    assert browse("marit").get(reverse("compared-paper")).status_code == 200, "her own municipality's"
    assert browse("ingunn").get(reverse("compared-paper")).status_code == 404
    answer = client.get(reverse("compared-paper"), {"ar": 2026, "skjema": "adults"})
    text = " ".join(" ".join(one.extract_text() for one in PdfReader(io.BytesIO(answer.getvalue())).pages).split())
    for one in page.context["funnels"]:
        for row in one["rows"]:
            assert f"{row['dot'].shared.name}" in text
            assert f"{row['low']}–{row['high']}" in text
    assert "Fylt prikk: vi" in text


def test_our_own_file_is_signed_and_can_be_read_elsewhere(house, browse) -> None:
    answer = browse("kjersti").get(reverse("shared-figures", args=[BYGLAND, 2026, "adults"]))
    signed = signing.opened(answer.content)
    found, faults = sharing.read_shared(signed.content)
    assert not faults
    assert found is not None
    assert (found.number, found.year) == (BYGLAND, 2026)
    assert browse("marit").get(reverse("shared-figures", args=[BYGLAND, 2026, "adults"])).status_code == 404


def test_one_faulty_file_refuses_them_all_and_every_fault_is_named(house, browse, as_) -> None:
    content = json.loads(THREE[0][1])["content"]
    content["indicators"]["kin"]["from"] = 3
    under = signing.sign(content, "theirs")
    page = upload(
        browse("kjersti"), THREE[1], ("under.json", under), ("changed.json", THREE[2][1].replace(b"Sirdal", b"Sirdalen"))
    ).content.decode()
    assert "under.json: «kin» er fortalt nøyaktigere enn i intervaller på fem" in page
    assert "changed.json: Signaturen stemmer ikke" in page
    assert not SharedFile.objects.exists()


def test_a_neighbour_with_another_key_than_before_is_refused(house, as_) -> None:
    by = as_("kjersti")
    exchange.take_in([Given(*THREE[0])], by=by)
    again = from_elsewhere("4218", "Iveland", 30, 40, secret="somebody else")
    with pytest.raises(Refused, match="annen nøkkel"):
        exchange.take_in([Given("new.json", again)], by=by)
    newer = from_elsewhere("4218", "Iveland", 17, 41)
    assert exchange.take_in([Given("new.json", newer)], by=by) == 1
    assert SharedFile.objects.count() == 1
    with pytest.raises(Refused, match="her alt"):
        exchange.take_in([Given("own.json", from_elsewhere(BYGLAND, "Bygland", 1, 9))], by=by)


def test_a_practice_goes_out_signed_and_comes_in_as_a_draft_with_its_origin(house, browse, settings) -> None:
    client = browse("kjersti")
    theirs = signing.sign(
        sharing.practice_content(Practised("4218", "Iveland", "routine", "Spør om pårørende", "Vi spør i den første samtalen.", "kin")),
        "theirs",
    )
    sent = {"gjor": "adopt", "rad": "", "number": BYGLAND, "file": SimpleUploadedFile("p.json", theirs)}
    assert client.post(reverse("practices"), sent).status_code == 302
    made = Practice.objects.get()
    assert (made.in_use_on, made.origin, made.origin_key) == (None, "Iveland (4218)", signing.public_key("theirs"))
    page = client.get(reverse("practice", args=[made.pk])).content.decode()
    assert "utkast" in page
    client.post(reverse("practice", args=[made.pk]), {"gjor": "use", "rad": "", "title": "Vi spør", "words": "Alle, første gang."})
    made.refresh_from_db()
    assert made.in_use_on is not None
    assert made.origin == "Iveland (4218)"
    out = signing.opened(client.get(reverse("practice-file", args=[made.pk])).content)
    found, _ = sharing.read_practice(out.content)
    assert found is not None
    assert (found.number, found.title) == (BYGLAND, "Vi spør")
    assert out.key == signing.public_key(settings.SHARE_KEY)


def test_a_practice_in_use_is_changed_and_what_it_said_before_stands_with_who_and_when(house, browse, as_) -> None:
    one = exchange.write(BYGLAND, kind="routine", title="Én telefon", words="Hverdager 08 til 15.", by=as_("kjersti"))
    client, path = browse("kjersti"), reverse("practice", args=[one.pk])

    def changed(title: str, words: str) -> str:
        sent = {"gjor": "use", "rad": "", "title": title, "words": words}
        return words_of(client.post(path, sent, follow=True).content.decode())

    assert "Her er ingenting endret." in changed("Én telefon", " Hverdager 08 til 15. ")
    assert "ser ut som et fødselsnummer" in changed("Én telefon", "Ring 018290 12345.")
    assert not PracticeVersion.objects.exists(), "what was refused left nothing"
    page = changed("Én telefon", "Alle dager 08 til 20.")
    assert page.index("Alle dager 08 til 20.") < page.index("Slik sto det før") < page.index("Hverdager 08 til 15.")
    was = PracticeVersion.objects.get()
    assert (was.words, was.in_use_on, was.by_name) == ("Hverdager 08 til 15.", one.in_use_on, one.by_name)
    out = signing.opened(client.get(reverse("practice-file", args=[one.pk])).content)
    assert out.content["words"] == "Alle dager 08 til 20.", "the newest is what others get"
    assert browse("marit").post(path, {"gjor": "use", "rad": "", "title": "Nei", "words": "Nei."}).status_code == 404
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        PracticeVersion.objects.update(words="Det har aldri stått.")


def test_a_draft_made_ours_still_shows_what_we_were_given(house, browse, as_) -> None:
    theirs = signing.sign(sharing.practice_content(Practised("4218", "Iveland", "letter", "Innkalling", "Kjære du.")), "theirs")
    one = exchange.adopt(BYGLAND, file=Given("p.json", theirs), by=as_("kjersti"))
    client, path = browse("kjersti"), reverse("practice", args=[one.pk])
    assert "Slik sto det før" not in client.get(path).content.decode()
    sent = {"gjor": "use", "rad": "", "title": "Innkalling", "words": "Hei. Vi vil gjerne møte deg."}
    page = words_of(client.post(path, sent, follow=True).content.decode())
    assert "slik vi fikk det fra Iveland (4218)" in page
    assert "Kjære du." in page


def test_a_neighbours_point_becomes_a_draft_in_an_agreement_of_ours_with_its_origin(house, browse, as_) -> None:
    content = sharing.practice_content(Practised("4218", "Iveland", "clause", "Svar innen en uke", "Legen svarer den som viste til."))
    point = exchange.adopt(BYGLAND, file=Given("p.json", signing.sign(content, "theirs")), by=as_("kjersti"))
    routine = exchange.write(BYGLAND, kind="routine", title="Én telefon", words="Alle dager.", by=as_("kjersti"))
    for name, party in (("Med legene", "party-4220"), ("Med andre", "party-4222")):
        given = {"kind": "gp", "name": name, "valid_from": "2026-01-01", party: "on", "notice_months": "3", "owner": ""}
        assert browse("kjersti").post(reverse("agreement-new"), given).status_code == 302
    agreement, other = (Agreement.objects.get(name=name) for name in ("Med legene", "Med andre"))
    client, path = browse("kjersti"), reverse("practice", args=[point.pk])
    page = client.get(path).content.decode()
    assert "Med legene" in page
    assert "Med andre" not in page, "Bygland is no party to it"
    sent = {"gjor": "place", "rad": "", "words": "Svar innen en uke"}
    assert client.post(path, sent | {"agreement": str(other.pk)}).status_code == 200
    client.post(reverse("practice", args=[routine.pk]), sent | {"agreement": str(agreement.pk)})
    assert not Clause.objects.filter(words="Svar innen en uke").exists()
    answer = client.post(path, sent | {"agreement": str(agreement.pk)})
    made = Clause.objects.get(words="Svar innen en uke")
    assert answer.url == reverse("clause", args=[made.pk]), "and there she goes on"
    page = words_of(client.get(answer.url).content.decode())
    for words in ("Ikke avtalt.", "Iveland (4218)", "Legen svarer den som viste til."):
        assert words in page
    assert "Med legene" in client.get(path).content.decode()
    client.post(path, sent | {"agreement": str(agreement.pk)})
    assert Clause.objects.filter(words="Svar innen en uke").count() == 1, "it stands there once"
    with pytest.raises(NotVisible):
        clauses.place(point, agreement=agreement, words="En gang til", by=as_("kjersti"))


def _shared_form(**otherwise: Any) -> bytes:
    ladder = json.loads((DEFINITIONS / "stigen.nb.json").read_text(encoding="utf-8"))
    ladder |= {"name": "nabostigen", "url": "urn:iveland:nabostigen", "title": "Nabostigen"} | otherwise
    made = Practised("4218", "Iveland", "form", "Stigen vår", "Vi spør hver tredje måned.", questionnaire=ladder)
    return signing.sign(sharing.practice_content(made), "theirs")


def _adopt(client: Any, file: bytes) -> Any:
    return client.post(reverse("practices"), {"gjor": "adopt", "rad": "", "number": BYGLAND, "file": SimpleUploadedFile("p.json", file)})


def test_a_neighbours_form_is_a_draft_with_its_questions_and_in_use_it_is_one_we_map_with(house, browse, as_) -> None:
    client = browse("kjersti")
    assert _adopt(client, _shared_form()).status_code == 302
    made, mapped = Practice.objects.get(), [one.name for one in mapping.in_use("nb")]
    assert "nabostigen" not in mapped, "a draft is asked of nobody"
    page = client.get(reverse("practice", args=[made.pk])).content.decode()
    assert "Tenk deg en stige." in page
    assert "Helhets egne tekster, fri bruk" in page, "on what terms it may be used"
    used = {"gjor": "use", "rad": "", "title": "Stigen vår", "words": "Vi spør hver måned."}
    assert client.post(reverse("practice", args=[made.pk]), used).status_code == 302
    [form] = [one for one in mapping.in_use("nb") if one.name == "nabostigen"]
    assert form.questionnaire.title == "Nabostigen"
    made.refresh_from_db()
    assert (made.in_use_on is not None, made.origin) == (True, "Iveland (4218)")
    assert client.post(reverse("practice", args=[made.pk]), used | {"words": "Sjeldnere."}).status_code == 302, "its words change later"


def test_a_form_with_faults_is_refused_whole_and_each_is_named(house, browse) -> None:
    item = {"linkId": "a", "type": "colour", "text": ""}
    page = _adopt(browse("kjersti"), _shared_form(item=[item], version="no version!")).content.decode()
    assert not Practice.objects.exists()
    for where in ("version", "item[0].type"):
        assert f"{where}: " in page, where
    words = _adopt(browse("kjersti"), _shared_form(description="Laget for 01010112345.")).content.decode()
    assert "ser ut som et fødselsnummer" in words
    routine = json.loads(_shared_form())["content"] | {"practice": "routine"}
    assert "Bare et skjema har spørsmål" in _adopt(browse("kjersti"), signing.sign(routine, "theirs")).content.decode()


def test_a_form_that_cannot_stand_beside_ours_stays_a_draft(house, browse) -> None:
    client = browse("kjersti")
    _adopt(client, _shared_form())
    ours = json.loads(_shared_form(description="Vår egen."))["content"]["questionnaire"]
    instruments.add_instrument(json.dumps(ours).encode())
    made = Practice.objects.get()
    page = client.post(reverse("practice", args=[made.pk]), {"gjor": "use", "rad": "", "title": "Vår", "words": "Skrev dette."})
    made.refresh_from_db()
    assert made.in_use_on is None
    assert "finnes med et annet innhold" in page.content.decode()
    assert "Skrev dette." in page.content.decode()


def test_our_own_form_goes_out_with_its_questions_as_they_stand(house, browse, as_) -> None:
    client = browse("kjersti")
    [ladder] = [one for one in mapping.every_instrument() if one.in_use and (one.name, one.language) == ("stigen", "nb")]
    sent = {"gjor": "write", "rad": "", "number": BYGLAND, "title": "Stigen", "words": "Slik.", "indicator": "", "instrument": ladder.pk}
    assert "Bare et skjema har spørsmål" in client.post(reverse("practices"), sent | {"kind": "routine"}).content.decode()
    assert client.post(reverse("practices"), sent | {"kind": "form"}).status_code == 302
    newer = ladder.definition | {"version": "2", "description": "Nyere."}
    instruments.add_instrument(json.dumps(newer).encode())
    out = client.get(reverse("practice-file", args=[Practice.objects.get().pk])).content
    found, _ = sharing.read_practice(signing.opened(out).content)
    assert found is not None
    assert found.questionnaire == newer


def test_a_letter_in_use_is_put_in_where_an_enquiry_is_answered_and_nothing_typed_is_lost(house, browse, as_) -> None:
    new = cases.NewEnquiry(name="Even Lien", words="Jeg får ikke sove.", unit=house.units["bygland"], municipality_number=BYGLAND)
    path = reverse("enquiry", args=[cases.register(new, by=as_("ingunn")).pk])
    client = browse("kjersti")
    theirs = Practised("4218", "Iveland", "letter", "Vi ringer deg", "Hei. Vi ringer deg denne uken.\nHilsen oss")
    _adopt(client, signing.sign(sharing.practice_content(theirs), "theirs"))
    made, coordinator = Practice.objects.get(), browse("ingunn")
    assert "Vi ringer deg" not in coordinator.get(path).content.decode(), "a draft is sent to nobody"
    assert client.post(reverse("practice", args=[made.pk]), {"gjor": "use", "title": made.title, "words": made.words}).status_code == 302
    assert "Vi ringer deg" in coordinator.get(path).content.decode()
    typed = {"gjor": "reply", "kind": "final", "text": "Kjære Even.", "how": "letter", "expected_on": "", "delay_reason": ""}
    page = html.fromstring(coordinator.post(path, typed | {"mal": made.pk}).content)
    [words] = page.xpath("//textarea[@name='text']")
    assert words.text.strip() == "Kjære Even.\n\nHei. Vi ringer deg denne uken.\nHilsen oss"
    assert page.xpath("//input[@name='how' and @value='letter' and @checked]")
    assert words.xpath("ancestor::details[@open]")
    assert not EnquiryReply.objects.exists(), "nothing is kept before it is saved"
    assert "Vi ringer deg" not in browse("gunnhild").get(path).content.decode(), "of another municipality"
    assert coordinator.post(path, typed | {"text": words.text.strip()}).status_code == 302
    assert EnquiryReply.objects.get().text.endswith("Hilsen oss")


def test_what_is_in_use_is_read_by_everybody_who_works_there_and_a_draft_by_nobody(house, browse, as_) -> None:
    exchange.write(BYGLAND, kind="routine", title="Alle blir spurt", words="I første samtale.", by=as_("kjersti"))
    _adopt(browse("kjersti"), signing.sign(sharing.practice_content(Practised("4218", "Iveland", "letter", "Utkastet", "Hei.")), "theirs"))
    for key, reads in (("ingunn", True), ("kjersti", True), ("liv", False), ("gunnhild", False)):
        page = browse(key).get(reverse("how-we-do")).content.decode()
        assert ("Alle blir spurt" in page, "I første samtale." in page) == (reads, reads), key
        assert "Utkastet" not in page, key
    assert reverse("practices") in browse("kjersti").get(reverse("how-we-do")).content.decode()
    assert f'href="{reverse("practices")}"' not in browse("ingunn").get(reverse("how-we-do")).content.decode()


def test_who_stands_outside_is_named_until_she_has_told_how_and_her_key_is_held_to(house, browse) -> None:
    client = browse("kjersti")
    upload(client, *THREE)
    ask = "Sirdal skiller seg ut. Spør hvordan de gjør det"
    assert ask in words_of(client.get(reverse("compared")).content.decode())

    def adopted(secret: str, number: str = "4228") -> str:
        content = sharing.practice_content(Practised(number, "Sirdal", "routine", "Ingen spør", "Vi venter til de sier det.", "kin"))
        file = SimpleUploadedFile("praksis.json", signing.sign(content, secret))
        sent = {"gjor": "adopt", "rad": "", "number": BYGLAND, "file": file}
        return client.post(reverse("practices"), sent, follow=True).content.decode()

    assert "annen nøkkel" in adopted("somebody else")
    assert "«42(8» er ikke et kommunenummer." in adopted("theirs", "42(8")
    assert "utkast" in adopted("theirs")
    page = words_of(client.get(reverse("compared")).content.decode())
    assert "Slik gjør noen det: Ingen spør (Sirdal (4228))" in page
    assert page.count(ask) == 1, "the other figure is not explained yet"


def test_the_same_practice_is_taken_in_once_and_our_own_not_at_all(house, browse, as_) -> None:
    ours = exchange.write(BYGLAND, kind="routine", title="Én telefon", words="Alle dager.", by=as_("kjersti"))
    theirs = signing.sign(sharing.practice_content(Practised("4218", "Iveland", "letter", "Innkalling", "Kjære du.")), "theirs")
    client = browse("kjersti")

    def adopted(file: bytes, number: str = BYGLAND) -> str:
        sent = {"gjor": "adopt", "rad": "", "number": number, "file": SimpleUploadedFile("p.json", file)}
        return words_of(client.post(reverse("practices"), sent, follow=True).content.decode())

    assert "utkast" in adopted(theirs)
    assert "Den står under «Slik gjør vi det» som «Innkalling»." in adopted(theirs)
    assert "Denne er deres egen." in adopted(exchange.practice_file(ours))
    assert Practice.objects.count() == 2
    assert "fra Bygland (4220)" in adopted(exchange.practice_file(ours), "4222"), "another of the municipalities led may take it up"


def test_a_key_first_seen_on_a_practice_is_held_to_on_figures_too(house, as_) -> None:
    by = as_("kjersti")
    practice = signing.sign(sharing.practice_content(Practised("4218", "Iveland", "routine", "Spør", "Vi spør.")), "the first")
    exchange.adopt(BYGLAND, file=Given("p.json", practice), by=by)
    with pytest.raises(Refused, match="annen nøkkel"):
        exchange.take_in([Given(*THREE[0])], by=by)


def test_a_practice_that_was_changed_on_the_way_is_refused(house, browse) -> None:
    file = signing.sign(sharing.practice_content(Practised("4218", "Iveland", "routine", "Spør", "Vi spør.")), "theirs")
    sent = {
        "gjor": "adopt",
        "rad": "",
        "number": BYGLAND,
        "file": SimpleUploadedFile("p.json", file.replace("Vi spør.".encode(), b"Ikke spor")),
    }
    assert "Signaturen stemmer ikke" in browse("kjersti").post(reverse("practices"), sent).content.decode()
    assert not Practice.objects.exists()


@pytest.mark.parametrize("key", ["ingunn", "liv"])
def test_only_who_leads_compares(house, browse, key: str) -> None:
    client = browse(key)
    for path in (reverse("compared"), reverse("practices"), reverse("shared-figures", args=[BYGLAND, 2026, "adults"])):
        assert client.get(path).status_code == 404
    assert upload(client, *THREE).status_code == 404


def test_the_command_writes_what_the_command_compares(house, tmp_path: Path) -> None:
    paths = []
    for name, content in THREE:
        (tmp_path / name).write_bytes(content)
        paths.append(str(tmp_path / name))
    call_command("statistics", "share", "--year", "2026", "--municipality", BYGLAND, "--out", str(tmp_path / "own.json"), stdout=StringIO())
    out = StringIO()
    call_command("statistics", "compare", *paths, str(tmp_path / "own.json"), "--json", stdout=out)
    rows = [json.loads(line) for line in out.getvalue().splitlines()]
    assert {row["indicator"] for row in rows} == {"kin", "coordinator"}
    assert {row["municipality"]: row["stands"] for row in rows if row["indicator"] == "kin"}["4228"] == "below"
    (tmp_path / "a.json").write_bytes(THREE[0][1].replace(b'"from": 10', b'"from": 9'))
    with pytest.raises(CommandError, match="a.json: Signaturen stemmer ikke") as refused:
        call_command("statistics", "compare", *paths)
    assert refused.value.returncode == 1


CENTRAL = "# Statistisk sentralbyrå, standard for sentralitet\nnumber,centrality\n4218,6\n4220,6\n4227,5\n4228,6\n"


def test_the_leader_chooses_what_those_compared_with_are_like_us_in(house, browse, tmp_path: Path, settings) -> None:
    settings.DATA_DIR = tmp_path
    client = browse("kjersti")
    upload(client, *THREE, ("d.json", from_elsewhere("4213", "Tvedestrand", 30, 90, population=6_200)))

    def compared_with(asked: str = "") -> str:
        return client.get(f"{reverse('compared')}{asked}").content.decode().split("Hvem vi er sammenlignet med")[-1].split("<aside")[0]

    assert "Iveland" in compared_with()
    assert "Tvedestrand" not in compared_with(), "another size"
    assert "Tvedestrand" in compared_with("?vis=ja"), "like us in nothing in particular"
    refused = client.get(f"{reverse('compared')}?vis=ja&lik=sentralitet").content.decode()
    assert "Vi vet ikke hvor sentrale kommunene er" in refused
    assert "Hvem vi er sammenlignet med" not in refused
    path = tmp_path / "sentralitet.csv"
    path.write_text(CENTRAL, encoding="utf-8")
    call_command("statistics", "centrality", str(path), stdout=StringIO())
    central = compared_with("?vis=ja&lik=sentralitet")
    assert "Iveland" in central
    assert "Kvinesdal" not in central, "a class nearer to a town"
    assert "Kilde: Statistisk sentralbyrå, standard for sentralitet." in central


@pytest.mark.parametrize(
    ("content", "faults"),
    [
        ("number,centrality\n0301,1\n", ("line 1: «# » and where it is from", "line 2: number,centrality")),
        ("# SSB\nnumber,centrality\n0301,7\n9999,2\n4220,6\n4220,5\n", (
            "«7» is no class", "«9999,2» begins with no municipality's number", "4220 stands twice")),
        ("# SSB\nnumber,centrality\n", ("no municipality stands in it",)),
    ],
)  # fmt: skip
def test_a_faulty_file_of_centrality_is_refused_whole_with_every_fault(house, tmp_path: Path, settings, content: str, faults) -> None:
    settings.DATA_DIR = tmp_path
    path = tmp_path / "mine.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(CommandError) as refused:
        call_command("statistics", "centrality", str(path))
    assert all(fault in str(refused.value) for fault in faults), str(refused.value)
    assert not (tmp_path / "centrality.csv").exists()


def test_the_command_compares_with_those_alike(house, tmp_path: Path, settings) -> None:
    settings.DATA_DIR = tmp_path
    paths = []
    for name, content in (*THREE, ("d.json", from_elsewhere("4213", "Tvedestrand", 30, 90, population=6_200))):
        paths.append(tmp_path / name)
        paths[-1].write_bytes(content)
    out = StringIO()
    call_command("statistics", "compare", *map(str, paths), "--like", "4218", stdout=out)
    assert "4228" in out.getvalue()
    assert "4213" not in out.getvalue()
    with pytest.raises(CommandError, match="not known how central"):
        call_command("statistics", "compare", *map(str, paths), "--like", "4218", "--by", "centrality", "size")
