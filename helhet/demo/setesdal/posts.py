"""The posts of the four municipalities: about sixteen work years, some shared, some paid with money that ends. All invented."""

from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal

from helhet.demo.cast import SETESDAL
from helhet.demo.telling import Teller
from helhet.organisation import actions as organisation
from helhet.organisation.models import Post
from helhet.organisation.rules import Hours
from helhet.organisation.rules.posts import AgeGroup, Area, Education, Problem, SharingKey, Source

_A, _C = AgeGroup.ADULTS, AgeGroup.CHILDREN
_M, _S, _B = Problem.MENTAL, Problem.SUBSTANCE, Problem.BOTH

Aim = tuple[AgeGroup, Problem, Area, int]


@dataclass(frozen=True)
class _Post:
    """One post: who employs, what, how large, its cost a year, who holds it, what it is aimed at."""

    employer: str
    title: str
    education: Education
    percent: int
    cost: int
    holder: str
    aims: tuple[Aim, ...]
    unit: str = ""
    kostra: str = "254"
    shared: SharingKey | None = None
    # Paid by others: (source, name, percent, last year, from 31 December this year and on).
    paid: tuple[Source, str, int, int] | None = None
    why: str = ""
    lived: bool = False


_POSTS = (
    _Post("bygland", "Leder for psykisk helse og rus i Setesdal", Education.MASTER, 40, 420_000, "kjersti",
          ((_A, _B, Area.COORDINATION, 30), (_C, _B, Area.COORDINATION, 10)), "ledelse", "242", SharingKey.EQUAL),
    _Post("bygland", "Leder for koordinerende enhet", Education.HIGHER_FURTHER, 60, 590_000, "tone",
          ((_A, _B, Area.COORDINATION, 30), (_C, _B, Area.COORDINATION, 10)), "ke", "242", SharingKey.INHABITANTS,
          why="En tredel gjelder andre enn psykisk helse og rus."),
    _Post("bygland", "Psykolog", Education.PSYCHOLOGIST, 100, 1_120_000, "hanne",
          ((_A, _M, Area.TREATMENT, 60), (_C, _M, Area.TREATMENT, 40)), "felles", "241", SharingKey.INHABITANTS),
    _Post("bygland", "Ruskonsulent", Education.HIGHER_FURTHER, 100, 980_000, "torbjorn",
          ((_A, _S, Area.HOME, 60), (_A, _S, Area.OUTREACH, 25), (_C, _S, Area.OUTREACH, 15)), "felles", "243", SharingKey.USE,
          (Source.STATE, "Tilskudd til kommunalt rusarbeid", 60, 0)),
    _Post("evje", "Erfaringskonsulent", Education.SECONDARY, 40, 330_000, "wenche", ((_A, _B, Area.LOW_THRESHOLD, 40),), "felles", "254",
          SharingKey.EQUAL, (Source.STATE, "Tilskudd til kommunalt rusarbeid", 40, 1), lived=True),
    _Post("bygland", "Psykiatrisk sykepleier", Education.HIGHER_FURTHER, 100, 910_000, "ingunn",
          ((_A, _B, Area.TREATMENT, 50), (_A, _B, Area.HOME, 40)), "bygland",
          why="En halv dag i uken er alminnelig hjemmesykepleie."),
    _Post("bygland", "Vernepleier", Education.HIGHER, 80, 690_000, "kari", ((_A, _B, Area.HOME, 60),), "bygland",
          why="Resten gjelder tjenester til utviklingshemmede, som skjemaet ikke teller."),
    _Post("evje", "Leder psykisk helse og rus", Education.HIGHER_FURTHER, 100, 1_010_000, "marit",
          ((_A, _B, Area.COORDINATION, 50), (_A, _B, Area.TREATMENT, 40)), "evje"),
    _Post("evje", "Miljøterapeut, boligen", Education.HIGHER, 100, 840_000, "jan", ((_A, _B, Area.HOUSING, 100),), "evje"),
    _Post("evje", "Miljøarbeider, boligen, dag", Education.COLLEGE, 100, 760_000, "Bjørn Aurebekk", ((_A, _B, Area.HOUSING, 100),), "evje"),
    _Post("evje", "Miljøarbeider, boligen, kveld", Education.SECONDARY, 100, 780_000, "Sofie Uleberg",
          ((_A, _B, Area.HOUSING, 100),), "evje"),
    _Post("evje", "Miljøarbeider, boligen, natt", Education.SECONDARY, 75, 640_000, "", ((_A, _B, Area.HOUSING, 75),), "evje"),
    _Post("evje", "Helsesykepleier, skole", Education.HIGHER_FURTHER, 100, 890_000, "Randi Vegusdal",
          ((_C, _M, Area.CLINIC, 35),), "", "232", why="Samtaler med elever som strever. Vaksiner og kontroller er ikke med."),
    _Post("evje", "Aktivitetsleder, Møteplassen", Education.HIGHER, 50, 420_000, "Geir Dåsnes",
          ((_A, _B, Area.ACTIVITY, 30), (_A, _B, Area.WORK, 20)), "evje", paid=(Source.NAV, "Arbeidsrettet tiltak", 20, 1)),
    _Post("valle", "Psykiatrisk sykepleier", Education.HIGHER_FURTHER, 100, 920_000, "olav",
          ((_A, _B, Area.TREATMENT, 40), (_A, _B, Area.HOME, 40)), "valle", why="Resten er koordinerende enhet og legevakt."),
    _Post("valle", "Helsesykepleier", Education.HIGHER_FURTHER, 60, 540_000, "Torbjørg Harstad",
          ((_C, _M, Area.CLINIC, 15), (_C, _B, Area.FAMILY, 10)), "", "232"),
    _Post("bykle", "Sosionom", Education.HIGHER, 80, 700_000, "gunnhild", ((_A, _B, Area.HOME, 40), (_A, _B, Area.TREATMENT, 20)), "bykle",
          paid=(Source.HOSPITAL, "Samarbeid om ambulant oppfølging", 20, 0), why="En femdel er NAV."),
)  # fmt: skip


