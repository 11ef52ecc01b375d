"""A child, a youth, and somebody who cannot decide: who sees, who says yes, and what is kept from a parent, day by day."""

import itertools
from datetime import date, datetime, timedelta

import pytest

from helhet.access import actions as access
from helhet.access import queries, say
from helhet.access.deciding import Decider, Matter, birthday, last_day
from helhet.access.log import LogEntry
from helhet.access.models import Account, Consent
from helhet.access.policy import OSLO, NotVisible, parts_seen
from helhet.access.rules import KEPT_WITH, REPRESENTED, WITHHOLDABLE, Part, Role
from helhet.cases import actions as casework
from helhet.cases import queries as cases
from helhet.organisation.rules import Refused
from helhet.people import actions as people
from helhet.people.models import NextOfKin, Person
from tests.siri import coordinated

TODAY = date(2026, 11, 10)
REASON = "Far skal ikke vite hvor de bor nå."


@pytest.fixture
def child(house, as_):
    """`child(15)`: Tuva, so many years old today, with a way in of her own when she has one."""

    def made(years: int, *, days: int = 0) -> Person:
        born = TODAY.replace(year=TODAY.year - years) - timedelta(days=days)
        return coordinated(house, as_("ingunn"), name="Tuva Fennefoss", born=f"{born:%d.%m.%Y}").person

    return made


@pytest.fixture
def hers(as_):
    """`hers(person)`: she herself, as an actor."""

    def made(person: Person, at: datetime | None = None):
        if not Account.objects.filter(person=person).exists():
            access.begin_relation(person.pk, role=Role.PERSON, ground="egen journal", herself=True, by=as_("ingunn"))
            access.new_account("tuva", password=None, person=person)
        return as_("tuva", at) if at else as_("tuva")

    return made


def judged(on: date) -> dict:
    """What a mandate that rests on a judgement says of it."""
    return {"judged_on": on, "reasons": "Forstår ikke hva det innebærer å si nei nå.", "review_on": on + timedelta(days=90)}


def parent(person: Person, by, *parts: Part, name: str = "Solfrid Fennefoss", **given) -> NextOfKin:
    """A parent who acts for her, with an account named by the first name."""
    kin = people.name_next_of_kin(person, name=name, relation="mor", by=by)
    people.represent(kin, **{"ground": "parents", "decided_by": "", "parts": parts or REPRESENTED, "by": by} | given)
    access.new_account(name.split()[0].lower(), password=None, next_of_kin=kin)
    return kin


def noon(day: date) -> datetime:
    return datetime.combine(day, datetime.min.time(), OSLO) + timedelta(hours=12)


def test_a_parent_sees_to_the_last_day_before_sixteen_and_not_one_day_more(child, as_) -> None:
    tuva = child(15, days=300)
    parent(tuva, as_("ingunn"), Part.PLAN, Part.JOURNAL)
    last = tuva.born.replace(year=tuva.born.year + 16) - timedelta(days=1)
    assert parts_seen(as_("solfrid", noon(last)), tuva.pk) == {Part.PERSON, Part.PLAN, Part.JOURNAL}
    assert parts_seen(as_("solfrid", noon(last + timedelta(days=1))), tuva.pk) == frozenset()


def test_a_birth_date_put_right_moves_the_last_day(child, as_) -> None:
    tuva = child(10)
    parent(tuva, as_("ingunn"), Part.PLAN)
    people.change(tuva, born=TODAY.replace(year=TODAY.year - 16), by=as_("ingunn"))
    assert not parts_seen(as_("solfrid"), tuva.pk)


@pytest.mark.parametrize("years", [10, 14, 17, 30])
def test_in_every_cell_of_age_ground_part_and_what_is_kept(child, as_, opening_for, years: int) -> None:
    """What a parent or the nearest sees is what was given, less what is kept, while the ground holds at her age; turned round the same."""
    tuva, by, cells = child(years), as_("ingunn"), 0
    kin = people.name_next_of_kin(tuva, name="Solfrid Fennefoss", relation="mor", nearest=True, by=by)
    access.new_account("solfrid", password=None, next_of_kin=kin)
    fits = {"parents": years < 16, "youth": 16 <= years < 18, "nearest": years >= 16, "guardian": True}
    for ground, kept in itertools.product(fits, (None, *WITHHOLDABLE)):
        if not fits[ground]:
            with pytest.raises(Refused):
                people.represent(kin, ground=ground, decided_by="x", parts=REPRESENTED, by=by, **judged(by.on))
            continue
        people.represent(kin, ground=ground, decided_by="x", parts=REPRESENTED, by=by, **judged(by.on))
        expected = {Part.PERSON, *REPRESENTED}
        rows = []
        if kept and years >= 18:
            with pytest.raises(Refused, match="fylt 18"):
                access.withhold(kin, parts=[kept], words=REASON, ground="weighty", by=by)
        elif kept:
            rows = access.withhold(kin, parts=[kept], words=REASON, ground="weighty", by=by)
            expected -= {kept, *KEPT_WITH}
        assert parts_seen(as_("solfrid"), tuva.pk) == expected, (ground, kept)
        sights = {one.key: set(one.parts) for one in queries.who_can_see(opening_for("ingunn"), tuva.pk)}
        assert sights[kin.pk] == expected, (ground, kept)
        cells += len(Part)
        for row in rows:
            if row.of_part not in KEPT_WITH:
                access.lift(row, by=by)
        assert parts_seen(as_("solfrid"), tuva.pk) == {Part.PERSON, *REPRESENTED}
    assert cells >= 150


