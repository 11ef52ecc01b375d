"""Posts: no work year twice, only the municipality's leader writes, what was stands, and money that ends is found."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from helhet.organisation import actions
from helhet.organisation.models import Funding, Post, PostChange, PostSize, Staff
from helhet.organisation.queries import posts as queries
from helhet.organisation.rules import Refused

TODAY, YEAR = date(2026, 11, 10), date(2026, 1, 1)
FOUR = ["4219", "4220", "4221", "4222"]
H, D = Decimal(100), Decimal


@pytest.fixture
def post(house, as_):
    """A psychologist's post in Bygland, a whole one."""
    place = house.municipalities["bygland"]
    return actions.add_post(
        employer=place,
        title="Psykologspesialist",
        education="psychologist",
        percent=H,
        since=YEAR,
        yearly_cost=D(1_000_000),
        by=as_("kjersti"),
    )


def _aim(post, by, percent: int, **more):
    given = {"age_group": "adults", "problem": "mental", "area": "treatment", "since": YEAR} | more
    return actions.aim(post, percent=D(percent), by=by, **given)


def test_four_municipalities_together_are_the_work_there_is(staffed) -> None:
    together = queries.work_years(FOUR, on=TODAY)
    alone = [row for number in FOUR for row in queries.work_years([number], on=TODAY)]
    assert sum(row.percent for row in together) == sum(row.percent for row in alone)
    aimed = sum(one.aimed for one in queries.posts_on(FOUR, on=TODAY))
    assert sum(row.percent for row in together) == aimed
    assert 10 < sum(row.years for row in together) < 20
    assert queries.work_years(["4224"], on=TODAY) == []


def test_a_shared_post_is_divided_by_its_key(staffed) -> None:
    rows = [row for row in queries.work_years(FOUR, on=TODAY) if row.title == "Psykolog" and row.age_group == "adults"]
    assert {row.municipality: str(row.percent) for row in rows} == {"4219": "32.33", "4220": "9.61", "4221": "9.82", "4222": "8.24"}
    leader = [row for row in queries.work_years(FOUR, on=TODAY) if row.title.startswith("Leder for psykisk") and row.age_group == "adults"]
    assert {str(row.percent) for row in leader} == {"7.50"}


def test_which_posts_lose_their_money_next_january_is_one_question(staffed) -> None:
    found = queries.money_that_ends(FOUR, since=date(2026, 12, 31), until=date(2027, 1, 30))
    assert {(one.post.title, str(one.unpaid), one.from_day) for one in found} == {
        ("Ruskonsulent", "60.00", date(2027, 1, 1)), ("Sosionom", "20.00", date(2027, 1, 1)),
    }  # fmt: skip
    assert [one.who for one in found][0] == ("Torbjørn Frøysnes",)
    assert [one.post.title for one in queries.money_that_ends(["4221"], since=date(2026, 12, 31), until=date(2027, 1, 30))] == [
        "Ruskonsulent"
    ]
    assert queries.money_that_ends(["4224"], since=YEAR, until=date(2030, 1, 1)) == []


def test_nothing_ends_when_somebody_else_goes_on_paying(staffed, as_) -> None:
    post = Post.objects.get(title="Sosionom")
    actions.fund(post, source="own", percent=D(20), since=date(2027, 1, 1), by=as_("kjersti"))
    found = queries.what_ends(["4222"], since=TODAY, until=date(2027, 2, 1))
    assert [(one.kind, one.post.title) for one in found] == [("money", "Ruskonsulent")]


def test_what_nobody_holds_is_vacant(staffed) -> None:
    night = next(row for row in queries.work_years(["4219"], on=TODAY) if row.title.endswith("natt"))
    assert (night.percent, night.vacant) == (D(75), D(75))


def test_more_than_the_whole_post_is_not_aimed_paid_or_held(post, as_) -> None:
    by = as_("kjersti")
    _aim(post, by, 70)
    for deed in (
        lambda: _aim(post, by, 31, age_group="children"),
        lambda: [actions.fund(post, source="own", percent=D(60), since=YEAR, by=by) for _ in range(2)],
        lambda: [actions.hold(post, name=who, percent=D(60), since=YEAR, by=by) for who in ("A", "B")],
    ):
        with pytest.raises(Refused) as refused:
            deed()
        assert [fault.field for fault in refused.value.faults] == ["percent"]
    actions.hold(post, name="Vikaren", percent=D(60), since=YEAR, stands_in=True, by=by)


def test_one_worker_is_at_most_one_work_year_in_all_four_together(staffed, as_) -> None:
    evje, by = staffed.municipalities["evje"], as_("kjersti")
    more = actions.add_post(employer=evje, title="Psykolog", education="psychologist", percent=D(20), since=YEAR, by=by)
    with pytest.raises(Refused) as refused:
        actions.hold(more, staff=staffed.staff["hanne"], percent=D(20), since=TODAY, by=by)
    assert "Hanne Lie Mosdal har fra 2026-11-10 mer enn én hel stilling til sammen. Se stillingene i Bygland." in str(refused.value)


@pytest.mark.parametrize("who", ["ingunn", "marit", "liv"])
def test_only_who_leads_where_it_is_employed_writes(post, as_, who: str) -> None:
    by = as_(who)
    for deed in (
        lambda: actions.add_post(employer=post.employer, title="X", education="higher", percent=H, since=YEAR, by=by),
        lambda: actions.end_post(post, on=TODAY, by=by),
        lambda: actions.fund(post, source="own", percent=H, since=YEAR, by=by),
        lambda: actions.resize_post(post, percent=D(50), yearly_cost=None, since=TODAY, by=by),
    ):
        with pytest.raises(Refused):
            deed()
    assert PostChange.objects.filter(post=post).count() == 1


