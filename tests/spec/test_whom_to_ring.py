"""Whom do I ring about this, now?

The words as somebody types them, and the first number to ring. The telephones are those of Setesdal in the demo: a substance-use
consultant for all four municipalities, one worker in each, the coordinating unit, NAV, LAR every other Tuesday, the acute team until
22.00 and the doctor on duty at all hours.
"""

from datetime import date, time

from helhet.organisation.rules import Hours
from helhet.organisation.rules.telephone import Answer, Away, Place, Telephone, When, answer, line, understand
from tests.drawn import drawn, instant

NAMES = {"4219": "Evje og Hornnes", "4220": "Bygland", "4221": "Valle", "4222": "Bykle", "4224": "Åseral"}
PLACE = Place(NAMES, frozenset({"setesdal"}), {"kristiansand": "Kristiansand"})
ALL = frozenset({"4219", "4220", "4221", "4222"})
OFFICE = (Hours(frozenset(range(5)), time(8), time(15, 30)),)
ALWAYS = (Hours(frozenset(range(7)), time(0), time(0), on_holidays=True),)
LATE = (Hours(frozenset(range(7)), time(8), time(22), on_holidays=True),)
TUESDAYS = (Hours(frozenset({1}), time(13), time(15), 2, date(2026, 1, 6), place="Byglandsfjord"),)


def _worker(key: str, name: str, number: str, where: str, order: int, more: str = "", **given) -> Telephone:
    topics = f"psykisk helse rus angst depresjon samtale {more}"
    return Telephone(
        key, name, number, "Psykisk helse og rus", topics, serves=frozenset({where}), hours=OFFICE, order=order, staff=key, **given
    )


TELEPHONES = [
    Telephone(
        "torbjørn", "Torbjørn Frøysnes", "40000151", "Ruskonsulent for alle fire kommunene", "rus alkohol avhengighet LAR", serves=ALL,
        hours=OFFICE, order=10, staff="torbjørn",
    ),
    _worker("gunnhild", "Gunnhild Hovden", "40000103", "4222", 15, "bolig", stands_in_for="torbjørn"),
    _worker("ingunn", "Ingunn Austad", "40000101", "4220", 15),
    _worker("olav", "Olav Rygnestad", "40000104", "4221", 15),
    _worker("marit", "Marit Hornnes", "40000105", "4219", 15, "bolig"),
    Telephone(
        "ke", "Koordinerende enhet", "40000100", "Finner rett person", "koordinator individuell plan", serves=ALL, hours=OFFICE, order=30,
        finds_others=True,
    ),
    Telephone("akutt", "Ambulant akutteam", "40000175", "Kan komme hjem", "akutt krise selvmord psykose rus psykisk", "DPS", ALL, LATE, 40),
    Telephone("lar", "LAR", "40000172", "Annenhver tirsdag", "rus LAR medisin substitusjon", "Byglandsfjord", ALL, TUESDAYS, 50),
    Telephone(
        "nav", "Sissel Heistad", "40000161", "Økonomi, arbeid", "nav penger økonomi gjeld arbeid bolig rus", "NAV Setesdal", ALL,
        (Hours(frozenset(range(5)), time(9), time(11)),), 50,
    ),
    Telephone("lege", "Legevakten", "116117", "Når det ikke kan vente", "akutt lege rus psykisk", "", ALL, ALWAYS, 60, on_duty=True),
    Telephone("113", "Fare for liv", "113", "Ambulanse", "akutt liv selvmord", "", ALL, ALWAYS, 70, on_duty=True),
    Telephone("kontor", "Bygland legesenter", "40000180", "", "fastlege", serves=frozenset({"4220"}), order=55),
]  # fmt: skip


def _ring(
    words: str, at: str, *, home: str = "4220", when: When | None = None, away: tuple[Away, ...] = (), more: tuple[Telephone, ...] = ()
) -> Answer:
    there = instant(at)
    assert there
    question = understand(words, PLACE)
    return answer(question, [*TELEPHONES, *more], home=home, at=there, when=when or question.when or When.NOW, away=away)