def test_what_is_kept_leaves_no_trace_a_parent_can_read(child, as_, opening_for, hers) -> None:
    tuva = child(15)
    mother = parent(tuva, as_("ingunn"))
    father = parent(tuva, as_("ingunn"), name="Geir Fennefoss")
    access.withhold(mother, parts=[Part.JOURNAL], words="Jeg vil si det selv.", by=hers(tuva))
    seen = parts_seen(as_("solfrid"), tuva.pk)
    assert not seen & {Part.JOURNAL, *KEPT_WITH}
    assert Part.PLAN in seen
    assert queries.kept_from_parents(opening_for("solfrid"), tuva.pk) == []
    assert len(queries.kept_from_parents(opening_for("ingunn"), tuva.pk)) == 3
    assert queries.consents_of(opening_for("solfrid"), tuva.pk) == []
    assert Part.JOURNAL in parts_seen(as_("geir"), tuva.pk), "the other parent is told as before"
    assert father.pk in {one.key for one in queries.who_can_see(opening_for("ingunn"), tuva.pk)}
    assert LogEntry.objects.filter(person_id=tuva.pk, verb="holdt tilbake").count() == 3


def test_what_would_tell_opens_last(child, as_, opening_for) -> None:
    tuva = child(15)
    rows = access.withhold(parent(tuva, as_("ingunn")), parts=[Part.JOURNAL, Part.CRISIS], words=REASON, ground="weighty", by=as_("ingunn"))
    by_part = {row.of_part: row for row in rows}
    with pytest.raises(Refused, match="noe holdes tilbake"):
        access.lift(by_part[Part.LOG], by=as_("ingunn"))
    access.lift(by_part[Part.JOURNAL], by=as_("ingunn"))
    assert Part.LOG not in parts_seen(as_("solfrid"), tuva.pk)
    access.lift(by_part[Part.CRISIS], by=as_("ingunn"))
    assert parts_seen(as_("solfrid"), tuva.pk) == {Part.PERSON, *REPRESENTED}
    assert queries.kept_from_parents(opening_for("ingunn"), tuva.pk) == []


@pytest.mark.parametrize(
    ("years", "ground", "words"), [(11, "hers", "Vil ikke."), (17, "hers", "Vil ikke."), (14, "weighty", "Haster"), (14, "x", "y")]
)
def test_nothing_is_kept_without_a_ground_that_holds_and_a_reason(child, as_, years: int, ground: str, words: str) -> None:
    tuva = child(years)
    mother = people.name_next_of_kin(tuva, name="Solfrid Fennefoss", relation="mor", by=as_("ingunn"))
    with pytest.raises(Refused):
        access.withhold(mother, parts=[Part.JOURNAL], words=words, ground=ground, by=as_("ingunn"))


def test_a_parent_keeps_nothing_from_the_other_and_a_stranger_nothing_from_anybody(child, as_) -> None:
    tuva = child(14)
    mother = parent(tuva, as_("ingunn"))
    father = people.name_next_of_kin(tuva, name="Geir Fennefoss", relation="far", by=as_("ingunn"))
    for key, kin in (("solfrid", father), ("liv", mother)):
        with pytest.raises(NotVisible):
            access.withhold(kin, parts=[Part.JOURNAL], words=REASON, ground="weighty", by=as_(key))


def shared(person: Person, house, by, given_by: str):
    return access.consent(
        person.pk, kind="sharing", how="Muntlig", given_by=given_by, parts=[Part.PLAN], to=house.members["sissel"], purpose="x", by=by
    )


def test_under_sixteen_her_parents_say_yes_and_from_sixteen_she_does(child, house, as_, hers) -> None:
    young = child(15)
    with pytest.raises(Refused, match="foreldrene dine"):
        shared(young, house, hers(young), "Tuva Fennefoss")
    with pytest.raises(Refused, match="under 16 år"):
        shared(young, house, as_("ingunn"), "Tuva Fennefoss")
    assert not shared(young, house, as_("ingunn"), "Solfrid Fennefoss, mor").capacity_basis
    parent(young, as_("ingunn"))
    assert shared(young, house, as_("solfrid"), "Solfrid Fennefoss")
    birthday = noon(TODAY + timedelta(days=365))
    assert shared(young, house, hers(young, birthday), "Tuva Fennefoss")