def test_who_shares_reads_and_who_has_no_part_finds_nothing(staffed, as_) -> None:
    shared, own = Post.objects.get(title="Ruskonsulent"), Post.objects.get(title="Vernepleier")
    assert queries.post_of(as_("marit"), shared.pk) == shared
    assert not queries.may_change(as_("marit"), shared)
    assert queries.post_of(as_("marit"), own.pk) is None
    assert queries.post_of(as_("ingunn"), own.pk) is None
    assert queries.may_change(as_("tone"), own)


def test_a_new_size_leaves_the_old_one_standing(post, as_) -> None:
    actions.resize_post(post, percent=D(80), yearly_cost=D(800_000), since=date(2026, 7, 1), by=as_("kjersti"))
    sizes = [(one.percent, one.since, one.until) for one in PostSize.objects.filter(post=post)]
    assert sizes == [(H, YEAR, date(2026, 6, 30)), (D(80), date(2026, 7, 1), None)]


def test_a_post_does_not_shrink_below_what_it_is_aimed_at(post, as_) -> None:
    _aim(post, as_("kjersti"), 90)
    with pytest.raises(Refused) as refused:
        actions.resize_post(post, percent=D(80), yearly_cost=None, since=TODAY, by=as_("kjersti"))
    assert "Samme årsverk telles ikke to ganger" in str(refused.value)
    assert PostSize.objects.filter(post=post).count() == 1


def test_when_a_post_ends_everything_in_it_ends(staffed, as_) -> None:
    post, last = Post.objects.get(title="Ruskonsulent"), date(2026, 12, 31)
    actions.end_post(post, on=last, by=as_("kjersti"))
    rows = [*post.sizes.all(), *post.shares.all(), *post.funding.all(), *post.holders.all(), *post.sharings.all()]
    assert all(one.until and one.until <= last for one in rows)
    assert not [one for one in queries.posts_on(FOUR, on=date(2027, 1, 1)) if one.post == post]


def test_a_post_that_is_prolonged_goes_on_as_it_was_and_its_money_must_be_found(post, as_) -> None:
    by, first, later = as_("kjersti"), date(2026, 12, 31), date(2027, 6, 30)
    _aim(post, by, 50)
    actions.fund(post, source="own", percent=H, since=YEAR, by=by)
    actions.end_post(post, on=first, by=by)
    actions.end_post(post, on=later, by=by)
    then = queries.on_day(queries.post_of(by, post.pk), later)
    assert (then.percent, then.aimed, then.unpaid) == (H, D(50), H)


def test_what_was_wrong_is_taken_back_and_the_history_says_why(post, as_) -> None:
    by = as_("kjersti")
    made = actions.fund(post, source="own", percent=D(50), since=YEAR, by=by)
    with pytest.raises(Refused):
        actions.take_back(post, kind="funding", key=made.pk, why=" ", by=by)
    actions.take_back(post, kind="funding", key=made.pk, why="Feil stilling.", by=by)
    assert not Funding.objects.filter(post=post).exists()
    last = queries.history_of(post)[0]
    assert (last.verb, last.was["percent"], last.became["why"], last.by_name) == ("taken_back", "50.00", "Feil stilling.", "Kjersti Li")


def test_history_stands_whoever_asks_the_database(post) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        PostChange.objects.update(by_name="En annen")
    with pytest.raises(DatabaseError), transaction.atomic():
        PostChange.objects.all().delete()


def test_the_database_refuses_a_share_that_is_none(post) -> None:
    for percent, until in ((D(0), None), (D(101), None), (D(50), date(2025, 1, 1))):
        with pytest.raises(IntegrityError), transaction.atomic():
            Funding.objects.create(post=post, source="own", percent=percent, since=YEAR, until=until)


def test_every_fault_of_a_post_is_said_at_once(house, as_) -> None:
    with pytest.raises(Refused) as refused:
        actions.add_post(
            employer=house.municipalities["bygland"], title=" ", education="x", percent=D("100.001"), since=TODAY, until=YEAR, kostra="24",
            by=as_("kjersti"),
        )  # fmt: skip
    assert {fault.field for fault in refused.value.faults} == {"title", "education", "percent", "until", "kostra"}
    assert not Post.objects.filter(title__in=("", " ")).exists()


def test_a_shared_post_names_at_least_two_and_an_agreed_fraction_adds_up(post, house, as_) -> None:
    by, places = as_("kjersti"), house.municipalities
    for key, weights in (
        ("equal", {places["bygland"]: None}), ("equal", {places["evje"]: None, places["valle"]: None}),
        ("agreed", {places["bygland"]: D(60), places["evje"]: D(30)}), ("agreed", {places["bygland"]: D(60), places["evje"]: None}),
    ):  # fmt: skip
        with pytest.raises(Refused):
            actions.share(post, key=key, weights=weights, since=YEAR, by=by)
    made = actions.share(post, key="agreed", weights={places["bygland"]: D(60), places["evje"]: D(40)}, since=YEAR, by=by)
    _aim(post, by, 50)
    rows = [row for row in queries.work_years(FOUR, on=TODAY) if row.title == post.title]
    assert {row.municipality: row.percent for row in rows} == {"4219": D(20), "4220": D(30)}
    actions.share(post, key="equal", weights={places["bygland"]: None, places["evje"]: None}, since=TODAY, by=by)
    made.refresh_from_db()
    assert made.until == date(2026, 11, 9)


def test_the_demos_people_hold_what_they_are_called(staffed) -> None:
    held = {one.who for post in queries.posts_on(FOUR, on=TODAY) for one in post.holders}
    assert {one.name for one in Staff.objects.exclude(name="Liv Åsland")} <= held
