"""What is bought of others, as those who lead see it: by year, kind and payer, in round sums and ranges, and nobody named."""

from datetime import date
from decimal import Decimal

import pytest

from helhet.cases import actions
from helhet.organisation.models import Partner
from helhet.oversight.bought import bought
from helhet.people import actions as people
from helhet.record import live
from helhet.record.disclosure import Range

TODAY = date(2026, 11, 10)


@pytest.fixture
def bought_for_two(house, as_):
    """Two in Bygland: one with a place since last year, one with treatment this autumn that nobody has looked at."""
    supplier = Partner.objects.create(kind="other", name="Heia behandlingssenter")
    supplier.serves.add(house.municipalities["bygland"])
    made = []
    for given, since, until, kind, payer, price in (
        ("Per", date(2025, 12, 1), None, "home", "state", 3450), ("Ola", date(2026, 9, 1), date(2026, 9, 30), "treatment", "", 2000),
    ):  # fmt: skip
        person = people.make_known(
            people.NewPerson(house.municipalities["bygland"], given, "Li"), unit=house.units["bygland"], by=as_("ingunn")
        )
        made.append(
            actions.buy_care(
                person.pk,
                supplier=supplier,
                contract="A",
                purpose="Ro.",
                per_day=Decimal(price),
                since=since,
                until=until,
                review_on=date(2026, 11, 20),
                kind=kind,
                paid_by=payer,
                by=as_("ingunn"),
            )  # fmt: skip
        )
    return made


def test_a_year_costs_its_days_in_round_sums(bought_for_two) -> None:
    this, last, _ = bought("4220", on=date(2026, 10, 31)).years
    assert (last.year, last.cost, last.by_payer) == (2025, 110_000, {"state": 110_000}), "31 days at 3,450"
    assert this.cost == round((304 * 3450 + 30 * 2000) / 10_000) * 10_000
    assert this.by_kind == {"home": 1_050_000, "treatment": 60_000}
    assert this.by_payer == {"state": 1_050_000, "": 60_000}
    assert this.persons == Range(1, 4)


def test_whether_anybody_has_looked_is_told_and_never_of_whom(bought_for_two) -> None:
    assert (bought("4220", on=TODAY).now, bought("4220", on=TODAY).unseen) == (Range(1, 4), Range(0, 4)), "of so few nothing is said"
    assert bought("4221", on=TODAY).now == Range(0, 0)
    assert len(live.rows("bought_care")) == 2


def test_the_page_is_for_those_who_lead(bought_for_two, browse) -> None:
    for key, seen in (("kjersti", 200), ("ingunn", 404), ("liv", 404), ("sissel", 404)):
        assert browse(key).get("/folk-og-penger/kjopt/").status_code == seen, key
    page = browse("kjersti").get("/folk-og-penger/kjopt/").content.decode()
    assert "Toppfinansiering fra staten" in page
    assert "Per" not in page.split("<main", 1)[1].replace("Personer", "").replace("personer", "").replace("personen", "")
