"""From the record to a service: the sums are what a plain count gives, few are drawn towards the nation, and too few give no answer."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from helhet.capacity import fitting, observed
from helhet.capacity.fitting import CannotSay, Staffing, Thin, TooLittle
from helhet.capacity.observed import Sums
from helhet.capacity.outcomes import Stretch, run
from helhet.capacity.service import FIRST
from helhet.demo.synth.nation import Asked, write
from helhet.record import engines, schema

ON = date(2026, 10, 31)
SETESDAL = ("4219", "4220", "4221", "4222")


@pytest.fixture(scope="module")
def shot(tmp_path_factory):
    """A snapshot of a small synthetic Setesdal."""
    place = tmp_path_factory.mktemp("synth") / "setesdal"
    write(place, Asked("setesdal", 400, 6, 3, date(2026, 11, 10)), progress=lambda _: None)
    return engines.snapshot(place)


def summed(shot, numbers=SETESDAL, on=ON):
    """What is asked of it."""
    return Sums.of(shot.ask(*observed.asked(engines.TABLES, numbers, engines.ON), on=on))


def rows(shot, table):
    """Its rows as they stand, with their days and words."""
    names = [one.name for one in schema.TABLES[table].columns if one.type != schema.MOMENT]
    wanted = ", ".join(f'"{name}"' for name in names)
    found = shot.con.sql(f'SELECT {wanted} FROM "{table}"').fetchall()
    return [dict(zip(names, row, strict=True)) for row in found]


def test_the_sums_are_those_of_a_plain_count(shot):
    sums, cases = summed(shot), [one for one in rows(shot, "case") if one["municipality"] in SETESDAL and one["opened_on"] <= ON]
    still = [one for one in cases if one["closed_on"] is None or one["closed_on"] > ON]
    assert sums.count("present") == len(still)
    assert sums.count("opened", back=0) == sum((ON - one["opened_on"]).days < 365 for one in cases)
    lately = [one for one in cases if one not in still and (ON - one["closed_on"]).days < 3 * 365]
    assert sums.count("helped", back=0) == len(lately)
    ready = [one for one in rows(shot, "stay") if one["municipality"] in SETESDAL and one["told_ready_on"] and one["told_ready_on"] <= ON]
    assert sums.count("ready") == sum((ON - one["told_ready_on"]).days < 3 * 365 for one in ready)
    contacts = {}
    for one in rows(shot, "contact"):
        if one["kind"] not in ("not_met", "partner") and one["on"] <= ON:
            contacts.setdefault(one["person"], []).append(one["on"])
    waits, unmet = [], []
    for one in rows(shot, "enquiry"):
        if one["received_on"] <= ON and not one["sent_on"] and one["channel"] != "import" and (ON - one["received_on"]).days < 365:
            met = [day for day in contacts.get(one["person"], []) if day >= one["received_on"]]
            waits += [(min(met) - one["received_on"]).days] if met else []
            ends = [case["closed_on"] or date.max for case in cases if case["person"] == one["person"]]
            ends = [end for end in ends if end >= one["received_on"]]
            unmet += [(min(max(ends), ON) - one["received_on"]).days] if ends and not met else []
    assert list(sums.waits(0).met) == sorted(waits)
    assert list(sums.waits(0).unmet) == sorted(unmet)
    assert unmet, "some wait still"


def test_steps_by_events_of_their_own_are_those_of_a_plain_count(shot):
    sums, cases = summed(shot), [one for one in rows(shot, "case") if one["municipality"] in SETESDAL and one["opened_on"] <= ON]
    helped = {one["person"] for one in cases}
    board = [one for one in rows(shot, "on_board") if one["person"] in helped and one["since"] <= ON]
    assert sums.count("fact_now") == sum(one["until"] is None or one["until"] > ON for one in board)
    assert sums.count("fact_began") == sum((ON - one["since"]).days < 3 * 365 for one in board)
    home = [one for one in cases if one["legal_basis"] == "hol-3-2-6a"]
    assert sums.count("home_now") == sum(one["closed_on"] is None or one["closed_on"] > ON for one in home)
    sent = [one for one in rows(shot, "notice") if one["kind"] == "referral" and one["person"] in helped and one["on"] <= ON]
    taken_in = [one for one in sent if one["answer"] == "accepted" or one["answered_on"] is None or one["answered_on"] > ON]
    assert sums.count("specialist_began") == sum((ON - one["on"]).days < 3 * 365 for one in taken_in)
    begun = {(one["person"], one["opened_on"]) for one in cases if 182 <= (ON - one["opened_on"]).days < 3 * 365}
    asked = {}
    for one in rows(shot, "response"):
        if one["on"] <= ON:
            asked.setdefault(one["person"], []).append(one["on"])
    first = [min((day - since).days for day in asked.get(who, []) if day >= since) for who, since in begun
             if any(day >= since for day in asked.get(who, []))]  # fmt: skip
    soon = [days for days in first if days < 182]
    assert (sums.count("mapping_of"), sums.count("mapping_done"), sums.sum("mapping_done")) == (len(begun), len(soon), sum(soon))
    assert soon
    assert board


def test_other_municipalities_and_later_days_are_not_in_it(shot):
    one, all_four = summed(shot, ("4219",)), summed(shot)
    assert 0 < one.count("present") < all_four.count("present")
    assert summed(shot, ("0301",)).many == {}
    early = summed(shot, on=date(2024, 10, 31))
    assert early.count("opened", back=0) == sum(
        0 <= (date(2024, 10, 31) - one["opened_on"]).days < 365 for one in rows(shot, "case") if one["municipality"] in SETESDAL
    )


def test_no_row_of_it_is_about_one_person(shot):
    found = shot.ask(*observed.asked(engines.TABLES, SETESDAL, engines.ON), on=ON)
    assert set(found[0]) == set(observed.COLUMNS)
    assert "person" not in observed.COLUMNS


def test_a_service_is_made_of_it_that_waits_as_they_have_waited(shot):
    found = fitting.fitted(summed(shot), Staffing(24.0, 21_600_000, 7363), date(2026, 11, 1), 5.0)
    assert not found.service.model().faults()
    assert Thin.LENGTHS not in found.grounds.thin, "in six years enough have ended"
    assert 0.5 < found.grounds.full < 1.1, "a little more than full, where some are in heavier steps today than they will be"
    year = replace(found.service, years=1.0)
    waited = np.nanmedian(run(year.model(), [Stretch(0.0, year.days)], replications=250).of(FIRST).waited) + found.grounds.lag
    assert waited == pytest.approx(found.grounds.waited, rel=0.35)


def test_few_are_drawn_towards_the_nation_and_many_are_not():
    usual = 10.0
    few, unsure = fitting.drawn_towards(2, 1, usual, 4.0)
    many, sure = fitting.drawn_towards(200, 1, usual, 4.0)
    assert 2 < few < usual
    assert many == pytest.approx(200, rel=0.3)
    assert sure < 0.1 < unsure
    assert fitting.drawn_towards(0, 3, usual, 4.0)[0] > 0, "that none has come is not that none will"


def test_too_little_is_an_answer():
    sums = Sums({("present", "u", 1, 0): 19, ("opened", "u", 1, 0): 3}, {("present", "u", 1, 0): 0, ("opened", "u", 1, 0): 0})
    with pytest.raises(CannotSay) as cannot:
        fitting.fitted(sums, Staffing(0.0, 0.0, 1000), date(2026, 11, 1), 5.0)
    assert set(cannot.value.reasons) == set(TooLittle)


def made(here=60, new=40):
    """Sums of a service where nobody has ended yet."""
    many = {("opened", "u", one, 0): new // 3 for one in (1, 2, 3)} | {("present", "u", one, 4): here // 3 for one in (1, 2, 3)}
    many |= {("waited", "", 0, days): 5 for days in (5, 7, 8, 9, 14)}
    return Sums(many, dict.fromkeys(many, 0))


def test_where_nobody_has_ended_as_many_end_as_begin():
    found = fitting.fitted(made(), Staffing(4.0, 3_600_000, 7363), date(2026, 11, 1), 2.0)
    assert {Thin.LENGTHS, Thin.CONTACTS, Thin.STAYS} <= set(found.grounds.thin)
    for flow in found.service.flows[:3]:
        length = next(one.length.mean for one in found.service.steps if one.key == f"follow_up_{flow.key}")
        assert flow.a_year * length / 365.25 == pytest.approx(20), "as many as are there (Little)"


def test_last_years_forecast_is_held_against_what_came():
    staffing = Staffing(4.0, 3_600_000, 7363)
    before = fitting.fitted(made(), staffing, date(2025, 11, 1), 1.0)
    held = {one.what: one for one in fitting.tried(before, made())}
    assert set(held) == {"newcomers", "persons", "waited"}
    assert held["persons"].held
    assert not {one.what: one for one in fitting.tried(before, made(here=240))}["persons"].held


def test_whoever_waits_is_not_helped_at_the_same_time():
    sums = made()
    many = dict(sums.many) | {("waiting", "u", 1, 1): 2}
    found = fitting.fitted(Sums(many, dict.fromkeys(many, 0)), Staffing(4.0, 3_600_000, 7363), date(2026, 11, 1), 1.0)
    assert len(found.service.present) == 60
    assert sum(one.waiting and one.step == FIRST for one in found.service.present) == 2
