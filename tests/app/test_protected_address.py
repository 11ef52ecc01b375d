"""A protected address: shown only to those she has said yes to, and nowhere else; strictly protected, not even the municipality."""

import io
import re
from datetime import timedelta

import pytest
from django.urls import get_resolver, reverse
from pypdf import PdfReader

from helhet.access import actions as access
from helhet.access import queries as relations
from helhet.access.models import Change, LogEntry
from helhet.access.policy import NotVisible, parts_seen
from helhet.access.rules import Part, Role
from helhet.cases import actions as cases
from helhet.organisation.rules import Refused
from helhet.people import actions, queries
from helhet.people import actions as people
from helhet.plans import actions as plans
from tests.reading import words_of
from tests.siri import account_for, coordinated, shares, with_address

WHERE = ("Gamle Setesdalsveg", "4745", "Byglandsfjorden")


@pytest.fixture
def siri(house, as_):
    """Coordinated by Ingunn; her address is confidential. Torbjørn works with her in his own name."""
    found = coordinated(house, as_("ingunn"))
    torbjorn = house.staff["torbjorn"]
    access.open_relation(found.person.pk, role=Role.TEAM_MEMBER, ground="helsepersonelloven § 25", staff=torbjorn, by=as_("ingunn"))
    shares(found.person, house, as_("ingunn"), Part.PLAN, Part.MEETINGS, Part.TASKS)
    with_address(found.person, as_("ingunn"))
    found.person.case = found.case
    return found.person


def relation_of(opening, person, name):
    return next(one for one in relations.team_of(opening, person.pk) if one.staff and one.staff.name.startswith(name))


def test_nobody_sees_it_from_the_moment_it_is_protected(siri, as_, opening_for) -> None:
    for key in ("ingunn", "torbjorn", "kari", "tone", "sissel"):
        assert queries.address_of(opening_for(key), siri.pk) is None, key


def test_a_named_worker_may_know_when_she_says_so_and_no_longer_when_she_does_not(siri, as_, opening_for) -> None:
    ingunn = relation_of(opening_for("tone"), siri, "Ingunn")
    access.let_see_address(ingunn, how="sa ja i samtale", by=as_("tone"))
    assert queries.address_of(opening_for("ingunn"), siri.pk).street.startswith("Gamle")
    assert queries.address_of(opening_for("torbjorn"), siri.pk) is None
    access.stop_seeing_address(ingunn, by=as_("ingunn"))
    assert queries.address_of(opening_for("ingunn"), siri.pk) is None


def test_nobody_lets_herself_in_and_no_unit_or_partner_is_let_in(siri, as_, opening_for) -> None:
    with pytest.raises(Refused, match="deg selv"):
        access.let_see_address(relation_of(opening_for("ingunn"), siri, "Ingunn"), how="ja", by=as_("ingunn"))
    partner = next(one for one in relations.team_of(opening_for("tone"), siri.pk) if one.partner_member)
    unit = relations.why(as_("kari"), siri.pk)[0]
    for one in (partner, unit):
        with pytest.raises(Refused, match="navngitt"):
            access.let_see_address(one, how="ja", by=as_("tone"))
    with pytest.raises(Refused, match="hvordan"):
        access.let_see_address(relation_of(opening_for("tone"), siri, "Torbjørn"), how=" ", by=as_("tone"))


def test_a_coordinator_is_appointed_with_the_address_when_she_says_so(siri, house, as_, opening_for) -> None:
    with pytest.raises(Refused, match="deg selv"):
        cases.replace(siri.pk, staff=house.staff["kari"], reason="bytte", address_how="ja", by=as_("kari"))
    cases.replace(siri.pk, staff=house.staff["kari"], reason="bytte", address_how="sa ja da vi byttet", by=as_("tone"))
    assert queries.address_of(opening_for("kari"), siri.pk) is not None
    assert queries.address_of(opening_for("ingunn"), siri.pk) is None


def test_who_may_not_know_it_cannot_write_it_either(siri, as_) -> None:
    with pytest.raises(NotVisible):
        actions.set_address(siri, street="Et annet sted 1", postcode="4745", place="Bygland", by=as_("torbjorn"))


def test_in_an_emergency_it_is_not_shown(siri, as_, opening_for) -> None:
    people.add_identifier(siri, "02848812393", by=as_("ingunn"))
    people.emergency(number="02848812393", reason="Funnet livløs ved elva, ambulansen spør.", by=as_("hanne"))
    assert parts_seen(as_("hanne"), siri.pk)
    assert queries.address_of(opening_for("hanne"), siri.pk) is None


