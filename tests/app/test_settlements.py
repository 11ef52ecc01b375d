"""Settling a shared post over the four municipalities: to the øre, once, by the key that was agreed, and without persons."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction
from hypothesis import given
from hypothesis import strategies as some

from helhet.cases import actions as cases
from helhet.journal import actions as journal
from helhet.organisation import actions
from helhet.organisation.models import Post, Settlement, SettlementPart
from helhet.organisation.queries import posts, settlements
from helhet.organisation.rules import Refused, settlement
from helhet.organisation.rules.settlement import Cost
from helhet.oversight.use import use_of

D = Decimal
FIRST, LAST = date(2025, 1, 1), date(2025, 12, 31)
FOUR = ("4219", "4220", "4221", "4222")


@pytest.fixture
def ruskonsulent(staffed):
    return Post.objects.get(title="Ruskonsulent")


def _settle(post, by, **more):
    given = {"since": FIRST, "until": LAST, "cost": D("1000000.01"), "income": D("600000.00"), "use": {}} | more
    return actions.settle(post, by=by, **given)


def test_a_year_is_settled_to_the_oere_and_adds_up(staffed, as_) -> None:
    made = settlements.settlements_of(Post.objects.get(title="Psykolog"))[0]
    amounts = {part.municipality_id: str(part.amount) for part in made.parts.all()}
    # In øre 61900002,84 + 18412403,16 + 18802496,45 + 15775372,54 by exact fractions: the two left over go to ,84 and ,54.
    assert amounts == {"4219": "619000.03", "4220": "184124.03", "4221": "188024.96", "4222": "157753.73"}
    assert sum(part.amount for part in made.parts.all()) == D("1148902.75")


def test_what_others_paid_is_taken_off_first(ruskonsulent, as_) -> None:
    use = {"4219": (D(2), "5–9"), "4220": (D(5), "20–24"), "4221": (D(1), "1–4"), "4222": (D(0), "0")}
    made = _settle(ruskonsulent, as_("kjersti"), use=use)
    parts = {part.municipality_id: (str(part.amount), part.said) for part in made.parts.all()}
    assert parts == {"4219": ("100000.00", "5–9"), "4220": ("250000.01", "20–24"), "4221": ("50000.00", "1–4"), "4222": ("0.00", "0")}


def test_only_who_leads_where_it_is_employed_settles_and_those_who_share_it_read(staffed, as_) -> None:
    post = Post.objects.get(title="Leder for psykisk helse og rus i Setesdal")
    for who in ("marit", "ingunn", "liv"):
        with pytest.raises(Refused):
            _settle(post, as_(who))
    made = settlements.settlements_of(post)[0]
    assert settlements.settlement_of(as_("marit"), made.pk) == made
    assert settlements.settlement_of(as_("ingunn"), made.pk) is None
    assert settlements.settlement_of(as_("liv"), made.pk) is None


def test_every_fault_of_a_settlement_is_said_at_once(ruskonsulent, as_) -> None:
    with pytest.raises(Refused) as refused:
        _settle(ruskonsulent, as_("kjersti"), cost=D("10.001"), income=D(-1), until=date(2026, 11, 10))
    assert [fault.field for fault in refused.value.faults] == ["cost", "income", "until", "until", "key"]
    with pytest.raises(Refused, match="Andre har betalt mer"):
        _settle(ruskonsulent, as_("kjersti"), cost=D(1), income=D(2))
    assert not Settlement.objects.filter(post=ruskonsulent).exists()


def test_the_same_days_are_settled_again_only_in_place_of_the_first(staffed, as_) -> None:
    post = Post.objects.get(title="Psykolog")
    first = settlements.settlements_of(post)[0]
    with pytest.raises(Refused, match="Noe av perioden er gjort opp før"):
        _settle(post, as_("kjersti"), since=date(2025, 7, 1))
    again = _settle(post, as_("kjersti"))
    assert again.replaces == first
    third = _settle(post, as_("kjersti"))
    assert third.replaces == again
    assert SettlementPart.objects.filter(settlement=first).count() == 4


def test_a_key_that_changed_is_settled_before_and_after_by_itself(staffed, as_) -> None:
    post, by, places = Post.objects.get(title="Psykolog"), as_("kjersti"), staffed.municipalities
    weights = {places["evje"]: D(60), places["bygland"]: D(40)}
    actions.share(post, key="agreed", weights=weights, since=date(2026, 4, 1), by=by)
    post = posts.post_of(by, post.pk)
    assert post is not None
    with pytest.raises(Refused, match="Nøkkelen ble en annen 2026-04-01"):
        _settle(post, by, since=date(2026, 1, 1), until=date(2026, 10, 31))
    made = _settle(post, by, since=date(2026, 4, 1), until=date(2026, 10, 31), income=D(0))
    assert {part.municipality_id: part.amount for part in made.parts.all()} == {"4219": D("600000.01"), "4220": D("400000.00")}


def test_a_settlement_stands_whoever_asks_the_database(staffed) -> None:
    for rows in (Settlement.objects.all(), SettlementPart.objects.all()):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.filter(pk=rows.first().pk).update(municipality=None) if rows.model is SettlementPart else rows.update(note="Annet")
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.first().delete()


def _met(house, as_, times: int, place: str, at: datetime) -> None:
    new = cases.NewEnquiry(
        name=f"Noen i {place}", words="Rus.", unit=house.units["felles"], municipality_number=house.municipalities[place].pk
    )
    enquiry = cases.register(new, by=as_("torbjorn", at))
    cases.take(enquiry, by=as_("torbjorn", at))
    for _ in range(times):
        journal.note_contact(enquiry.person_id, kind="talk", started_at=at, minutes=30, by=as_("torbjorn", at))


def test_use_is_counted_without_persons_and_told_in_fives(staffed, as_) -> None:
    at = datetime(2025, 5, 5, 9, tzinfo=UTC)
    _met(staffed, as_, 11, "evje", at)
    _met(staffed, as_, 3, "valle", at)
    asked = {"staff": [staffed.staff["torbjorn"].pk], "numbers": FOUR, "since": FIRST, "until": LAST}
    found = use_of(as_("kjersti"), **asked)
    assert found == {"4219": (D(3), "10–14"), "4220": (D(0), "0"), "4221": (D(1), "1–4"), "4222": (D(0), "0")}
    assert use_of(as_("ingunn"), **asked) == {}
    assert use_of(as_("kjersti"), **asked | {"staff": [staffed.staff["hanne"].pk]})["4219"] == (D(0), "0")


def test_the_suggestion_follows_the_sizes_and_the_money(ruskonsulent, as_) -> None:
    found = settlements.suggested(ruskonsulent, since=FIRST, until=LAST)
    assert (found.cost, found.income) == (D("980000.00"), D("588000.00"))
    half = settlements.suggested(ruskonsulent, since=date(2023, 12, 1), until=date(2024, 1, 31))
    assert half.income == D("49803.28")  # 60 % of 980 000 for 31 days of a leap year


def test_a_cost_is_counted_day_by_day() -> None:
    changed = [Cost(D(365), date(2025, 1, 1), date(2025, 6, 30)), Cost(D(730), date(2025, 7, 1))]
    assert settlement.cost_of(changed, since=FIRST, until=LAST) == D(181 + 2 * 184)
    assert settlement.cost_of(changed, since=date(2024, 1, 1), until=date(2024, 12, 31)) == 0


@given(some.decimals(0, 10_000_000, places=2), some.dictionaries(some.sampled_from(FOUR), some.integers(0, 500), min_size=1))
def test_by_use_the_sum_is_exact_and_nobody_who_did_not_use_it_pays(left, counts) -> None:
    weights = {key: D(settlement.begun_fives(count - count % 5 if count >= 5 else min(count, 1))) for key, count in counts.items()}
    if any(weights.values()):
        amounts = settlement.settle(left, D(0), weights)
        assert sum(amounts.values()) == left
        assert all(amounts[key] == 0 for key, count in counts.items() if not count)
