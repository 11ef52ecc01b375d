"""Care bought for somebody: with a purpose, a price and a day to look at it; seen by those around her and nobody else."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from helhet.access.policy import NotVisible
from helhet.cases import actions, queries
from helhet.cases.models import BoughtCare
from helhet.cases.rules.bought import cost_of
from helhet.organisation.models import Partner
from helhet.organisation.rules import Refused

TODAY = date(2026, 11, 10)


@pytest.fixture
def place(house):
    made = Partner.objects.create(kind="other", name="Heia behandlingssenter")
    made.serves.add(house.municipalities["bygland"])
    return made


@pytest.fixture
def siri(house, as_):
    new = actions.NewEnquiry(name="Siri Haugen", words="Hester.", unit=house.units["bygland"], municipality_number="4220")
    enquiry = actions.register(new, by=as_("ingunn"))
    actions.take(enquiry, by=as_("ingunn"))
    return enquiry.person


def _buy(siri, place, by, **more):
    given = {"contract": "Rammeavtalen", "purpose": "Ro.", "per_day": Decimal("3450.00"), "since": date(2026, 11, 1),
             "review_on": date(2026, 12, 1)}  # fmt: skip
    return actions.buy_care(siri.pk, supplier=place, by=by, **given | more)


def test_it_costs_both_its_first_and_its_last_day() -> None:
    assert cost_of(Decimal("100.50"), date(2026, 11, 1), None, on=TODAY) == Decimal("1005.00")
    assert cost_of(Decimal(100), date(2026, 11, 1), date(2026, 11, 3), on=TODAY) == 300
    assert cost_of(Decimal(100), date(2026, 12, 1), None, on=TODAY) == 0


def test_every_fault_is_said_at_once_and_nothing_is_bought(siri, as_) -> None:
    with pytest.raises(Refused) as refused:
        _buy(siri, None, as_("ingunn"), contract=" ", purpose="", per_day=Decimal(-1), until=date(2026, 1, 1), review_on=TODAY)
    assert {fault.field for fault in refused.value.faults} == {"supplier", "contract", "purpose", "per_day", "until", "review_on"}
    assert not BoughtCare.objects.exists()


def test_who_has_no_relation_buys_and_sees_nothing(siri, place, as_, opening_for, browse) -> None:
    made = _buy(siri, place, as_("ingunn"))
    for who in ("liv", "gunnhild"):
        with pytest.raises(NotVisible):
            _buy(siri, place, as_(who))
        with pytest.raises(NotVisible):
            actions.end_bought(made, on=TODAY, why="Nei", by=as_(who))
        assert queries.bought_for(opening_for(who), siri.pk) == []
        assert browse(who).get(reverse("bought", args=[siri.pk])).status_code == 404


def test_it_is_looked_at_with_her_and_falls_due_again(siri, place, as_, opening_for) -> None:
    made = _buy(siri, place, as_("ingunn"))
    with pytest.raises(Refused):
        actions.look_at_bought(made, on=TODAY, helps="x", her_view=" ", words="", next_on=TODAY, by=as_("ingunn"))
    look = {"on": TODAY, "helps": "no", "her_view": "Jeg vil hjem.", "words": "Vi finner noe annet.", "next_on": date(2027, 1, 10)}
    actions.look_at_bought(made, by=as_("ingunn"), **look)
    found = queries.bought_for(opening_for("ingunn"), siri.pk)[0]
    assert [one.her_view for one in found.looks] == ["Jeg vil hjem."]
    assert [(one.kind, one.by) for one in queries.due(opening_for("ingunn"), [siri.pk]) if one.kind == "bought"] == [
        ("bought", date(2027, 1, 10))
    ]
    actions.end_bought(made, on=TODAY, why="Fikk leilighet.", by=as_("ingunn"))
    assert not [one for one in queries.due(opening_for("ingunn"), [siri.pk]) if one.kind == "bought"]


def test_it_is_bought_looked_at_and_ended_on_her_page(siri, place, browse) -> None:
    ingunn, url = browse("ingunn"), reverse("bought", args=[siri.pk])
    given = {"gjor": "buy", "supplier": str(place.pk), "contract": "Rammeavtalen", "purpose": "Ro.", "per_day": "3 450",
                 "kind": "home", "paid_by": "own",
             "since": "2026-11-01", "until": "", "review_on": "2026-12-01"}  # fmt: skip
    assert ingunn.post(url, given).status_code == 302
    made = BoughtCare.objects.get()
    page = ingunn.get(url).content.decode()
    assert f'data-doc="kjøpt tilbud:{made.pk}"' in page
    assert "34\xa0500 kroner til nå" in page
    end = {"gjor": "end", "rad": str(made.pk), "on": "2026-11-09", "why": "Fikk leilighet."}
    assert ingunn.post(url, end).status_code == 302
    assert "Fikk leilighet." in ingunn.get(url).content.decode()
