"""A duty as the one who can do it reads it: what to do, why, and where. It helps; it does not scold.

One for each (criterion, step) that somebody in the service can do something about. `{names}` are filled with what the room knows of the
row (`facts`) and from the verdict: `{by}` the day, `{done}` when it was last done, `{months}` how many months ago that was.
What nobody here can mend has no words: its criterion says why (`Criterion.silent`).
"""

from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import get_language, gettext

from helhet.organisation.rules import N_

from .law import cited
from .rules import Criterion


@dataclass(frozen=True)
class Wording:
    """What is to be done and why, on which page (web.due.PLACES), and which facts it is told with (oversight.due.FACTS)."""

    what: str
    why: str
    kind: str
    facts: str
    again: str = ""  # why, when it has been done before
    quiet: bool = False  # for the person's own page, not for a worker's day


_OFFER = N_("Et langvarig behov for flere tjenester sammen ble sett {since}, og gir rett til tilbudet.")
_ANSWER = N_("Tilbudet ble gitt {offered}, og svaret er ikke skrevet ned.")
_AGAIN = N_("Svaret var {answer} {answered}, for {months} måneder siden. Det kan være annerledes nå.")
_OFFERED = {
    "offer": Wording(N_("tilby {of}"), _OFFER, "offer", "need"),
    "answer": Wording(N_("hent svar på tilbudet om {of}"), _ANSWER, "offer", "offer"),
    "again": Wording(N_("spør igjen om {of}"), _AGAIN, "offer", "offer"),
}  # fmt: skip
_FIND = Wording(
    N_("finn en koordinator"), N_("Ingen er koordinator eller stedfortreder nå. Målet vårt er ingen dag uten."), "coordinator", "case"
)  # fmt: skip
_PLAN, _PLAN_WHY = "plan", N_("Planen begynte {since}.")

