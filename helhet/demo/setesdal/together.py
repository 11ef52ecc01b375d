"""What Setesdal has agreed with others, how far it has come, and what has gone wrong and been learned from. All invented."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from helhet.cooperation import actions as cooperation
from helhet.cooperation.models import Agreement, Clause
from helhet.cooperation.rules import ClauseState
from helhet.demo.cast import SETESDAL
from helhet.demo.telling import Teller
from helhet.deviations import actions as deviations
from helhet.deviations.rules import Clock, Deed
from helhet.organisation import actions as organisation
from helhet.organisation.models import CoOperation

from .posts import come_from_outside, learns, meets_others, staffs
from .services import offers

# How far each point of the agreement with the hospital has come: (point, state, days ago, who answers, what was found).
_HOSPITAL = (
    ("1", "agreed", 700, "", ""),
    ("2", "in_routine", 420, "tone", "Rutine for utskriving delt med avdelingene."),
    ("3", "followed_up", 60, "tone", "De fleste varsler kommer i tide. Helgene er vanskeligst."),
    ("4", "agreed", 700, "", ""),
    ("5", "followed_up", 60, "tone", "Vi svarer samme dag. To ganger mente vi det var for tidlig, og ble enige på telefon."),
    ("6", "agreed", 700, "hanne", "Hospitering er avtalt, ingen har vært av gårde."),
    ("7", "agreed", 700, "", ""),
    ("8", "in_routine", 500, "", "Jordmor på Evje for alle fire."),
    ("9", "in_routine", 300, "tone", "Meldinger går elektronisk."),
    ("10", "agreed", 700, "", ""),
    ("11", "followed_up", 200, "", "Øvet med legevakten i april."),
    ("12", "agreed", 700, "tone", ""),
)
_OWN = {
    "nav": (
        ("Fast kontaktperson i NAV for dem med plan", "followed_up", 90, "torbjorn", "Virker. Sissel er med i ansvarsgruppene."),
        ("NAV svarer på innkalling innen en uke", "agreed", 400, "", ""),
        ("Aktivitetsplan og individuell plan gås gjennom sammen", "in_routine", 150, "ingunn", ""),
    ),
    "gp": (
        ("Fastlegen inviteres til ansvarsgruppen to ganger i året", "in_routine", 250, "ingunn", ""),
        ("Fastlegen melder fra om behov for plan og koordinator", "agreed", 250, "", ""),
    ),
}  # fmt: skip
_BETWEEN = ("a", "b", "c", "d", "e", "f", "g", "h")


def agree(teller: Teller) -> None:
    """The four municipalities' agreements, point by point, each step on its own day."""
    by, house = teller.by("tone", teller.days.ago(690)), teller.house
    places = [house.municipalities[key].pk for key in SETESDAL]
    adopted = {number: teller.days.before(720 - 6 * place) for place, number in enumerate(places)}
    hospital = cooperation.keep_agreement(
        None, kind="hospital", name="Samarbeidsavtale med sykehuset", other_party="Sørlandet sykehus", signed_on=teller.days.before(710),
        valid_from=teller.days.before(700), users_took_part="yes", adopted=adopted, owner=house.staff["tone"], notice_months=12, by=by,
    )  # fmt: skip
    _steps(teller, hospital, _HOSPITAL)
    found = "Utskriving og varsler gikk vi gjennom. Hospitering og barn og unge rakk vi ikke. Ny gjennomgang til våren."
    cooperation.review(
        hospital, on=teller.days.before(410), who="Tone Rysstad, Marit Hornnes, samhandlingssjefen", found=found, next_on=None,
        by=teller.by("tone", teller.days.ago(409)),
    )  # fmt: skip
    between = cooperation.keep_agreement(
        None, kind="municipalities", name="Vertskommuneavtale om koordinerende enhet", signed_on=teller.days.before(900),
        valid_from=teller.days.before(880), users_took_part="", adopted=dict.fromkeys(places, teller.days.before(890)),
        cooperation=CoOperation.objects.filter(host=house.municipalities["bygland"]).first(), owner=house.staff["tone"], notice_months=12,
        by=teller.by("tone", teller.days.ago(870)),
    )  # fmt: skip
    _steps(teller, between, [(point, "in_routine", 800, "", "") for point in _BETWEEN])
    cooperation.review(
        between, on=teller.days.before(130), who="De fire kommunedirektørene", found="Videreføres. Utgiftene fordelt på nytt.",
        next_on=None, by=teller.by("tone", teller.days.ago(129)),
    )  # fmt: skip
    for kind, name, partner in (("nav", "Samarbeid med NAV om planer", "nav"), ("gp", "Samarbeid med fastlegene", "legesenter")):
        _own(teller, kind, name, house.partners[partner], adopted)