def test_its_history_is_read_only_by_those_who_may_know_it(siri, as_, opening_for, now) -> None:
    access.let_see_address(relation_of(opening_for("tone"), siri, "Torbjørn"), how="ja", by=as_("tone"))
    row = queries.address_of(opening_for("torbjorn"), siri.pk)
    actions.set_address(siri, street="Nytt sted 1", postcode="4735", place="Evje", by=as_("torbjorn", now + timedelta(days=1)))
    assert relations.history_of(opening_for("torbjorn"), siri.pk, row.pk)
    assert relations.history_of(opening_for("tone"), siri.pk, row.pk) == []


def texts(siri, client) -> dict[str, str]:
    """Every page about her, and the lists, as this one sees them."""
    keys = {"person_id": siri.pk, "case_id": siri.case.pk, "enquiry_id": siri.case.enquiry_id}
    found = {}
    for pattern in get_resolver().url_patterns[0].url_patterns:
        parts = list(pattern.pattern.converters)
        if all(part in keys for part in parts) and (parts or pattern.name in ("persons", "my-day")):
            page = client.get(reverse(pattern.name, kwargs={part: keys[part] for part in parts}))
            if page.status_code == 200 and page["Content-Type"].startswith("text/html"):
                found[pattern.name] = re.sub(r'value="[^"]*"', "", page.content.decode())
    found["search"] = client.get(reverse("persons"), {"q": "Haugen"}).content.decode()
    return found


@pytest.mark.one_database("who may know it is decided above, on both; here it is what pages say")
@pytest.mark.parametrize("key", ["ingunn", "torbjorn", "kari", "tone", "sissel"])
def test_it_stands_on_no_page_for_those_who_may_not_know(siri, browse, key) -> None:
    pages = texts(siri, browse(key))
    assert len(pages) > 5
    for name, page in pages.items():
        for word in WHERE:
            assert word not in page, f"{key} reads {word} on {name}"


def test_it_stands_in_no_log_entry(siri, as_, opening_for, browse) -> None:
    access.let_see_address(relation_of(opening_for("tone"), siri, "Torbjørn"), how="ja", by=as_("tone"))
    texts(siri, browse("torbjorn"))
    for entry in LogEntry.objects.all():
        assert not any(word in f"{entry.note} {entry.documents} {entry.page}" for word in WHERE)
    assert not [
        one for one in Change.objects.all() if any(word in f"{one.was} {one.became}" for word in WHERE) and one.of_part != Part.ADDRESS
    ]


def test_on_paper_it_is_left_out_also_for_who_may_know(siri, as_, browse, opening_for) -> None:
    access.let_see_address(relation_of(opening_for("tone"), siri, "Ingunn"), how="ja", by=as_("tone"))
    plan = plans.begin(siri.pk, consent_how="muntlig", given_by=siri.name, by=as_("ingunn"))
    version = plans.settle(plan, together_with="Siri", by=as_("ingunn"))
    page = browse("ingunn").get(reverse("plan-version", args=[siri.pk, version.number])).content.decode()
    assert "Siri Haugen" in page
    assert not any(word in f"{version.content} {page}" for word in WHERE)


def _on_paper(answer) -> str:
    return " ".join(" ".join(one.extract_text() for one in PdfReader(io.BytesIO(answer.getvalue())).pages).split())


def test_strictly_protected_no_paper_names_who_serves_her_also_one_settled_before(siri, as_, browse) -> None:
    plan = plans.begin(siri.pk, consent_how="muntlig", given_by=siri.name, by=as_("ingunn"))
    plans.frame(plan, main_responsible="Psykisk helse og rus, Bygland", by=as_("ingunn"))
    plans.settle(plan, together_with="Siri", by=as_("ingunn"))
    crisis = plans.begin_under(plan, kind="crisis", by=as_("ingunn"))
    plans.write_crisis_step(crisis, zone="green", kind="sign", words="Jeg sover.", by=as_("ingunn"))
    version = plans.settle(crisis, by=as_("ingunn"))
    account_for(siri, as_("ingunn"))
    for grade, named in (("fortrolig", True), ("strengt", False)):
        actions.change(siri, grade=grade, by=as_("ingunn"))
        for key in ("ingunn", "siri"):
            page = browse(key).get(reverse("plan-version", args=[siri.pk, 1])).content.decode()
            papers = [reverse("plan-pdf", args=[siri.pk, 1]), reverse("crisis-pdf", args=[siri.pk, version.number])]
            said = [words_of(page[page.index("<main") :]), *(_on_paper(browse(key).get(one)) for one in papers)]
            assert [bool(re.search(r"\bBygland\b", one)) for one in said] == [named] * 3, f"{grade}, {key}"
    assert "Klagen går først til kommunen, så til Statsforvalteren." in words_of(page)


