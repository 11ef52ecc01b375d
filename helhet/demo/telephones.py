"""The telephones somebody answers in Setesdal, about what, for whom, and when."""

from dataclasses import dataclass
from datetime import date, time

from helhet.organisation.models import AnswerPoint, Municipality, OpeningHours, Partner, Staff, Unit

_WEEK, _EVERY_DAY = "01234", "0123456"
_OFFICE = (_WEEK, time(8), time(15, 30))
_ALWAYS = (_EVERY_DAY, time(0), time(0))
_ALL = ("evje", "bygland", "valle", "bykle")


@dataclass(frozen=True)
class Telephone:
    """One telephone: to whom it belongs (kind and key), what she helps with, the words people search by, hours and order."""

    belongs: tuple[str, str]
    name: str
    helps: str
    topics: str
    number: str
    serves: tuple[str, ...]
    hours: tuple[str, time, time]
    order: int
    on_holidays: bool = False
    weeks: int = 1
    first: date | None = None
    place: str = ""


TELEPHONES = (
    Telephone(
        ("staff", "torbjorn"), "Torbjørn Frøysnes", "Ruskonsulent for alle fire kommunene",
        "rus alkohol avhengighet ruskonsulent LAR overdose", "40000151", _ALL, _OFFICE, 10,
    ),
    Telephone(
        ("staff", "gunnhild"), "Gunnhild Hovden", "Psykisk helse og rus i Bykle", "psykisk helse rus bolig angst depresjon pårørende",
        "40000103", ("bykle",), _OFFICE, 15,
    ),
    Telephone(
        ("staff", "ingunn"), "Ingunn Austad", "Psykisk helse og rus i Bygland", "psykisk helse rus angst depresjon samtale pårørende",
        "40000101", ("bygland",), _OFFICE, 15,
    ),
    Telephone(
        ("staff", "olav"), "Olav Rygnestad", "Psykisk helse og rus i Valle", "psykisk helse rus angst depresjon samtale pårørende",
        "40000104", ("valle",), _OFFICE, 15,
    ),
    Telephone(
        ("staff", "marit"), "Marit Hornnes", "Psykisk helse og rus i Evje og Hornnes",
        "psykisk helse rus angst depresjon samtale bolig pårørende",
        "40000105", ("evje",), _OFFICE, 15,
    ),
    Telephone(
        ("unit", "ke"), "Koordinerende enhet", "Én telefon for hele Setesdal. Finner rett person for deg.",
        "koordinator individuell plan henvendelse pårørende hvem alt", "40000100", _ALL, _OFFICE, 30,
    ),
    Telephone(
        ("partner", "akutt"), "Ambulant akutteam", "Akutt psykisk krise, også rus. Kan komme hjem.",
        "akutt krise selvmord psykose rus psykisk", "40000175", _ALL, (_EVERY_DAY, time(8), time(22)), 40, True,
    ),
    Telephone(
        ("partner", "legevakt"), "Legevakten", "Når det ikke kan vente. Fare for liv: 113.",
        "akutt krise lege natt helg selvmord rus psykisk", "116117", _ALL, _ALWAYS, 60, True,
    ),
    Telephone(("partner", "113"), "Fare for liv", "Ambulanse", "akutt liv overdose selvmord", "113", _ALL, _ALWAYS, 70, True),
    Telephone(
        ("partner", "politi"), "Politiet", "Vold og trusler som skjer nå, eller noen som er savnet",
        "politi vold trusler truet savnet fare", "112", _ALL, _ALWAYS, 75, True,
    ),
    Telephone(
        ("partner", "barnevern"), "Barneverntjenesten i Setesdal", "Bekymring for et barn. Vakt om natten: barnevernvakten, samme nummer.",
        "barn barnevern barnevernvakt bekymring bekymringsmelding omsorgssvikt vold", "40000186", _ALL, _ALWAYS, 55, True,
    ),
    Telephone(
        ("partner", "krisesenter"), "Krisesenteret", "Råd og et trygt sted å være når noen hjemme slår, truer eller styrer",
        "vold krisesenter overgrep mishandling partner samlivsvold", "40000188", _ALL, _ALWAYS, 45, True,
    ),
    Telephone(
        ("partner", "lar"), "LAR, Byglandsfjord", "Annenhver tirsdag på Byglandsfjord", "rus LAR medisin substitusjon", "40000172",
        _ALL, ("1", time(13), time(15)), 50, weeks=2, first=date(2026, 1, 6), place="Byglandsfjord",
    ),
    Telephone(
        ("partner", "nav"), "Sissel Heistad, NAV Setesdal", "Økonomi, arbeid, midlertidig bolig",
        "nav penger økonomi gjeld arbeid bolig sosialhjelp rus", "40000161", _ALL, (_WEEK, time(9), time(11)), 50,
    ),
)  # fmt: skip
# Who answers when the first does not: Gunnhild for Torbjørn.
_STAND_INS = {"gunnhild": "torbjorn"}


def put_in_place(
    places: dict[str, Municipality], units: dict[str, Unit], staff: dict[str, Staff], partners: dict[str, Partner]
) -> dict[str, AnswerPoint]:
    """Every telephone with its hours, by the key of whom it belongs to."""
    holders = {"staff": staff, "unit": units, "partner": partners}
    made: dict[str, AnswerPoint] = {}
    for one in TELEPHONES:
        kind, key = one.belongs
        point = AnswerPoint.objects.create(
            name=one.name, helps_with=one.helps, topics=one.topics, telephone=one.number, order=one.order,
            stands_in_for=made.get(_STAND_INS.get(key, "")), **{kind: holders[kind][key]},
        )  # fmt: skip
        point.serves.set(places[place] for place in one.serves)
        weekdays, opens, closes = one.hours
        OpeningHours.objects.create(
            point=point, weekdays=weekdays, opens=opens, closes=closes, weeks=one.weeks, first=one.first, place=one.place,
            on_holidays=one.on_holidays,
        )  # fmt: skip
        made[key] = point
    return made