def _own(teller: Teller, kind: str, name: str, partner: Any, adopted: dict[str, date]) -> None:
    begun = teller.days.before(420)
    made = cooperation.keep_agreement(
        None, kind=kind, name=name, partner=partner, signed_on=begun, valid_from=begun, adopted=dict.fromkeys(adopted), notice_months=3,
        owner=teller.house.staff["tone"], by=teller.by("tone", teller.days.ago(420)),
    )  # fmt: skip
    by = teller.by("tone", teller.days.ago(420))
    for words, state, days, who, note in _OWN[kind]:
        clause = cooperation.keep_clause(None, agreement=made, words=words, owner=teller.house.staff.get(who), by=by)
        _step(teller, clause, state, days, note)


def _steps(teller: Teller, agreement: Agreement, given: Any) -> None:
    clauses = {one.point: one for one in agreement.clauses.all()}
    for point, state, days, who, note in given:
        clause = clauses[point]
        if who:
            words, staff = clause.words, teller.house.staff[who]
            cooperation.keep_clause(clause, agreement=agreement, words=words, owner=staff, by=teller.by("tone", teller.days.ago(690)))
        _step(teller, clause, state, days, note)


def _step(teller: Teller, clause: Clause, state: str, days: int, note: str) -> None:
    """The states before this one came first, each some months earlier."""
    order = list(ClauseState)
    for place, one in enumerate(order[: order.index(ClauseState(state)) + 1]):
        last = one == state
        ago = days + (0 if last else 40 * (order.index(ClauseState(state)) - place))
        said = note if last else ""
        cooperation.take_step(
            clause, state=one, on=teller.days.before(ago), note=said, by=teller.by("tone", teller.days.ago(max(ago - 1, 0)))
        )


# The action plan of the four: goal, then (measure, who answers, money, who pays, months to its day, how far, what is done).
_PLAN = (
    ("Alle som trenger det, har plan og koordinator", (
        ("Koordinatorskolen for alle nye koordinatorer", "tone", 40_000, "statsforvalteren", -2, "done", "Seks har gått."),
        ("Spør alle på nytt som sa nei for et år siden", "tone", None, "", 2, "begun", "Halvparten er spurt."),
    )),
    ("Ingen venter på hverandre når noen skrives ut", (
        ("To fra hver kommune hospiterer på DPS", "hanne", 60_000, "hver kommune en fjerdedel", -1, "begun",
         "Bygland og Valle har vært av gårde."),
        ("Fast videomøte med avdelingen hver tirsdag", "olav", None, "", 4, "", ""),
    )),
    ("Folkene og pengene holder", (
        ("Ruskonsulenten inn i kommunenes egne budsjetter", "kjersti", 588_000, "etter bruk", 1, "begun",
         "Lagt fram for de fire kommunedirektørene."),
    )),
)  # fmt: skip


def plans_ahead(teller: Teller) -> None:
    """The inter-municipal action plan, adopted and under way."""
    house, days = teller.house, teller.days
    by = teller.by("kjersti", days.ago(400))
    together = CoOperation.objects.filter(host=house.municipalities["bygland"]).first()
    year = by.on.year
    plan = cooperation.keep_plan(
        None, cooperation=together, municipality=None, name=f"Psykisk helse og rus i Setesdal {year}–{year + 3}", since=date(year, 1, 1),
        until=date(year + 3, 12, 31), adopted_on=days.before(410), by=by,
    )  # fmt: skip
    for words, measures in _PLAN:
        goal = cooperation.keep_goal(None, plan=plan, words=words, by=by)
        for what, who, money, paid_by, months, state, note in measures:
            made = cooperation.keep_measure(
                None, goal=goal, words=what, owner=house.staff[who], due=days.before(-30 * months), paid_by=paid_by,
                money=Decimal(money) if money else None, by=by,
            )  # fmt: skip
            if state:
                told = teller.by(who, days.ago(45))
                cooperation.follow_measure(made, state=state, on=told.on, note=note, by=told)