def staffs(teller: Teller) -> list[Post]:
    """Every post as it has stood since 2021, written in by the one who leads for all four; and last year's shared ones settled."""
    made = [_tell(teller, one) for one in _POSTS]
    by = teller.by("kjersti", teller.days.ago(250))
    year = by.on.year - 1
    for post, cost in zip(made[:3], ("428 113.40", "601 770.00", "1 148 902.75"), strict=True):
        organisation.settle(
            post, since=date(year, 1, 1), until=date(year, 12, 31), cost=Decimal(cost.replace(" ", "")), income=Decimal(0), use={}, by=by,
            note="Etter regnskapet.",
        )  # fmt: skip
    return made


# Who can what from before: (who, what, how).
_CAN = (
    ("ingunn", "relation", "psykiatrisk sykepleier"), ("ingunn", "psychoeducation", "psykiatrisk sykepleier"),
    ("ingunn", "relapse", "psykiatrisk sykepleier"), ("kari", "somatic", "vernepleier"), ("olav", "relation", "psykiatrisk sykepleier"),
    ("olav", "somatic", "psykiatrisk sykepleier"), ("hanne", "cbt_mi", "psykolog"), ("hanne", "psychoeducation", "psykolog"),
    ("torbjorn", "cbt_mi", "motiverende samtale, KORUS"), ("torbjorn", "relapse", "videreutdanning i rus"),
    ("gunnhild", "children", "sosionom"), ("marit", "relation", "psykiatrisk sykepleier"), ("jan", "relation", "miljøterapeut"),
    ("wenche", "relation", "egen erfaring"),
)  # fmt: skip
# What they learned together: (days ago, kind, what, where, centre, competence, who).
_LEARNED = (
    (65, "teaching", "Tidlige tegn på psykose", "Sørlandet sykehus, Kristiansand", "", "relapse", ("ingunn", "olav", "hanne")),
    (140, "course", "Trygg når du møter sinne", "Evje", "rvts", "violence", ("marit", "jan")),
    (230, "visiting", "To dager på rusposten", "Sørlandet sykehus, Byglandsfjord", "", "", ("torbjorn", "kari")),
    (320, "study_trip", "Slik gjør de det i Valdres", "Fagernes", "napha", "", ("kjersti", "tone", "wenche", "ingunn")),
    (400, "guidance", "Motiverende samtale, seks ganger", "Video", "korus", "cbt_mi", ("gunnhild",)),
)


def learns(teller: Teller) -> None:
    """What they can, what they have learned together, what is needed beyond the usual, and the centres they know."""
    house, tone = teller.house, teller.by("tone", teller.days.ago(60))
    for key, what, how in _CAN:
        organisation.give_competence(house.staff[key], key=what, since=date(2021, 1, 1), how=how, by=tone)
    for ago, kind, what, where, centre, competence, who in _LEARNED:
        organisation.note_learning(
            [house.staff[key] for key in who], on=teller.days.before(ago), kind=kind, what=what, place=where, centre=centre, key=competence,
            gives=competence in ("violence", "cbt_mi"), by=teller.by("tone", teller.days.ago(ago - 1)),
        )  # fmt: skip
    organisation.need_competence(house.municipalities["evje"], key="relation", how_many=3, why="Boligen er åpen hele døgnet.", by=tone)
    for centre, known, content in (("korus", "used", "yes"), ("napha", "used", "yes"), ("rvts", "used", "no"), ("rop", "heard", "")):
        for key in SETESDAL:
            organisation.know_centre(house.municipalities[key], centre=centre, known=known, content=content, by=tone)