def _names(lines) -> str:
    return ", ".join(one.telephone.name for one in lines) or "–"


def _first(found: Answer) -> str:
    return found.first.telephone.name if found.first else "–"


@drawn
def test_one_number_is_the_answer(words: str, at: str, ring: str) -> None:
    """Somebody in Bygland asks. 2026-11-10 is a Tuesday, and LAR's day; 2026-11-14 is a Saturday; Christmas Day is a holiday.

    | words | at | ring |
    | --- | --- | --- |
    | rus bykle | 2026-11-10 09:04 | Torbjørn Frøysnes |
    | psykisk helse valle | 2026-11-10 09:04 | Olav Rygnestad |
    | bolig bykle | 2026-11-10 09:04 | Gunnhild Hovden |
    | bolig | 2026-11-10 09:04 | Sissel Heistad |
    | koordinator evje | 2026-11-10 09:04 | Koordinerende enhet |
    | ambulant akutteam | 2026-11-10 09:04 | Ambulant akutteam |
    | Kristiansand bolig | 2026-11-10 09:04 | Sissel Heistad |
    | LAR | 2026-11-10 09:04 | Torbjørn Frøysnes |
    | LAR | 2026-11-10 13:30 | LAR |
    | LAR | 2026-11-17 13:30 | Torbjørn Frøysnes |
    | nav | 2026-11-10 10:59 | Sissel Heistad |
    | fastlege | 2026-11-10 10:00 | Bygland legesenter |
    | akutt rus bykle | 2026-11-10 09:04 | Ambulant akutteam |
    | Torbjørn | 2026-11-10 09:04 | Torbjørn Frøysnes |
    | rus setesdal | 2026-11-10 09:04 | Torbjørn Frøysnes |
    | rus bykle | 2026-11-10 15:30 | Ambulant akutteam |
    | rus bykle | 2026-11-10 22:00 | Legevakten |
    | rus bykle | 2026-11-14 10:00 | Ambulant akutteam |
    | rus bykle | 2026-12-25 10:00 | Ambulant akutteam |
    """
    found = _ring(words, at)
    assert _first(found) == ring
    assert found.fits


@drawn
def test_words_are_understood_however_they_are_written(words: str, ring: str, place: str) -> None:
    """Tuesday at 09.04, asked from Bygland: inflections, slips of the finger, nynorsk, other words for the same.

    | words | ring | place |
    | --- | --- | --- |
    | kven ringer eg om rus i bykle | Torbjørn Frøysnes | Bykle |
    | rusen Byklle | Torbjørn Frøysnes | Bykle |
    | alkohl valle | Torbjørn Frøysnes | Valle |
    | metadon hornnes | Torbjørn Frøysnes | Evje og Hornnes |
    | ruskonsulenten | Torbjørn Frøysnes | Bygland |
    | bustad i Bykle | Gunnhild Hovden | Bykle |
    | kommunebolig evje | Marit Hornnes | Evje og Hornnes |
    | det gjeld angst | Ingunn Austad | Bygland |
    | gjeld | Sissel Heistad | Bygland |
    | pengar bykles | Sissel Heistad | Bykle |
    | kordinator bykel | Koordinerende enhet | Bykle |
    | individuelle planer | Koordinerende enhet | Bygland |
    | samtaler byglandsfjord | Ingunn Austad | Bygland |
    | sjølvmord | Ambulant akutteam | Bygland |
    """
    found = _ring(words, "2026-11-10 09:04")
    assert (_first(found), NAMES[found.number]) == (ring, place)


@drawn
def test_danger_to_life_is_answered_first(words: str, at: str, ring: str) -> None:
    """Whoever else knows about it stands below.

    | words | at | ring |
    | --- | --- | --- |
    | overdose bykle | 2026-11-10 09:04 | Fare for liv |
    | overdosen | 2026-11-14 02:00 | Fare for liv |
    | medvitslaus | 2026-11-10 09:04 | Fare for liv |
    | puster ikke | 2026-11-10 09:04 | Fare for liv |
    | ho pustar ikkje | 2026-11-10 09:04 | Fare for liv |
    | bevistløs | 2026-11-10 09:04 | Fare for liv |
    | liv i fare | 2026-11-10 09:04 | Fare for liv |
    | fare for liv | 2026-11-10 09:04 | Fare for liv |
    | overdose åseral | 2026-11-10 09:04 | Fare for liv |
    """
    assert _first(_ring(words, at)) == ring


