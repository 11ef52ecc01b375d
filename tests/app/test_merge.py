"""Two records that are one person's: nothing is lost, and what cannot be both is refused whole."""

from contextlib import suppress
from datetime import date

import pytest
from django.db import IntegrityError, models, transaction

from helhet.access import actions as access
from helhet.access import queries as access_queries
from helhet.access.log import Opening, verify
from helhet.access.models import Change
from helhet.access.policy import NotVisible, about_path, record_models
from helhet.access.rules import Part, Role
from helhet.cases import actions as cases
from helhet.organisation.models import new_key
from helhet.organisation.rules import Refused
from helhet.people import actions, queries
from helhet.plans import actions as plans
from tests.siri import account_for, coordinated, known, shares


@pytest.fixture
def first(house, as_):
    """Siri, coordinated by Ingunn since before."""
    found = coordinated(house, as_("ingunn"))
    actions.say_what_matters(found.person, "Jeg vil sove.", by=as_("ingunn"))
    return found.person


@pytest.fixture
def second(house, as_):
    """Siri again, rung in by her sister under another name form."""
    found = known(house, as_("ingunn"), name="Siri Marie Haugen")
    by = as_("ingunn")
    person = found.person
    cases.note_need(person.pk, life_area="housing", words="Må flytte før jul.", long_term=True, coordinated=True, by=by)
    cases.offer(person.pk, of="coordinator", how="i samtale", by=by)
    made = cases.decide(
        found.case, legal_basis="hol-3-2-6a", decider=house.municipalities["bygland"], content="To timer i uken", reasons="Behov",
        her_view="Fint", by=by,
    )  # fmt: skip
    cases.complain(made, words="For lite.", received_on=by.on, by=by)
    actions.name_next_of_kin(person, name="Anne Haugen", relation="søster", nearest=True, by=by)
    child = actions.note_child(person, first_name="Emma", kinship="datter", by=by)
    actions.agree_about_child(child, how="i samtale", by=by)
    actions.ask_about_children(person, answer="yes", by=by)
    actions.set_address(person, street="Sandnesvegen 4", postcode="4745", place="Bygland", by=by)
    actions.draw_network(person, [("Emma", "datter", 1), ("Mor", "", 3)], by=by)
    actions.add_identifier(person, "02848812393", by=by)
    shares(person, house, by, Part.PLAN)
    access.object_to(person.pk, of_part=Part.JOURNAL, staff=house.staff["jan"], by=by)
    _a_row_in_every_room(person, by)
    return person


def _a_row_in_every_room(person, by) -> None:
    """Whatever tables of rows about persons there are now or later: one row in each that has none."""
    for model in record_models():
        if model.person_path == "person" and model is not Change and not model._base_manager.filter(person=person).exists():
            with suppress(IntegrityError), transaction.atomic():
                model._base_manager.create(person=person, **{field.name: _something(field, by) for field in _must_be_filled(model)})


def _must_be_filled(model):
    return [f for f in model._meta.concrete_fields if not (f.primary_key or f.null or f.has_default() or f.name == "person")]


def _something(field, by):
    if field.related_model:
        return field.related_model._base_manager.first()
    if field.choices:
        return field.choices[0][0]
    kinds = {
        models.DateTimeField: by.at, models.DateField: by.on, models.BooleanField: False, models.BinaryField: b"x",
        models.UUIDField: new_key(),
    }  # fmt: skip
    numbers = (models.IntegerField, models.DecimalField)
    return next(
        (value for kind, value in kinds.items() if isinstance(field, kind)),
        1 if isinstance(field, numbers) else field.name[: min(4, field.max_length or 4)],
    )


def everything(person_ids) -> dict[type[models.Model], set]:
    """Every row about these persons, by table."""
    rows = {}
    for model in record_models():
        if model is not Change and model.person_path != "pk":
            rows[model] = set(model._base_manager.filter(**{f"{about_path(model)}__in": person_ids}).values_list("pk", flat=True))
    return rows


def merge(first, second, by):
    return actions.merge(first, second, reason="Søsteren ringte, samme fødselsdato.", by=by)


def test_every_row_of_both_is_found_on_the_one_that_lives_on(first, second, as_) -> None:
    before = everything([first.pk, second.pk])
    merge(first, second, as_("ingunn"))
    after = everything([first.pk])
    assert {model.__name__: len(rows) for model, rows in before.items()} == {model.__name__: len(rows) for model, rows in after.items()}
    assert before == after
    assert sum(len(rows) > 0 for rows in before.values()) > 20


def test_both_chains_hold_and_every_moved_row_is_in_the_history(first, second, as_) -> None:
    moved = merge(first, second, as_("ingunn"))
    assert list(verify()) == []
    assert Change.objects.filter(person=first, was__person_id=str(second.pk)).count() <= moved
    assert Change.objects.filter(person=first, was__person_id=str(second.pk), kind="barn").exists()


def test_the_old_address_opens_the_one_that_lives_on(first, second, house, as_, opening_for) -> None:
    third = known(house, as_("ingunn")).person
    merge(first, second, as_("ingunn"))
    merge(third, first, as_("ingunn"))
    for old in (first, second, third):
        assert queries.open_person(opening_for("ingunn"), old.pk) == third
    assert set(queries.merged_with(third.pk)) == {first.pk, second.pk, third.pk}
    with pytest.raises(NotVisible):
        queries.open_person(opening_for("liv"), second.pk)


def test_she_is_in_the_list_once(first, second, as_, opening_for) -> None:
    merge(first, second, as_("ingunn"))
    assert [row["pk"] for row in queries.list_persons(opening_for("ingunn"))] == [first.pk]