def test_what_her_parents_are_not_told_she_says_yes_to_herself_and_to_nothing_else(child, house, as_, hers) -> None:
    young = child(13)
    access.withhold(parent(young, as_("ingunn")), parts=[Part.PLAN], words="Jeg vil si det selv.", by=hers(young))
    assert shared(young, house, hers(young), "Tuva Fennefoss")
    with pytest.raises(Refused, match="foreldrene dine"):
        access.consent(
            young.pk,
            kind="sharing",
            how="x",
            given_by="Tuva",
            parts=[Part.MEETINGS],
            to=house.members["sissel"],
            purpose="x",
            by=hers(young),
        )
    parent(young, as_("ingunn"), name="Geir Fennefoss")
    with pytest.raises(Refused, match="foreldrene dine"):  # one of them is told, and says yes
        shared(young, house, hers(young), "Tuva Fennefoss")


def test_what_her_parents_have_said_yes_to_she_closes_by_a_no_of_her_own(child, house, as_, hers) -> None:
    young = child(15)
    given = shared(young, house, as_("ingunn"), "Solfrid Fennefoss, mor")
    with pytest.raises(Refused, match="Foreldrene dine har sagt ja"):
        access.withdraw(given, by=hers(young))
    access.object_to(young.pk, partner=house.partners["nav"], by=hers(young))
    assert not parts_seen(as_("sissel"), young.pk)


def test_who_cannot_decide_a_part_decides_all_the_others(child, house, as_, hers) -> None:
    grown = child(45)
    kin = people.name_next_of_kin(grown, name="Anne Haugen", relation="søster", nearest=True, by=as_("ingunn"))
    people.represent(kin, ground="nearest", decided_by="Hanne Lie Mosdal", parts=[Part.PLAN], by=as_("ingunn"), **judged(as_("ingunn").on))
    found = say.say_of(grown.pk, by=as_("ingunn"))
    assert found.on(Matter.SHARING, [Part.PLAN])[0] == Decider.NEAREST
    assert found.on(Matter.SHARING, [Part.MEETINGS])[0] == Decider.HERSELF
    with pytest.raises(Refused, match="en annen sier ja"):
        shared(grown, house, hers(grown), "Tuva Fennefoss")
    with pytest.raises(Refused, match="ikke kan avgjøre"):
        shared(grown, house, as_("ingunn"), "Tuva Fennefoss")
    assert shared(grown, house, as_("ingunn"), "Anne Haugen")
    access.withdraw(next(one for one in _mandates(grown)), by=as_("ingunn"))
    assert shared(grown, house, hers(grown), "Tuva Fennefoss"), "she decides again the moment the mandate ends"


def _mandates(person: Person):
    return Consent.objects.filter(person=person, kind="mandate", withdrawn_at=None)


def test_a_child_takes_nobodys_right_away_but_may_keep_something_back(child, as_, hers) -> None:
    tuva = child(15)
    parent(tuva, as_("ingunn"))
    with pytest.raises(Refused, match="hold det tilbake"):
        access.withdraw(_mandates(tuva).get(), by=hers(tuva))


def test_who_is_twelve_has_a_door_of_her_own_and_a_younger_one_has_not(child, as_) -> None:
    assert access.make_link(child(12), channel="met", by=as_("ingunn")).code
    with pytest.raises(Refused, match="under 12 år"):
        access.make_link(child(11), channel="met", by=as_("ingunn"))


def told_of(person: Person, opening_for, key: str = "ingunn", at: datetime | None = None) -> list:
    """The line that she and her parents are to be told, on somebody's day."""
    opening = opening_for(key, at) if at else opening_for(key)
    return [one for one in cases.due(opening, [person.pk]) if one.kind == "of-age"]


@pytest.mark.parametrize(
    ("years", "days", "said"), [(15, 200, 0), (15, 246, 1), (15, 364, 1), (17, 300, 1), (17, 100, 0), (14, 300, 0), (20, 300, 0)]
)
def test_before_she_is_sixteen_or_eighteen_somebody_is_to_tell_her_and_her_parents(
    child, opening_for, years: int, days: int, said: int
) -> None:
    tuva = child(years, days=days)
    found = told_of(tuva, opening_for)
    assert len(found) == said
    for one in found:
        assert one.by == birthday(tuva.born, years + 1) - timedelta(days=30)
        assert "vårt eget mål" in one.why
    assert told_of(tuva, opening_for, "liv") == []


def test_the_line_goes_when_it_is_written_that_it_was_told_and_comes_back_at_eighteen(child, as_, opening_for) -> None:
    tuva = child(15, days=300)
    eve, by = last_day(tuva.born, 16), as_("ingunn")
    casework.note_notice(tuva.pk, kind="comes_of_age", on=by.on, party="Tuva og mor", words="Sagt til begge på møtet.", by=by)
    assert told_of(tuva, opening_for) == []
    assert told_of(tuva, opening_for, at=noon(eve + timedelta(days=10))) == []
    assert len(told_of(tuva, opening_for, at=noon(last_day(tuva.born, 18) - timedelta(days=5)))) == 1


def test_what_nobody_told_stands_for_some_weeks_after_the_day(child, opening_for) -> None:
    tuva = child(15, days=300)
    day = birthday(tuva.born, 16)
    assert len(told_of(tuva, opening_for, at=noon(day + timedelta(days=20)))) == 1
    assert told_of(tuva, opening_for, at=noon(day + timedelta(days=40))) == []
