"""Who says yes.

For a child, for somebody between sixteen and eighteen, and for somebody who cannot decide.
"""

from helhet.access.deciding import Band, Matter, band, decides, last_day, may_withhold
from helhet.access.mandates import mandate_fits
from tests.drawn import day, drawn, yes


@drawn
def test_the_law_counts_her_age_from_the_day_she_is_so_old(born: str, judged: str, age: str, lasts_to: str) -> None:
    """Twelve, sixteen and eighteen, from the birthday itself. Whose birth date nobody knows is taken for grown.

    | born | judged | age | lasts to |
    | --- | --- | --- | --- |
    | 2016-03-07 | 2026-11-10 | under_12 | 2028-03-06 |
    | 2014-11-11 | 2026-11-10 | under_12 | 2026-11-10 |
    | 2014-11-10 | 2026-11-10 | under_16 | 2030-11-09 |
    | 2010-11-11 | 2026-11-10 | under_16 | 2026-11-10 |
    | 2010-11-10 | 2026-11-10 | under_18 | 2028-11-09 |
    | 2008-11-11 | 2026-11-10 | under_18 | 2026-11-10 |
    | 2008-11-10 | 2026-11-10 | grown | – |
    | 2012-02-29 | 2028-02-28 | under_16 | 2028-02-28 |
    | 2012-02-29 | 2030-02-28 | under_18 | 2030-02-28 |
    | 2012-02-29 | 2030-03-01 | grown | – |
    | – | 2026-11-10 | grown | – |
    """
    found = band(day(born), on=day(judged))
    assert found == age
    years = {Band.UNDER_12: 12, Band.UNDER_16: 16, Band.UNDER_18: 18}.get(found)
    assert (last_day(day(born), years) if years else None) == day(lasts_to)


@drawn
def test_who_says_yes(age: str, matter: str, cannot: str, parents_told: str, says_yes: str, rule: str) -> None:
    """Pasient- og brukerrettighetsloven §§ 4-3 to 4-6 (1 June 2026), helsepersonelloven § 22, forskrift om individuell plan § 5.

    `cannot`: it is decided that she cannot decide this. `parents told`: nothing of it is kept from them.

    | age | matter | cannot | parents told | says yes | rule |
    | --- | --- | --- | --- | --- | --- |
    | under_12 | care | no | yes | parents | pbrl § 4-4 |
    | under_12 | sharing | no | yes | parents | hpl § 22, pbrl § 4-4 |
    | under_12 | plan | no | yes | parents | pbrl § 4-4 |
    | under_12 | care | no | no | helper | pbrl §§ 3-4, 4-3 |
    | under_16 | care | no | yes | parents | pbrl § 4-4 |
    | under_16 | sharing | no | yes | parents | hpl § 22, pbrl § 4-4 |
    | under_16 | care | no | no | herself | pbrl §§ 3-4, 4-3 |
    | under_16 | sharing | no | no | herself | pbrl §§ 3-4, 4-3 |
    | under_18 | care | no | yes | herself | pbrl § 4-3 |
    | under_18 | care | yes | yes | parents | pbrl § 4-5 |
    | under_18 | sharing | yes | yes | nearest | hpl § 22 |
    | grown | care | no | yes | herself | pbrl § 4-3 |
    | grown | sharing | no | yes | herself | hpl § 22 |
    | grown | plan | no | yes | herself | IPF § 5 |
    | grown | care | yes | yes | helper | pbrl § 4-6 |
    | grown | sharing | yes | yes | nearest | hpl § 22 |
    | grown | plan | yes | yes | appointed | IPF § 5 |
    """
    found, by = decides(Matter(matter), Band(age), lacking=yes(cannot), parents_told=yes(parents_told))
    assert found == says_yes
    names = (("pasient- og brukerrettighetsloven", "pbrl"), ("helsepersonelloven", "hpl"), ("forskrift om individuell plan", "IPF"))
    for long, short in (*names, (" og ", ", ")):
        by = by.replace(long, short)
    assert by == rule


@drawn
def test_what_may_be_kept_from_parents(age: str, hers: str, weighty: str) -> None:
    """Pasient- og brukerrettighetsloven § 3-4: her own wish counts between twelve and sixteen, weighty regard for her at any age.

    | age | hers | weighty |
    | --- | --- | --- |
    | under_12 | no | yes |
    | under_16 | yes | yes |
    | under_18 | no | yes |
    | grown | no | no |
    """
    assert (may_withhold("hers", Band(age)), may_withhold("weighty", Band(age))) == (yes(hers), yes(weighty))


@drawn
def test_who_may_act_for_her_at_which_age(age: str, proxy: str, parents: str, youth: str, guardian: str, nearest: str) -> None:
    """Parents under sixteen (§ 4-4), to eighteen when she cannot decide (§ 4-5); from sixteen the nearest, when she cannot (§ 3-3).

    A proxy is hers to give only when she decides herself; that is asked when it is written down.

    | age | proxy | parents | youth | guardian | nearest |
    | --- | --- | --- | --- | --- | --- |
    | under_12 | yes | yes | no | yes | no |
    | under_16 | yes | yes | no | yes | no |
    | under_18 | yes | no | yes | yes | yes |
    | grown | yes | no | no | yes | yes |
    """
    grounds = {"proxy": proxy, "parents": parents, "youth": youth, "guardian": guardian, "nearest": nearest}
    for ground, fits in grounds.items():
        assert mandate_fits(ground, Band(age), born_known=True) is yes(fits), ground
    assert not mandate_fits("parents", Band.GROWN, born_known=False)