CHILD_WELFARE = Telephone(
    "barnevern", "Barneverntjenesten", "40000186", "Bekymring for et barn", "barn barnevern bekymring", "", ALL, ALWAYS, 55
)  # fmt: skip


@drawn
def test_what_it_is_about_goes_before_who_it_is_about(words: str, ring: str) -> None:
    """Child welfare answers for all four too, at all hours. Anxiety in the young is anxiety; a concern for a child is theirs.

    | words | ring |
    | --- | --- |
    | angst hos ungdom | Ingunn Austad |
    | ungdom rus | Torbjørn Frøysnes |
    | depresjon barn | Ingunn Austad |
    | ungdom | Barneverntjenesten |
    | bekymret for et barn | Barneverntjenesten |
    | barnevernet | Barneverntjenesten |
    """
    assert _first(_ring(words, "2026-11-10 09:04", more=(CHILD_WELFARE,))) == ring


@drawn
def test_when_nobody_who_fits_answers_the_page_says_so(words: str, at: str, ring: str, knows: str) -> None:
    """The one who finds the right person, else the doctor on duty; below stands who knows, and when they answer.

    | words | at | ring | knows |
    | --- | --- | --- | --- |
    | bolig i natt | 2026-11-10 09:04 | Legevakten | Sissel Heistad |
    | nav | 2026-11-10 12:00 | Koordinerende enhet | Sissel Heistad |
    | hundeklipp | 2026-11-10 09:04 | Koordinerende enhet | – |
    | pårørende | 2026-11-10 09:04 | Koordinerende enhet | – |
    | mor til pasient | 2026-11-10 09:04 | Koordinerende enhet | – |
    | faren ringer | 2026-11-10 09:04 | Koordinerende enhet | – |
    | farge | 2026-11-10 09:04 | Koordinerende enhet | – |
    | ikke sovet | 2026-11-10 09:04 | Koordinerende enhet | – |
    | Kristine | 2026-11-10 09:04 | Koordinerende enhet | – |
    | hjemmesykepleie | 2026-11-10 09:04 | Koordinerende enhet | – |
    | hjemmetjeneste | 2026-11-10 09:04 | Koordinerende enhet | – |
    | hundeklipp | 2026-11-14 10:00 | Legevakten | – |
    | rus åseral | 2026-11-10 09:04 | – | – |
    """
    found = _ring(words, at)
    assert (_first(found), found.fits, _names(found.also)) == (ring, False, knows)


@drawn
def test_the_words_or_the_choice_say_when(words: str, chosen: str, at: str, ring: str, when: str) -> None:
    """What is chosen on the page goes before the words. Night is two o'clock, evening six, the weekend Saturday noon.

    | words | chosen | at | ring | when |
    | --- | --- | --- | --- | --- |
    | rus bykle i kveld | – | 2026-11-10 09:04 | Ambulant akutteam | kveld 10.11 18:00 |
    | rus bykle | kveld | 2026-11-10 09:04 | Ambulant akutteam | kveld 10.11 18:00 |
    | rus i natta | – | 2026-11-10 09:04 | Legevakten | natt 11.11 02:00 |
    | rus i natt | na | 2026-11-10 09:04 | Torbjørn Frøysnes | na 10.11 09:04 |
    | rus i helga | – | 2026-11-10 09:04 | Ambulant akutteam | helg 14.11 12:00 |
    | rus | natt | 2026-11-11 01:30 | Legevakten | natt 11.11 01:30 |
    | rus | kveld | 2026-11-10 20:15 | Ambulant akutteam | kveld 10.11 20:15 |
    """
    found = _ring(words, at, when=None if chosen == "–" else When(chosen))
    assert (_first(found), f"{found.when} {found.at:%d.%m %H:%M}") == (ring, when)