# The networks they are in: (name, about, host, how far, times a year, days to the next, where, who goes).
_NETWORKS = (
    ("Psykologer og behandlere i Setesdal", "Kliniske spørsmål, og hva vi gjør når vi er alene om dem.", "Bygland kommune", "region", 6, 9,
     "Byglandsfjord", ("ingunn", "olav", "torbjorn")),
    ("Rusnettverket i Agder", "Overdoser, LAR i distriktene og lavterskeltilbud.", "KORUS", "county", 4, 24, "Video", ("torbjorn",)),
    ("Barneansvarlige", "Barn som pårørende: hvem spør, og hva gjør vi da?", "Sørlandet sykehus", "county", 2, 0, "", ("gunnhild",)),
)  # fmt: skip


def meets_others(teller: Teller) -> None:
    """The professional networks that some of them go to."""
    house, by = teller.house, teller.by("kjersti", teller.days.ago(40))
    for name, about, host, reach, a_year, ahead, where, who in _NETWORKS:
        organisation.keep_network(
            None, name=name, about=about, reach=reach, host=host, meets_a_year=a_year, next_where=where,
            next_on=teller.days.before(-ahead) if ahead else None, places=[house.municipalities[key] for key in SETESDAL],
            goers=[house.staff[key] for key in who], by=by,
        )  # fmt: skip


# Who comes from outside, beside LAR: (whose, name, what for, number, weekday, every how many weeks, first, where, for whom).
_VISITS = (
    ("akutt", "Psykiater fra DPS", "Vurdering og medisiner, etter avtale med behandleren", "40000176", 2, 4, date(2026, 1, 7),
     "Evje helsesenter", SETESDAL),
    ("nav", "NAV i Valle og Bykle", "Økonomi og arbeid, uten timeavtale", "40000161", 3, 2, date(2026, 1, 8), "Valle rådhus",
     ("valle", "bykle")),
)  # fmt: skip


def come_from_outside(teller: Teller) -> None:
    """The days somebody from outside is here."""
    house, by = teller.house, teller.by("tone", teller.days.ago(90))
    for whose, name, helps, number, weekday, weeks, first, where, places in _VISITS:
        day = Hours(frozenset({weekday}), time(10), time(14, 30), weeks=weeks, first=first, place=where)
        organisation.keep_point(
            None, hours=[day], serves=[house.municipalities[key].pk for key in places], of=house.partners[whose], by=by, name=name,
            helps_with=helps, topics="", telephone=number, order=56,
        )  # fmt: skip


def _tell(teller: Teller, one: _Post) -> Post:
    house, by = teller.house, teller.by("kjersti", teller.days.ago(280))
    since = date(2021, 1, 1)
    post = organisation.add_post(
        employer=house.municipalities[one.employer], title=one.title, education=one.education, percent=Decimal(one.percent), since=since,
        unit=house.units.get(one.unit), lived_experience=one.lived, kostra=one.kostra, yearly_cost=Decimal(one.cost), by=by,
    )  # fmt: skip
    for age_group, problem, area, percent in one.aims:
        organisation.aim(
            post, age_group=age_group, problem=problem, area=area, percent=Decimal(percent), since=since, why=one.why, by=by
        )  # fmt: skip
    if one.holder:
        staff = house.staff.get(one.holder)
        organisation.hold(post, staff=staff, name="" if staff else one.holder, percent=Decimal(one.percent), since=since, by=by)
    _paid(teller, post, one, since)
    if one.shared:
        weights = {house.municipalities[key]: None for key in SETESDAL}
        organisation.share(post, key=one.shared, weights=weights, since=since, agreed_in="Vertskommuneavtalen, punkt e", by=by)
    return post


def _paid(teller: Teller, post: Post, one: _Post, since: date) -> None:
    by, own = teller.by("kjersti", teller.days.ago(280)), one.percent
    if one.paid:
        source, name, percent, years = one.paid
        last = date(teller.days.today.year + years, 12, 31)
        organisation.fund(post, source=source, name=name, percent=Decimal(percent), since=date(2024, 1, 1), until=last, by=by)
        organisation.fund(post, source=Source.OWN, percent=Decimal(percent), since=since, until=date(2023, 12, 31), by=by)
        own -= percent
    if own:
        organisation.fund(post, source=Source.OWN, percent=Decimal(own), since=since, by=by)