def goes_wrong(teller: Teller) -> None:
    """A year of deviations about the service, some of them handled, and one serious event with its clocks."""
    house, days = teller.house, teller.days
    known = (
        (200, "ingunn", "bygland", "Varselet om innleggelse ble liggende hele helgen. Ingen leser meldinger i helgene.", "outside",
         "could", "Noen leser meldinger lørdag formiddag.", "Ingen varsler har ligget siden.", "Avtal helgene før ferien."),
        (150, "jan", "evje", "Nøkkelen til medisinskapet lå framme i leiligheten med personale.", "medicine", "could",
         "Nøkkelskap med kode.", "Sjekket tre ganger, i orden.", ""),
        (120, "olav", "valle", "En ansvarsgruppe møttes uten fastlegen for tredje gang.", "outside", "minor",
         "Innkalling seks uker før.", "", ""),
        (75, "gunnhild", "bykle", "Ingen koordinator i elleve dager da den forrige sluttet.", "plan", "serious",
         "Stedfortreder oppnevnes samme dag som noen sier opp.", "", ""),
        (40, "kari", "bygland", "Notat skrevet på feil person og rettet dagen etter.", "secrecy", "minor", "", "", ""),
        (12, "marit", "evje", "To vakter på rad var det bare én på jobb i boligen.", "people", "could", "", "", ""),
    )  # fmt: skip
    for ago, who, unit, what, area, how, measure, effect, closed in known:
        made = deviations.report(
            what=what,
            area=area,
            seriousness=how,
            happened_on=days.before(ago),
            unit=house.units[unit],
            by=teller.by(who, days.ago(ago - 1)),
        )
        for deed, words, later in ((Deed.MEASURE, measure, 8), (Deed.EFFECT, effect, 60), (Deed.CLOSED, closed, 75)):
            if words:
                more = {"owner": house.staff["tone"], "due": days.before(ago - 30)} if deed == Deed.MEASURE else {}
                deviations.handle(made, deed=deed, words=words, by=teller.by("tone", days.ago(ago - later)), **more)
    _grave(teller)


def _grave(teller: Teller) -> None:
    """An unexpected death, told of in time; the report is not written yet."""
    house, days = teller.house, teller.days
    known = days.worked(34)
    event = deviations.report(
        what="Uventet dødsfall i boligen med personale. Ble funnet av nattevakten.", area="life", seriousness="grave",
        happened_on=known.date(), known_on=known.date(), unit=house.units["evje"], by=teller.by("marit", known),
    )  # fmt: skip
    for clock, later, note in (
        (Clock.NOTICE, 3, "Sendt elektronisk til begge."),
        (Clock.MEETING, 8, "Søsteren ringt og tilbudt møte, tok imot."),
    ):
        on = known.date() + timedelta(days=later)
        by = teller.by("tone", days.ago((days.today - on).days))
        deviations.meet_clock(event, clock=clock, on=on, note=note, by=by)


def keeps_house(teller: Teller) -> None:
    """The routine, training in coordinating, the dwellings that are needed, and last year's review."""
    house, days = teller.house, teller.days
    by = teller.by("tone", days.ago(300))
    unit = house.units["ke"]
    organisation.keep_unit(unit, name=unit.name, routine="Rutine for individuell plan og koordinator", routine_on=days.before(300), by=by)
    for key, ago, kind, what in (
        ("ingunn", 290, "course", "Koordinatorskolen, to dager"), ("kari", 290, "course", "Koordinatorskolen, to dager"),
        ("olav", 200, "guidance", "Veiledning i gruppe hos koordinerende enhet"), ("torbjorn", 200, "guidance", "Veiledning i gruppe"),
        ("hanne", 120, "guidance", "Veiledning i gruppe"), ("gunnhild", 900, "course", "Koordinatorskolen, to dager"),
    ):  # fmt: skip
        by = teller.by("tone", days.ago(ago - 1))
        organisation.note_learning([house.staff[key]], on=days.before(ago), kind=kind, what=what, key="coordinating", gives=True, by=by)
    for place, ordinary, adapted in (("bygland", 3, 1), ("evje", 7, 4), ("valle", 2, 0)):
        cooperation.count_dwellings(
            house.municipalities[place], on=days.before(160), ordinary=ordinary, adapted=adapted, words="Små leiligheter, gangavstand.",
            by=teller.by("tone", days.ago(159)),
        )  # fmt: skip
    _last_year(teller)