@drawn
def test_what_stands_under_the_answer(words: str, at: str, instead: str, later: str, also: str) -> None:
    """*Instead*: nobody answers there. *Later*: after it has closed. *Also*: who else knows.

    | words | at | instead | later | also |
    | --- | --- | --- | --- | --- |
    | rus bykle | 2026-11-10 09:04 | Gunnhild Hovden, Koordinerende enhet | Ambulant akutteam, Legevakten | Sissel Heistad, LAR |
    | koordinator evje | 2026-11-10 09:04 | Torbjørn Frøysnes, Marit Hornnes | Legevakten | – |
    | rus bykle | 2026-11-10 18:00 | Legevakten | – | Torbjørn Frøysnes, Gunnhild Hovden, LAR, Sissel Heistad |
    | bolig | 2026-11-10 09:04 | Koordinerende enhet | Legevakten | – |
    """
    found = _ring(words, at)
    assert (_names(found.instead), _names(found.later), _names(found.also)) == (instead, later, also)


@drawn
def test_who_is_away_is_never_the_answer(words: str, away: str, ring: str, for_whom: str) -> None:
    """Away from 2026-11-09 to 2026-11-20, asked on 2026-11-10 at 09.04. `a > b`: b answers for a.

    | words | away | ring | for whom |
    | --- | --- | --- | --- |
    | rus bykle | torbjørn > hanne | Hanne | Torbjørn Frøysnes |
    | rus bykle | torbjørn > hanne, hanne > wenche | Wenche | Torbjørn Frøysnes |
    | rus bykle | torbjørn > hanne, hanne > torbjørn | Gunnhild Hovden | – |
    | rus bykle | torbjørn > nobody | Gunnhild Hovden | – |
    | angst bygland | ingunn > kari | Kari | Ingunn Austad |
    """
    pairs = [pair.split(" > ") for pair in away.split(", ")]
    gone = tuple(
        Away(who, date(2026, 11, 9), date(2026, 11, 20), deputy, deputy.title(), "" if deputy == "nobody" else "40000190")
        for who, deputy in pairs
    )
    found = _ring(words, "2026-11-10 09:04", away=gone)
    assert found.first
    assert (found.first.telephone.name, found.first.telephone.deputy_for or "–") == (ring, for_whom)
    assert _first(_ring(words, "2026-11-23 09:04", away=gone)) != ring or ring == "Gunnhild Hovden"


@drawn
def test_when_a_telephone_answers(telephone: str, at: str, answers: str, opens: str) -> None:
    """Until when it answers, else from when; a visiting day has a place.

    | telephone | at | answers | opens |
    | --- | --- | --- | --- |
    | torbjørn | 2026-11-10 09:04 | until 10.11 15:30 | – |
    | torbjørn | 2026-11-13 15:30 | no | 16.11 08:00 |
    | torbjørn | 2026-12-24 16:00 | no | 28.12 08:00 |
    | lar | 2026-11-10 09:04 | no | 10.11 13:00 Byglandsfjord |
    | lar | 2026-11-10 15:00 | no | 24.11 13:00 Byglandsfjord |
    | lege | 2026-12-25 03:00 | always | – |
    | kontor | 2026-11-10 10:00 | not written | – |
    | kontor | 2026-11-10 20:00 | no | – |
    """
    then = instant(at)
    assert then
    one = line(next(one for one in TELEPHONES if one.key == telephone), then)
    until = "always" if one.always else f"until {one.until:%d.%m %H:%M}" if one.until else "not written"
    assert (until if one.answers else "no") == answers
    assert (f"{one.opens:%d.%m %H:%M} {one.place}".strip() if one.opens else "–") == opens


def test_words_about_a_municipality_outside_are_told_apart() -> None:
    assert understand("rus Kristiansand", PLACE).elsewhere == "Kristiansand"


def test_nothing_typed_is_answered_by_the_one_who_finds_others() -> None:
    found = _ring("", "2026-11-10 09:04")
    assert (_first(found), found.fits) == ("Koordinerende enhet", True)