WORDINGS: dict[str, dict[str, Wording]] = {
    "VE-1": {"reply": Wording(
        N_("svar på henvendelsen, eller si når svaret kommer"),
        N_("Mottatt {received}. Etter en måned skal det være gitt svar eller foreløpig svar."), "enquiry", "enquiry",
    )},
    "VE-1a": {"triage": Wording(
        N_("avklar henvendelsen: hvilket tilbud?"), N_("Mottatt {received} og foreløpig besvart. Nå venter personen på svaret."),
        "triage", "enquiry",
    )},
    "VE-2": {"decide": Wording(
        N_("fatt vedtak om tjenesten"), N_("Tjenesten trenger vedtak, og det er ikke fattet."), "decision-new", "case",
    )},
    "VE-3": {"notify": Wording(
        N_("gi beskjed om vedtaket"), N_("Vedtaket er fra {decided}. Klagefristen begynner ikke før personen vet om det."),
        "decision", "decision",
    )},
    "VE-3b": {"say_how_to_complain": Wording(
        N_("si alt om hvordan en klager"),
        N_("Beskjeden om vedtaket sa ikke alt: retten, fristen, hvem, hvordan og papirene."), "complain", "decision",
        quiet=True,
    )},
    "VE-5": {"forward": Wording(
        N_("gjør klagen klar og send den videre"), N_("Klagen kom {received}. Loven sier så snart saken er tilrettelagt."),
        "complaint", "complaint",
    )},
    "VE-5b": {"ask_governor": Wording(
        N_("spør statsforvalteren om svaret på klagen"), N_("Klagen ble sendt {forwarded}, og svaret er ikke skrevet ned."),
        "complaint", "complaint",
    )},
    "IP-1": _OFFERED | {"begin": Wording(
        N_("begynn på planen sammen"), N_("Personen sa ja til plan {answered}."), _PLAN, "offer",
    )},
    "KO-1": _OFFERED | {"find": _FIND},
    "KO-3": _OFFERED | {"find": Wording(
        N_("finn en barnekoordinator"), N_("Familien sa ja, og ingen er barnekoordinator nå."), "coordinator", "case",
    )},
    "PÅ-6": {"offer": Wording(
        N_("tilby {of}"), N_("En pårørende har særlig tyngende omsorg, og skal tilbys støtte."), "offer", "case",
    ), "answer": _OFFERED["answer"], "again": _OFFERED["again"]},
    "KO-2": {"contact": Wording(
        N_("ta kontakt"), N_("Det er ikke skrevet ned noen kontakt siden koordinatoren ble oppnevnt."), "contact", "case",
        again=N_("Sist var {done}."),
    )},
    "IP-2": {"consent": Wording(N_("spør om samtykke til planen"), N_("Planen er i bruk uten samtykke som gjelder."), _PLAN, "plan")},
    "IP-4": {"frame": Wording(N_("avtal hvem som har hovedansvaret for planen"), _PLAN_WHY, _PLAN, "plan", quiet=True)},
    "IP-7": {"end_one": Wording(N_("avslutt den ene av to planer"), N_("Personen skal ha én individuell plan."), _PLAN, "plan")},
    "IP-7a": {"review": Wording(
        N_("se på planen sammen"), N_("Dere avtalte å se på hele planen {by}."), _PLAN, "plan",
    )},
    "IP-7b": {"evaluate": Wording(
        N_("se på målet «{goal}»"), N_("Målet er fra {since} og ikke sett på ennå."), "goal", "goal", again=N_("Sist var {done}."),
    )},
    "IP-8": {"": Wording(
        N_("gjør planen ferdig sammen"), N_("Planen begynte {since} og har ikke alt den skal ha. Planen viser hva som mangler."),
        _PLAN, "plan", quiet=True,
    )},
    "IP-13": {"invite_gp": Wording(
        N_("inviter fastlegen til et møte"), N_("Fastlegen har ikke vært invitert siden planen begynte {since}."),
        "meeting-new", "her_plan",
        again=N_("Fastlegen var sist invitert {done}."), quiet=True,
    )},
    "IP-9": {"adapt": Wording(
        N_("skriv hvordan planen er tilpasset språk og kultur"),
        N_("Planen begynte {since}, og personen har et annet språk eller trenger tolk."), "adapt", "plan", quiet=True,
    )},
    "IP-14": {"join_plans": Wording(
        N_("legg planen hos NAV under den individuelle"), N_("Personen har en plan hos NAV fra {since}. De to skal henge sammen."),
        _PLAN, "plan", quiet=True,
    )},
    "IP-17": {"find_decision": Wording(
        N_("finn vedtaket bak det som står som vedtatt"), N_("Et tiltak står som vedtatt i planen. Et ønske skal stå som ønske."),
        "action", "her_plan", quiet=True,
    )},
    "PÅ-1": {"ask": Wording(
        N_("spør om det er barn eller søsken"), N_("Hjelpen begynte {opened}, og det er ikke spurt."), "children", "case",
        again=N_("Det ble sist spurt {done}."),
    )},
    "PÅ-1a": {"follow_up": Wording(
        N_("snakk med {first_name}"), N_("Barnet er pårørende, og ingen har skrevet at det er fulgt opp."), "child", "child",
    )},
    "PÅ-2": {"consent": Wording(
        N_("avklar om {first_name} kan følges opp"), N_("Det er ikke avklart hva som kan sies til dem som hjelper barnet."),
        "child", "child", quiet=True,
    )},
    "PÅ-3": {"follow_up": Wording(
        N_("snakk med {first_name}"), N_("Barnet har mistet noen, og ingen har skrevet at det er fulgt opp."), "child", "child",
    )},
    "SA-3": {"ask_kin": Wording(
        N_("spør hvem som er nærmeste pårørende"),
        N_("Hjelpen begynte {opened}, og det er ikke spurt. Det går an å ikke oppgi noen."), "kin", "case",
        quiet=True,
    ), "scope": Wording(
        N_("avklar hva {kin} kan få vite"), N_("Nærmeste pårørende er valgt, men det er ikke skrevet hva som kan sies."), "kin", "kin",
        quiet=True,
    )},
    "IP-3": {"answer_notice": Wording(
        N_("følg opp behovet som {party} meldte"), N_("Meldingen kom {told}. Hver tjeneste kan begynne på planen."), "notice", "notice",
    )},
    "IP-6": {"answer_notice": Wording(
        N_("vurder meldingen fra {party}"), N_("Sykehuset meldte {told} om behov for plan eller koordinator."), "notice", "notice",
    )},
    "IP-12": {"tell_coordinating_unit": Wording(
        N_("si fra til koordinerende enhet om behovet"), N_("Behovet ble sett {since}, og det er ikke skrevet at enheten vet det."),
        "notice-new", "need", quiet=True,
    )},
    "IP-5": {"invite_school": Wording(
        N_("inviter skolen eller barnehagen til et møte"), N_("Planen for et barn begynte {since}."), "meeting-new", "plan",
    )},
    "KO-6": {"answer_notice": Wording(
        N_("avgjør hvem som skal samordne"), N_("Uenigheten mellom {party} ble meldt {told}. Kommunen avgjør."), "notice", "notice",
    )},
    "VE-10": {"ask_for_answer": Wording(
        N_("spør {party} om svar på henvisningen"), N_("Den ble sendt {told}, og skulle vært besvart innen ti virkedager."),
        "notice", "notice",
    )},
    "VE-11": {"tell_again": Wording(
        N_("varsle på nytt om vedtaket"), N_("Det er sendt digitalt, og ikke åpnet etter en uke."), "decision", "decision",
    )},
    "BO-2": {"decide_housing": Wording(
        N_("gjør vedtak om hjelp til bolig"), N_("Det ble bedt om {told}."), "decision-new", "notice",
    )},
    "IN-1": {"show_record": Wording(
        N_("vis journalen til den som har bedt om det"), N_("{party} ba om det {told}. Det er gratis, også en kopi."), "notice", "notice",
    )},
    "BM-2": {"inform": Wording(
        N_("skriv ned hva personen har fått vite"), N_("Hjelpen begynte {opened}. Det som er sagt om hjelp og rettigheter, skal noteres."),
        "notice-new", "case", again=N_("Det ble sist skrevet {done}."), quiet=True,
    )},
    "SA-1": {
        "decide_competence": Wording(
            N_("skriv avgjørelsen om beslutningskompetanse"),
            N_("Andre samtykker for personen. At personen ikke kan det selv, skal avgjøres skriftlig og begrunnes."), "notice-new", "case",
        ),
        "show_competence": Wording(
            N_("vis avgjørelsen om beslutningskompetanse"),
            N_("Avgjort {told}. Den skal vises til personen og nærmeste pårørende."), "notice", "notice",
        ),
    },
    "PÅ-4": {"ask_for_answer": Wording(
        N_("spør om barnevernet har fått meldingen"), N_("Den ble sendt {told}. Barnevernet bekrefter innen tre uker."),
        "protected", "protected",
    )},
    "PÅ-4a": {"ask_for_feedback": Wording(
        N_("spør barnevernet hva undersøkelsen kom til"),
        N_("Undersøkelsen ble avsluttet {told}. Barnevernet gir tilbakemelding innen tre uker."), "protected", "protected",
    )},
    "TV-1": {"answer_notice": Wording(
        N_("svar {party}, som meldte fra"), N_("Meldingen kom {told}. Den som melder, skal få vite hva som kom ut av det."),
        "protected", "protected",
    )},
    "TV-1a": {"carry_out": Wording(
        N_("sett vedtaket i verk, eller skriv at det falt bort"), N_("Vedtaket er fra {told}. Det faller bort når tiden er ute."),
        "protected", "protected",
    )},
    "TV-1b": {"review_retention": Wording(
        N_("avslutt, eller vurder på nytt"), N_("Begynte {told}. Det har tre måneder."), "protected", "protected",
    )},
    "UT-3": {"answer": Wording(
        N_("svar sykehuset: når kan vi ta imot?"),
        N_("{hospital} meldte utskrivningsklar {ready}. Kommunen svarer straks, og betaler hvert døgn når svaret er nei eller uteblir."),
        "admission", "stay",
    )},
    "UT-4": {"receive": Wording(
        N_("ta imot fra sykehuset så snart vi kan"),
        N_("{hospital} meldte utskrivningsklar {ready}. Kommunen betaler for hvert døgn til vi tar imot."),
        "admission", "stay",
    )},
    "UT-5": {"dialogue": Wording(
        N_("spør sykehuset om epikrisen"),
        N_("Utskrevet fra {hospital} {home}, og epikrisen er ikke kommet. Nummeret til avdelingen står der."),
        "stay-ask", "stay",
    )},
    "KO-5": {"ask_hospital": Wording(
        N_("spør hvem som har ansvaret på sykehuset"),
        N_("{hospital} skal ha sagt det første virkedag. Skriv navnet når dere vet det."),
        "stay-ask", "stay",
    )},
    "LM-1": {"contact": Wording(
        N_("ta kontakt etter utskriving"), N_("Utskrevet fra {hospital} {home}. De første dagene hjemme er de farligste."),
        "contact", "stay",
    )},
    "DO-1": {"sign": Wording(
        N_("signer notatet «{heading}»"), N_("Du skrev utkastet {written}. Ingen andre ser det før du signerer."), "note", "draft",
    )},
    "DO-2": {"right_kind": Wording(
        N_("velg riktig slags notat for «{heading}»"), N_("Utkastet passer ikke til tjenesten personen hadde den dagen."), "note", "draft",
    )},
    "TS-3": {"note_objection": Wording(
        N_("skriv hva sperringen gjelder"), N_("En sperring sier ikke hvem eller hva den gjelder. Spør, og skriv den på nytt."),
        "consent", "case", quiet=True,
    )},
    "TS-4": {"purpose": Wording(
        N_("skriv hva samtykket til å dele er til"), N_("Et samtykke sier ikke hvorfor det deles. Spør, og skriv det på nytt."),
        "consent", "case", quiet=True,
    )},
    "LO-2": {"end_access": Wording(
        N_("avslutt tilgangen til en som har sluttet"), N_("Den som har sluttet, skal ikke kunne åpne journalen."), "access", "case",
    )},
    "LO-1": {"review": Wording(
        N_("gå gjennom nødtilgangen til {name}"), N_("Journalen ble åpnet i en nødsituasjon {opened}. Tilgang skal kontrolleres."),
        "emergency", "emergency",
    )},
}  # fmt: skip


def wording(criterion: str, step: str) -> Wording | None:
    """How a step of a duty is said; nothing when nobody here can do it on a page. The letters of what a plan lacks are one step."""
    steps = WORDINGS.get(criterion, {})
    return steps.get(step) or steps.get("")


def is_said(criterion: str, *, quiet: bool) -> bool:
    """Whether any step of this duty has words; with `quiet`, also words for a good moment."""
    return any(quiet or not one.quiet for one in WORDINGS.get(criterion, {}).values())


def rule_of(criterion: Criterion) -> str:
    """Where a duty stands, in the reader's language, and whether its day is the law's or our own."""
    return _rule(tuple(criterion.basis), bool(criterion.statutory), get_language())


@lru_cache(maxsize=1024)
def _rule(basis: tuple[str, ...], statutory: bool, language: str | None) -> str:
    stands = ", ".join(cited(basis, gettext))
    return stands if statutory else gettext("%(law)s; dagen er vårt eget mål") % {"law": stands}