def _last_year(teller: Teller) -> None:
    year, at = teller.days.today.year - 1, teller.days.ago(310)
    words = {
        "a": "Koordinerende enhet er felles. Ansvaret for hver sak ligger i kommunen der personen bor.",
        "d": "Helgene og overgangene fra sykehus er der det svikter. Sårbart med få folk.",
        "e": "Avtalen med sykehuset følges punkt for punkt. Hospitering kom vi ikke i gang med.",
        "f": "To på koordinatorskolen. Veiledning i gruppe begynner.",
        "g": "Seks avvik, tre om samhandling. Brukerrådet ba om én telefon å ringe.",
    }
    for key in ("bygland", "valle"):
        place, by = teller.house.municipalities[key], teller.by("tone", at)
        deviations.write_year(place, year=year, words=words, by=by)
        deviations.date_year(place, year=year, who="Kommunalsjefen, lederne og brukerrådet", on=by.on, by=by)


# Out among people: (days ago, municipality, where, hours, talked with, new, under 25, helped on, what was seen).
_ROUNDS = (
    (4, "evje", "Evje sentrum, fredag kveld", "3.5", 14, 3, 8, 1, "Rolig. Flere spurte etter et sted å være innendørs."),
    (11, "evje", "Skysstasjonen", "2.0", 6, 1, 2, 0, ""),
    (25, "valle", "Ungdomsklubben på Valle", "3.0", 17, 6, 17, 2, "Snus og energidrikk. Noen snakket om karakterpress."),
    (39, "bykle", "Hovden, høstferiehelg", "4.0", 9, 7, 4, 0, "Sesongarbeidere uten fastlege her."),
    (74, "evje", "Festivalområdet", "6.0", 31, 22, 19, 3, "To trengte legevakt. Nattpatruljen kjente veien."),
    (110, "bygland", "Byglandsfjord, ved badeplassen", "2.5", 8, 2, 3, 1, ""),
)
# With the police: (days ago, municipality, who, about, agreed, ground).
_SLT = (
    (18, "evje", "Politikontakten, ungdomsskolen, NAV, oss", "Uro ved skysstasjonen fredager mellom 20 og 23. Mer rus enn før sommeren.",
     "Klubben holder åpent til 23. Vi er ute annenhver fredag.", ""),
    (82, "evje", "Politikontakten, legevakten, arrangøren, oss", "Festivalen: hvem er hvor, og hvem ringer hvem.",
     "Felles vaktliste og ett telefonnummer.", ""),
    (150, "valle", "Politikontakten, barnevernet, helsesykepleier", "Bekymring om vold. Resten står der det hører hjemme.", "", "child"),
)  # fmt: skip


def goes_out(teller: Teller) -> None:
    """Rounds out among people, and meetings with the police."""
    for ago, key, where, hours, met, new, young, on, words in _ROUNDS:
        cooperation.keep_round(
            None, municipality=teller.house.municipalities[key], on=teller.days.before(ago), place=where, hours=Decimal(hours), met=met,
            new=new, young=young, helped_on=on, words=words, by=teller.by("tone", teller.days.ago(ago - 1)),
        )  # fmt: skip
    for ago, key, who, about, agreed, ground in _SLT:
        cooperation.keep_slt_meeting(
            None, municipality=teller.house.municipalities[key], on=teller.days.before(ago), who=who, about=about, agreed=agreed,
            persons=bool(ground), ground=ground, by=teller.by("tone", teller.days.ago(ago - 1)),
        )  # fmt: skip


def tell_house(teller: Teller) -> None:
    """Everything the house has agreed, missed and learned."""
    keeps_house(teller)
    staffs(teller)
    learns(teller)
    meets_others(teller)
    come_from_outside(teller)
    offers(teller)
    agree(teller)
    plans_ahead(teller)
    goes_wrong(teller)
    goes_out(teller)


def looks_back(teller: Teller, person: Any) -> None:
    """One hard spring, looked back on with the partners."""
    at, later = teller.days.ago(100), teller.days.ago(20)
    made = deviations.look_back(
        person.pk, on=teller.days.before(101), partners="Fastlegen, DPS og NAV",
        learned="Vi ventet på hverandre i tre uker. Den som ser det først, ringer de andre samme dag.",
        measure="Telefonnumrene står i planen. Møte innen en uke når noen ringer.", by=teller.by("ingunn", at),
    )  # fmt: skip
    deviations.say_effect(
        made, effect="I september ringte DPS samme dag, og vi møttes dagen etter.", on=later.date(), by=teller.by("ingunn", later)
    )
