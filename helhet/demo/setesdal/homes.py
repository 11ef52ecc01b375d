"""Where the residents live and what they do with their days, what they wait for, and what Setesdal builds. All invented."""

from collections.abc import Sequence
from typing import Any

from helhet.cooperation import actions as cooperation
from helhet.demo.sketch import Sketch
from helhet.demo.telling import Teller
from helhet.living import actions as living
from helhet.living.rules import Said

# By what is said of her home, 0 to 10: how she lives.
_LIVES = {
    1: "with_others",
    2: "temporary",
    3: "rents",
    4: "followed",
    5: "municipal",
    6: "rents",
    7: "rents",
    8: "owns",
    9: "owns",
    10: "owns",
}
_DAYS = ("none", "own", "day", "voluntary", "measure", "education", "work")
_WHAT = {
    "own": ("Turer med hunden", "Turar med hunden"), "day": ("Møteplassen tirsdag og torsdag", "Møteplassen tysdag og torsdag"),
    "voluntary": ("Besøksvenn", "Besøksven"), "measure": ("Arbeidstrening på verkstedet", "Arbeidstrening på verkstaden"),
    "education": ("Videregående, ett fag", "Vidaregåande, eitt fag"), "work": ("Butikken, halv stilling", "Butikken, halv stilling"),
}  # fmt: skip
_HOURS = {"none": 0, "own": 5, "day": 8, "voluntary": 4, "measure": 15, "education": 12, "work": 19}
_WISH = {
    "ordinary": ("En liten leilighet der det er stille.", "Ei lita leilegheit der det er stille."),
    "adapted": ("Uten trapper.", "Utan trapper."), "staffed": ("Noen i huset om natten.", "Nokon i huset om natta."),
    "follow_up": ("At noen kommer en gang i uken.", "At nokon kjem ein gong i veka."), "keep": ("Jeg vil bli her.", "Eg vil bli her."),
}  # fmt: skip


def live_and_do(teller: Teller, others: Sequence[tuple[Sketch, Any]], told: Sequence[Any]) -> None:
    """How each of those with an open case lives, and what she does."""
    for sketch, person in others:
        if sketch.closed is None and sketch.began >= 20:
            _home(teller, sketch, person)
            _days(teller, sketch, person)
    _those_with_a_story(teller, told)


def _home(teller: Teller, sketch: Sketch, person: Any) -> None:
    level, ago = sketch.levels["housing"], max(sketch.began - 12, 0)
    by, pick = teller.by(sketch.worker, teller.days.ago(ago, 11)), 1 if sketch.language == "nn" else 0
    situation = "staffed" if sketch.group == "severe" and sketch.municipality == "evje" else _LIVES.get(level, "unknown")
    living.note_housing(
        person.pk, situation=situation, since=teller.days.before(ago + 200), suited=Said.NO if level <= 4 else Said.YES,
        secure=Said.NO if level <= 3 else Said.YES, by=by,
    )  # fmt: skip
    kind = "ordinary" if level <= 2 else "staffed" if level == 3 and sketch.pathway == 3 else "keep" if level == 3 else ""
    kind = kind or ("adapted" if level <= 5 and teller.days.today.year - sketch.born.year >= 65 else "")
    kind = kind or ("follow_up" if level <= 5 and sketch.pathway > 1 else "")
    if kind:
        waits = kind in ("ordinary", "adapted", "staffed")
        living.note_housing_need(
            person.pk, kind=kind, since=by.on, queued_on=by.on if waits else None, words=_WISH[kind][pick], by=by
        )  # fmt: skip


def _days(teller: Teller, sketch: Sketch, person: Any) -> None:
    level, ago = sketch.levels["activity"], max(sketch.began - 14, 0)
    old = teller.days.today.year - sketch.born.year >= 67
    kind = "own" if old and level > 3 else _DAYS[min(level * 7 // 11, 6)]
    by, pick = teller.by(sketch.worker, teller.days.ago(ago, 12)), 1 if sketch.language == "nn" else 0
    what = _WHAT[kind][pick] if kind in _WHAT else ""
    ips = kind in ("measure", "work") and sketch.number % 3 == 0
    one = living.begin_activity(person.pk, kind=kind, what=what, hours=_HOURS[kind], ips=ips, since=by.on, by=by)
    if kind != "none" and sketch.number % 4:
        living.say_satisfaction(one, satisfaction=min(level + sketch.number % 2, 10), by=teller.by(sketch.worker, teller.days.ago(10, 13)))


def _those_with_a_story(teller: Teller, told: Sequence[Any]) -> None:
    """Terje, who may lose his flat; and Jonas at the workshop."""
    terje = next(one for one in told if one.family == "Flateland")
    by = teller.by("ingunn", teller.days.ago(6, 10))
    living.note_housing(
        terje.pk, situation="rents", since=teller.days.before(900), suited=Said.YES, secure=Said.NO, words="Det er her jeg har ro.", by=by
    )  # fmt: skip
    living.warn_of_eviction(
        terje.pk, warned_on=teller.days.before(6), by_day=teller.days.before(-21), from_whom="Utleier, i brev",
        words="Jeg skylder to måneder.", by=by,
    )  # fmt: skip
    living.note_housing_need(terje.pk, kind="keep", words="Jeg vil bli boende.", by=by)
    jonas = next(one for one in told if one.family == "Bakke")
    by = teller.by("ingunn", teller.days.ago(200, 10))
    work = living.begin_activity(
        jonas.pk, kind="measure", what="Verkstedet på onsdager", hours=6, ips=True, since=teller.days.before(205), by=by
    )  # fmt: skip
    living.say_satisfaction(work, satisfaction=7, words="Det er bra når jeg først er der.", by=teller.by("ingunn", teller.days.ago(48, 10)))


def builds(teller: Teller) -> None:
    """Small flats at Evje, nearly there; and a house in Valle that is an idea."""
    house, days = teller.house, teller.days
    by = teller.by("marit", days.ago(600))
    flats = cooperation.keep_project(
        None, municipality=house.municipalities["evje"], name="Seks småhus ved Verksmoen", dwellings=6, owner=house.staff["marit"],
        words="For dem som vil bo for seg selv med noen i nærheten.", by=by,
    )  # fmt: skip
    for ago, kind, words, amount in (
        (600, "idea", "Meldt inn fra boveilederne og brukerrådet.", None), (520, "decided", "Enstemmig i kommunestyret.", None),
        (480, "site", "Kommunal tomt, gangavstand til sentrum.", None), (470, "applied", "Tilskudd til utleieboliger.", 7_200_000),
        (440, "neighbours", "Tolv kom. De spurte om trafikk og hvem de kan ringe. De fikk ett nummer, og svar samme dag.", None),
        (390, "granted", "Førti prosent av kostnaden.", 5_400_000), (330, "zoned", "Regulert uten innsigelser.", None),
        (90, "neighbours", "Omvisning. To naboer meldte seg som besøksvenner.", None),
    ):  # fmt: skip
        cooperation.add_to_project(flats, kind=kind, on=days.before(ago), words=words, amount=amount, by=teller.by("marit", days.ago(ago)))
    by = teller.by("tone", days.ago(70))
    small = cooperation.keep_project(
        None, municipality=house.municipalities["valle"], name="Bustad i sentrum av Valle", dwellings=2, owner=house.staff["olav"],
        words="To leilegheiter utan trapper.", by=by,
    )  # fmt: skip
    cooperation.add_to_project(small, kind="idea", on=days.before(70), words="Etter bustadoversikta i fjor.", by=by)