def test_two_coordinators_become_the_kept_ones_and_the_others_ends_with_the_reason(first, second, house, as_, opening_for) -> None:
    cases.appoint(second.pk, staff=house.staff["kari"], by=as_("ingunn"))
    merge(first, second, as_("ingunn"))
    running = [one for one in access_queries.coordinating(opening_for("tone"), first.pk) if one.until is None]
    assert [one.staff.name for one in running] == ["Ingunn Austad"]
    ended = [one for one in access_queries.coordinating(opening_for("tone"), first.pk) if one.until]
    assert [(one.staff.name, one.end_reason) for one in ended] == [("Kari Byglandsfjord", "to registreringer ble slått sammen")]


def test_the_coordinator_of_the_one_that_goes_follows_when_the_kept_has_none(first, second, as_, opening_for) -> None:
    merge(second, first, as_("ingunn"))
    running = [one.staff.name for one in access_queries.coordinating(opening_for("tone"), second.pk) if one.until is None]
    assert running == ["Ingunn Austad"]


def test_two_addresses_become_one_present_and_one_earlier(first, second, as_, opening_for) -> None:
    actions.set_address(first, street="Gamle Setesdalsveg 114", postcode="4745", place="Bygland", by=as_("ingunn"))
    merge(first, second, as_("ingunn"))
    assert queries.address_of(opening_for("ingunn"), first.pk).street == "Gamle Setesdalsveg 114"


def test_two_nearest_of_kin_become_the_kept_ones(first, second, as_, opening_for) -> None:
    actions.name_next_of_kin(first, name="Roger Haugen", relation="bror", nearest=True, by=as_("ingunn"))
    merge(first, second, as_("ingunn"))
    assert [(one.name, one.nearest) for one in queries.kin_of(opening_for("ingunn"), first.pk)] == [
        ("Roger Haugen", True),
        ("Anne Haugen", False),
    ]


def test_two_individual_plans_are_refused_with_nothing_moved(first, second, as_) -> None:
    plans.begin(first.pk, consent_how="muntlig", given_by=first.name, by=as_("ingunn"))
    before = everything([first.pk]), everything([second.pk])
    with pytest.raises(Refused, match="plan"):
        merge(first, second, as_("ingunn"))
    assert (everything([first.pk]), everything([second.pk])) == before
    second.refresh_from_db()
    assert second.merged_into is None
    assert list(verify()) == []


def test_the_stricter_protection_and_the_most_careful_telephone_hold(first, second, as_) -> None:
    actions.change(second, grade="strengt", may_call="no", interpreter="tigrinja", by=as_("ingunn"))
    merge(first, second, as_("ingunn"))
    first.refresh_from_db()
    assert (first.grade, first.may_call, first.interpreter) == ("strengt", "no", "tigrinja")


def test_what_the_other_said_otherwise_stands_in_the_history(first, second, as_, opening_for) -> None:
    merge(first, second, as_("ingunn"))
    told = [change.was for change in access_queries.history_of(opening_for("ingunn"), first.pk, first.pk)]
    assert {"given": "Siri Marie"} in told


def test_the_same_number_on_both_stands_once_and_the_other_where_it_was(first, second, as_, opening_for) -> None:
    actions.add_identifier(first, "02848812393", by=as_("ingunn"))
    merge(first, second, as_("ingunn"))
    assert [one.value for one in queries.identifiers_of(opening_for("ingunn"), first.pk)] == ["02848812393"]
    assert actions.emergency(number="02848812393", reason="Funnet livløs ved elva, ambulansen spør.", by=as_("hanne")) == first


def test_her_own_sign_in_follows(first, second, as_, opening_for) -> None:
    account = account_for(second, as_("ingunn"))
    merge(first, second, as_("ingunn"))
    herself = access_queries.actor_for(access_queries.account_of(account.pk), at=as_("ingunn").at)
    assert queries.open_person(Opening(herself), first.pk) == first


def test_it_asks_how_it_is_known_and_joins_only_within_one_municipality(first, house, as_) -> None:
    with pytest.raises(Refused, match="hvordan du vet"):
        actions.merge(first, known(house, as_("ingunn")).person, reason=" ", by=as_("ingunn"))
    by_tone = as_("tone")
    new = cases.NewEnquiry(name="Siri Haugen", words="Hjelp", unit=house.units["ke"], municipality_number="4221", born="02.04.1988")
    elsewhere = cases.register(new, by=by_tone).person
    with pytest.raises(Refused, match="hver sin kommune"):
        merge(first, elsewhere, by_tone)


def test_a_colleague_with_no_relation_cannot_join_them(first, second, as_) -> None:
    for key in ("liv", "gunnhild"):
        with pytest.raises(NotVisible):
            merge(first, second, as_(key))


def test_possible_duplicates_are_found_by_number_and_by_name_with_birth_date_or_telephone(first, house, as_) -> None:
    by = as_("ingunn")
    same_day = known(house, by, name="Siri Haugen").person
    namesake = actions.make_known(
        actions.NewPerson(first.municipality, "Siri", "Haugen", date(1950, 1, 1)), unit=house.units["bygland"], by=by
    )
    found = dict(queries.possible_duplicates(by, first))
    assert found[same_day] == ["samme navn og fødselsdato", "samme navn og telefon"]
    assert namesake not in found
    actions.add_identifier(namesake, "02848812393", by=by)
    actions.add_identifier(first, "02848812393", by=by)
    assert dict(queries.possible_duplicates(by, first))[namesake] == ["samme personnummer"]
    assert queries.possible_duplicates(as_("gunnhild"), first) == []


def test_a_relation_of_the_same_kind_is_not_doubled(first, second, as_, opening_for) -> None:
    merge(first, second, as_("ingunn"))
    running = access_queries.why(as_("tone"), first.pk)
    assert [one.role for one in running] == [Role.COORDINATING_UNIT]