# Strictly protected: the municipality is not named either, by anything that tells it.
@pytest.mark.one_database("who may know it is decided above, on both; here it is what pages say")
@pytest.mark.parametrize("key", ["ingunn", "torbjorn", "tone", "sissel"])
def test_strictly_protected_not_even_the_municipality_is_named(siri, house, as_, browse, key) -> None:
    made = cases.decide(
        siri.case, legal_basis="hol-3-2-6a", decider=house.municipalities["bygland"], content="To timer", reasons="Behov", her_view="Tre",
        by=as_("ingunn"),
    )  # fmt: skip
    cases.notify_decision(made, by=as_("ingunn"))
    actions.change(siri, grade="strengt", by=as_("ingunn"))
    for name, page in texts(siri, browse(key)).items():
        # What one may choose among (colleagues of all four municipalities) and where one works oneself say nothing of her.
        about_her = re.sub(r'(?s)<select.*?</select>|<label class="ds-button".*?</label>', "", page[page.index("<main") :]).replace(
            as_(key).organisation, ""
        )
        assert not re.search(r"\bBygland\b", about_her), f"{key} reads the municipality on {name}"


@pytest.mark.one_database("who may know it is decided above, on both; here it is what pages say")
@pytest.mark.parametrize("key", ["ingunn", "tone"])
def test_strictly_protected_no_unit_and_no_partner_beside_her_tells_where(siri, house, as_, browse, key) -> None:
    access.consent(
        siri.pk, kind="sharing", how="muntlig", given_by=siri.name, to=house.partners["nav"], parts=[Part.PLAN], purpose="samarbeid",
        by=as_("ingunn"),
    )  # fmt: skip
    plans.begin(siri.pk, consent_how="muntlig", given_by=siri.name, by=as_("ingunn"))
    for grade, named in (("fortrolig", True), ("strengt", False)):
        actions.change(siri, grade=grade, by=as_("ingunn"))
        # What one may choose among says nothing of her.
        choices = re.compile(r'(?s)<select.*?</select>|<label class="ds-button".*?</label>')
        pages = {name: words_of(page if name == "say" else choices.sub("", page)) for name, page in texts(siri, browse(key)).items()}
        for name in ("person", "person-team", "person-consent", "plan"):
            assert ("NAV Setesdal" in pages[name]) is named, f"{key}, {grade}, {name}"
        if key == "ingunn":  # she writes down what is said of a service, and may not read there which one
            said = pages["say"][pages["say"].index("Hvilken tjeneste") :]
            assert ("Bygland" in said) is named


def test_strictly_protected_what_a_worker_prints_for_her_does_not_tell_the_worker_where(siri, as_, browse) -> None:
    plan = plans.begin(siri.pk, consent_how="muntlig", given_by=siri.name, by=as_("ingunn"))
    plans.frame(plan, main_responsible="Psykisk helse og rus, Bygland", by=as_("ingunn"))
    account_for(siri, as_("ingunn"))
    where = reverse("person-everything", args=[siri.pk])
    for grade, named in (("fortrolig", True), ("strengt", False)):
        actions.change(siri, grade=grade, by=as_("ingunn"))
        said = _on_paper(browse("ingunn").post(where, {"gjor": "take_out", "channel": "met"}))
        assert bool(re.search(r"\bBygland\b", said)) is named
        assert ("kommunen og enhetene som hjelper" in said) is not named


def test_strictly_protected_her_own_copy_is_whole_and_she_is_warned_of_it(siri, as_, browse) -> None:
    account_for(siri, as_("ingunn"))
    actions.change(siri, grade="strengt", by=as_("ingunn"))
    hers = browse("siri")
    assert "Der står også hvor du bor og hvem som hjelper deg." in hers.get(reverse("about-me")).content.decode()
    assert WHERE[0] in _on_paper(hers.get(reverse("about-me-pdf")))


@pytest.mark.one_database("who may know it is decided above, on both; here it is what pages say")
def test_strictly_protected_who_acts_for_her_does_not_read_where_on_a_page_of_their_own(siri, as_, browse) -> None:
    kin = actions.name_next_of_kin(siri, name="Anne Haugen", relation="søster", by=as_("ingunn"))
    actions.represent(kin, ground="guardian", decided_by="Statsforvalteren", parts=[Part.PLAN, Part.MEETINGS], by=as_("ingunn"))
    access.new_account("anne", password=None, next_of_kin=kin)
    for grade, named in (("fortrolig", True), ("strengt", False)):
        actions.change(siri, grade=grade, by=as_("ingunn"))
        page = words_of(browse("anne").get("/"))
        assert "Ingunn Austad" in page
        assert [word in page for word in ("Bygland", "NAV Setesdal")] == [named] * 2
