"""Who may see which part of a record for which purpose, as three small tables anyone can review.

A *part* is what a person may open or close (consent and objection name parts). A *role* is what a care relation
makes somebody in this person's record. A *purpose* is why a page is opened. The policy joins the three.
"""

from collections.abc import Collection
from enum import StrEnum

from helhet.organisation.rules import N_


class Part(StrEnum):
    """The parts of a record that are opened and closed separately."""

    PERSON = "person"  # name, telephone, who is in the team: who she is and how to reach her
    KIN = "kin"  # next of kin and children
    CONSENT = "consent"  # what she has said yes to, and what she has closed
    ADDRESS = "address"
    CASE = "case"
    PLAN = "plan"
    CRISIS = "crisis"
    MAPPING = "mapping"
    JOURNAL = "journal"
    MEETINGS = "meetings"
    TASKS = "tasks"
    HANDOVER = "handover"
    VOICE = "voice"  # what she says of the help
    PROTECTED = "protected"  # concern for a child, and coercion: for the few who must know
    LOG = "log"


PART_NAMES = {
    Part.PERSON: N_("navn og kontakt"),
    Part.KIN: N_("pårørende og barn"),
    Part.CONSENT: N_("samtykker og sperringer"),
    Part.ADDRESS: N_("adresse"),
    Part.CASE: N_("henvendelser og saker"),
    Part.PLAN: N_("planen"),
    Part.CRISIS: N_("krise- og mestringsplanen"),
    Part.MAPPING: N_("kartleggingen"),
    Part.JOURNAL: N_("journalen"),
    Part.MEETINGS: N_("møter"),
    Part.TASKS: N_("oppgaver"),
    Part.HANDOVER: N_("innleggelser"),
    Part.VOICE: N_("tilbakemeldinger"),
    Part.PROTECTED: N_("skjermede meldinger"),
    Part.LOG: N_("hvem som har sett"),
}


SEEN = N_("sett")  # what the log says when something was read and nothing done
TAKEN_OUT = N_("skrev ut alt")  # when a worker gave her everything about her on paper

# What the log calls the documents that were shown, in words for the person they are about.
DOCUMENT_NAMES = {
    "adresse": N_("adressen"), "aktivitet": N_("aktivitetene"), "bolig": N_("boligen"), "boligbehov": N_("boligbehovene"),
    "varsel om utkastelse": N_("varslene om utkastelse"),
    "avvik": N_("avvikene"), "barn": N_("barna"), "barneavklaring": N_("spørsmålet om barn"),
    "behov": N_("behovene"), "beskjed": N_("det dere har skrevet til hverandre"), "delt lenke": N_("lenkene som er delt"),
    "beslutning": N_("det som ble bestemt på møtene"), "deltakelse": N_("hvem som var på møtene"),
    "egne ord": N_("egne ord om hva som er viktig"),
    "endring": N_("hva som er endret"), "evaluering": N_("hvordan det går med målene"), "formulering": N_("ordene i målene"),
    "hendelse": N_("hendelsene"), "henvendelse": N_("henvendelsene"), "hovedforløp": N_("forløpet"), "identifikator": N_("fødselsnummer"),
    "loggkontroll": N_("kontrollene av loggen"), "lesing i nød": N_("det som er åpnet i en nødsituasjon"),
    "innleggelse": N_("innleggelsene"), "kartlegging": N_("kartleggingen"), "klage": N_("klagene"), "kjøpt tilbud": N_("kjøpte tilbud"),
    "vurdering av kjøpt tilbud": N_("hvordan det går med kjøpte tilbud"), "kontakt": N_("kontaktene"),
    "læring": N_("det vi lærte"),
    "kriseplan": N_("kriseplanen"), "kriseplannotat": N_("notatene i kriseplanen"), "melding": N_("meldingene fra sykehuset"),
    "melding med frist": N_("meldinger og krav"), "meldingstråd": N_("meldingene mellom dere"),
    "skjermet melding": N_("skjermede meldinger"),
    "møte": N_("møtene"), "mål": N_("målene"), "nettverk": N_("nettverket"), "notat": N_("notatene"), "oppgave": N_("oppgavene"),
    "person": N_("navn og kontakt"), "plan": N_("planen"),
    "plass på tavlen": N_("plassen på tavlen"), "planversjon": N_("versjonene av planen"), "pårørende": N_("pårørende"),
    "rad i liste": N_("raden i en liste"), "ros eller klage": N_("det som er sagt til lederen"),
    "relasjon": N_("hvem som er i teamet"), "sak": N_("saken"), "sakspunkt": N_("sakene til møtene"),
    "samtykke": N_("samtykkene"), "tavlemøte": N_("tavlemøtene"), "skår": N_("svarene i kartleggingen"), "sperring": N_("sperringene"),
    "svar på henvendelse": N_("svarene på henvendelsene"),
    "svar fra leser": N_("svarene fra dem som leste"), "tilbakemelding": N_("tilbakemeldingene"),
    "tilbud": N_("tilbudene"),
    "tilgangslogg": N_("denne listen"), "tilsynssak": N_("saken i et tilsyn"),
    "tiltak": N_("tiltakene"), "uenighet": N_("det dere er uenige om"), "vedlegg": N_("vedleggene"),
    "vedtak": N_("vedtakene"),
}  # fmt: skip


class Purpose(StrEnum):
    """Why a page is opened (stands in the log)."""

    CARE = "care"
    COORDINATION = "coordination"
    OWN = "own"
    QUALITY = "quality"
    INSPECTION = "inspection"
    EMERGENCY = "emergency"


PURPOSE_NAMES = {
    Purpose.CARE: N_("helsehjelp"),
    Purpose.COORDINATION: N_("samordning"),
    Purpose.OWN: N_("eget innsyn"),
    Purpose.QUALITY: N_("internkontroll"),
    Purpose.INSPECTION: N_("tilsyn"),
    Purpose.EMERGENCY: N_("nødtilgang"),
}


class Role(StrEnum):
    """What a care relation makes its holder in this person's record."""

    COORDINATOR = "coordinator"
    CHILD_COORDINATOR = "child_coordinator"
    DEPUTY = "deputy"
    THERAPIST = "therapist"
    CONTACT = "contact"
    TEAM_MEMBER = "team_member"
    SERVICE_UNIT = "service_unit"
    COORDINATING_UNIT = "coordinating_unit"
    EMERGENCY = "emergency"
    PARTNER = "partner"
    SHARE_LINK = "share_link"
    PERSON = "person"
    REPRESENTATIVE = "representative"
    INFORMED = "informed"
    INSPECTOR = "inspector"


ROLE_NAMES = {
    Role.COORDINATOR: N_("koordinator"),
    Role.CHILD_COORDINATOR: N_("barnekoordinator"),
    Role.DEPUTY: N_("stedfortreder for koordinator"),
    Role.THERAPIST: N_("behandler"),
    Role.CONTACT: N_("kontaktperson"),
    Role.TEAM_MEMBER: N_("i teamet"),
    Role.SERVICE_UNIT: N_("enheten som gir tjenesten"),
    Role.COORDINATING_UNIT: N_("koordinerende enhet"),
    Role.EMERGENCY: N_("nødtilgang"),
    Role.PARTNER: N_("samarbeidspartner"),
    Role.SHARE_LINK: N_("leser med lenke"),
    Role.PERSON: N_("personen selv"),
    Role.REPRESENTATIVE: N_("representant"),
    Role.INFORMED: N_("nærmeste pårørende som får vite"),
    Role.INSPECTOR: N_("inspektør"),
}
# The same, said to the person herself.
YOUR_ROLE_NAMES = ROLE_NAMES | {
    Role.COORDINATOR: N_("koordinatoren din"), Role.CHILD_COORDINATOR: N_("barnekoordinatoren din"),
    Role.DEPUTY: N_("stedfortreder for koordinatoren din"), Role.THERAPIST: N_("behandleren din"),
    Role.CONTACT: N_("kontaktpersonen din"), Role.TEAM_MEMBER: N_("i teamet ditt"), Role.SERVICE_UNIT: N_("enheten som hjelper deg"),
    Role.PERSON: N_("deg selv"), Role.REPRESENTATIVE: N_("handler på dine vegne"),
    Role.INFORMED: N_("den nærmeste pårørende din, som får vite"), Role.INSPECTOR: N_("fører tilsyn"),
}  # fmt: skip


class ConsentKind(StrEnum):
    """What a consent is to."""

    PLAN = "plan"
    SHARING = "sharing"
    CHILDREN = "children"
    MANDATE = "mandate"


CONSENT_NAMES = {
    ConsentKind.PLAN: N_("at planen lages"),
    ConsentKind.SHARING: N_("å dele"),
    ConsentKind.CHILDREN: N_("oppfølging av barna"),
    ConsentKind.MANDATE: N_("å bli representert"),
}


class LinkChannel(StrEnum):
    """How the service knew that it was she who got the link and the code."""

    MET = "met"
    CALLED = "called"


CHANNEL_NAMES = {
    LinkChannel.MET: N_("Vi er sammen nå"),
    LinkChannel.CALLED: N_("Jeg har ringt nummeret som står her, og kjente personen igjen"),
}


class LookFinding(StrEnum):
    """What a look at one line of the log came to."""

    FINE = "fine"
    ASK = "ask"
    WRONG = "wrong"


LOOK_FINDING_NAMES = {
    LookFinding.FINE: N_("Det var grunn til å se"),
    LookFinding.ASK: N_("Den som så, må forklare"),
    LookFinding.WRONG: N_("Det var ikke grunn til å se"),
}
# Whoever looked must explain before anybody can say which of the others it was.
LOOK_SETTLED = (LookFinding.FINE, LookFinding.WRONG)
# GDPR articles 33 and 34: the authority is told within 72 hours unless nobody's rights are at risk, and the person without delay.
WRONG_LOOK_HOURS = 72
SAMPLE_OF_LOOKS = 5
SAMPLE_DAYS = 31
SAMPLE_WITHIN_DAYS = 14  # a local target: a look that is drawn is looked through

# A link she signs in with: it works once.
SIGN_IN_MINUTES = 30
SIGN_IN_TRIES = 5

_ALL = frozenset(Part) - {Part.PROTECTED}
_CARE = _ALL
# Who must know of a concern for a child or of coercion; she herself asks to see it, and somebody weighs what it says of others.
_KNOWS = _CARE | {Part.PROTECTED}
_COORDINATION = frozenset(
    {Part.PERSON, Part.KIN, Part.CONSENT, Part.ADDRESS, Part.CASE, Part.PLAN, Part.MEETINGS, Part.TASKS, Part.HANDOVER, Part.LOG}
)  # fmt: skip
# What a partner can ever see; her consent narrows it further, and without a consent it is nothing.
_PARTNER = frozenset({Part.PERSON, Part.PLAN, Part.CRISIS, Part.MAPPING, Part.MEETINGS, Part.TASKS})

READS: dict[Role, frozenset[Part]] = {
    Role.COORDINATOR: _KNOWS,
    Role.CHILD_COORDINATOR: _KNOWS,
    Role.DEPUTY: _KNOWS,
    Role.THERAPIST: _KNOWS,
    Role.CONTACT: _KNOWS,
    Role.TEAM_MEMBER: _CARE,
    Role.SERVICE_UNIT: _CARE,
    # The coordinating unit answers for plans and coordinators (helse- og omsorgstjenesteloven § 7-3), not for treatment.
    Role.COORDINATING_UNIT: _COORDINATION,
    Role.EMERGENCY: _CARE - {Part.LOG, Part.VOICE},
    Role.PARTNER: _PARTNER,
    # Whoever holds the link and its code: no account, and no more than a partner.
    Role.SHARE_LINK: _PARTNER,
    Role.PERSON: _ALL,
    Role.REPRESENTATIVE: _ALL,
    # The nearest is told how she is and what help she gets (pasient- og brukerrettighetsloven § 3-3), and does nothing in her name.
    Role.INFORMED: frozenset(
        {Part.PERSON, Part.CASE, Part.PLAN, Part.CRISIS, Part.MAPPING, Part.JOURNAL, Part.MEETINGS, Part.TASKS, Part.HANDOVER}
    ),
    # What leads from a need to an evaluation, and not who she is: the pages of her record stay shut.
    Role.INSPECTOR: frozenset({Part.CASE, Part.PLAN}),
}

# What she sees of her own record, in the order of the parts.
HERS = tuple(part for part in Part if part in READS[Role.PERSON])

WRITES: dict[Role, frozenset[Part]] = {
    **{role: _KNOWS - {Part.LOG} for role in (Role.COORDINATOR, Role.CHILD_COORDINATOR, Role.DEPUTY, Role.THERAPIST, Role.CONTACT)},
    **{role: _CARE - {Part.LOG} for role in (Role.TEAM_MEMBER, Role.SERVICE_UNIT)},
    Role.COORDINATING_UNIT: _COORDINATION - {Part.LOG},
    Role.EMERGENCY: frozenset({Part.JOURNAL}),
    Role.PARTNER: frozenset(),
    Role.SHARE_LINK: frozenset(),
    # She opens and closes her own record, and names who is near her.
    Role.PERSON: frozenset({Part.KIN, Part.PLAN, Part.CRISIS, Part.MEETINGS, Part.MAPPING, Part.CONSENT, Part.VOICE}),
    Role.REPRESENTATIVE: frozenset({Part.PLAN, Part.CRISIS, Part.MEETINGS, Part.CONSENT, Part.VOICE}),
    Role.INFORMED: frozenset(),
    Role.INSPECTOR: frozenset(),
}

_STAFF_CARE = frozenset(
    {
        Role.COORDINATOR,
        Role.CHILD_COORDINATOR,
        Role.DEPUTY,
        Role.THERAPIST,
        Role.CONTACT,
        Role.TEAM_MEMBER,
        Role.SERVICE_UNIT,
    }
)
SERVES: dict[Purpose, frozenset[Role]] = {
    Purpose.CARE: _STAFF_CARE | {Role.EMERGENCY},
    Purpose.COORDINATION: _STAFF_CARE | {Role.COORDINATING_UNIT, Role.PARTNER, Role.SHARE_LINK, Role.EMERGENCY},
    Purpose.OWN: frozenset({Role.PERSON, Role.REPRESENTATIVE, Role.INFORMED}),
    # Counts only: no role opens a record for it.
    Purpose.QUALITY: frozenset(),
    # A drawn sample, while the engagement runs.
    Purpose.INSPECTION: frozenset({Role.INSPECTOR}),
    Purpose.EMERGENCY: frozenset({Role.EMERGENCY}),
}

# A coordinator, her deputy and the team's own members hold a relation in their own name.
COORDINATING_ROLES = frozenset({Role.COORDINATOR, Role.CHILD_COORDINATOR})

# Health care parts are opened to give health care; the rest to coordinate.
_CARE_PARTS = frozenset({Part.JOURNAL, Part.MAPPING, Part.CRISIS})


def usual_purpose(part: Part) -> Purpose:
    """Why a worker usually opens this part."""
    return Purpose.CARE if part in _CARE_PARTS else Purpose.COORDINATION


def roles_that_see(part: Part, purpose: Purpose) -> list[str]:
    """The roles that open this part for this purpose, for the policy's one query."""
    return sorted(role for role in SERVES[purpose] if part in READS[role])


def roles_that_write(part: Part, purpose: Purpose) -> list[str]:
    """The roles that may also write in this part for this purpose."""
    return sorted(role for role in SERVES[purpose] if part in WRITES[role])


# What these see rests on a consent, or a representative's mandate, and is worth exactly that, part by part.
BY_CONSENT = frozenset({Role.PARTNER, Role.SHARE_LINK, Role.REPRESENTATIVE, Role.INFORMED})

# Emergency access overrides an objection, with its reason; nobody closes her record to herself.
NEVER_CLOSED_OUT = frozenset({Role.EMERGENCY, Role.PERSON})


def parts_given(role: Role, *, consented: Collection[Part], closed: Collection[Part], knows_address: bool) -> tuple[Part, ...]:
    """The parts a running relation gives now: its role's, within the consent it may rest on, less what she has closed to its holder.

    The policy's query, said for one relation: the two are held against each other in a test.
    """
    given = READS[role]
    if role in BY_CONSENT:
        # Knowing who she is follows from having been given anything at all.
        given &= frozenset(consented) | {Part.PERSON} if consented else frozenset()
    if role not in NEVER_CLOSED_OUT:
        given -= frozenset(closed)
    return tuple(part for part in Part if part in given and (part != Part.ADDRESS or knows_address))


# What she may open to a partner, one part at a time.
SHAREABLE = tuple(part for part in Part if part in _PARTNER - {Part.PERSON})

# What a representative may be given, one part at a time.
REPRESENTED = tuple(part for part in Part if part in READS[Role.REPRESENTATIVE] - {Part.PERSON})


# What may be kept from a child's parent; what would tell that something is, is kept with it.
KEPT_WITH = (Part.CONSENT, Part.LOG)
WITHHOLDABLE = tuple(part for part in REPRESENTED if part not in KEPT_WITH)

# What somebody near to her is, by a mandate.
NEAR_ROLES = (Role.REPRESENTATIVE, Role.INFORMED)

# Who may open her record and does not help her.
NOT_IN_TEAM = (Role.EMERGENCY, Role.INSPECTOR, Role.SHARE_LINK)

# The roles by who may hold them.
STAFF_ROLES = frozenset({*_STAFF_CARE - {Role.SERVICE_UNIT}, Role.EMERGENCY})
UNIT_ROLES = frozenset({Role.SERVICE_UNIT, Role.COORDINATING_UNIT})
# Whom a colleague lets in, and ends, without more ado; a coordinator is replaced, a unit leaves when its last case closes.
TEAM_ROLES = (Role.TEAM_MEMBER, Role.THERAPIST, Role.CONTACT)

NOT_HERSELF = N_("Du kan ikke slippe deg selv inn. Be en kollega eller koordinerende enhet gjøre det.")
EMERGENCY_HOURS = 24
EMERGENCY_TRIES = 5  # numbers an account may try in an hour
REVIEW_WITHIN_DAYS = 3  # a local target: every emergency access is looked through (pasientjournalloven § 22 asks for subsequent control)
TOLD_WITHIN_DAYS = 3  # a local target: who cannot sign in is told of a reading in an emergency by one of us
SEEN_WITHIN_DAYS = 14  # the same of whoever can, and has not looked
LINK_TRIES = 5  # wrong codes in a link's whole life; then it is shut (SMART Health Links asks for a lifetime count)
LINK_DAYS = 365  # no link lives longer; a new one is one form away
SHORTEST_PASSCODE = 6
SHORTEST_REASON = 20  # characters: «haster» is not a reason (helsepersonelloven § 29 asks for weighty grounds)


def guessable(passcode: str) -> bool:
    """A code somebody guesses in a few tries: short, all alike, or counted up or down."""
    code = passcode.strip()
    steps = {ord(after) - ord(before) for before, after in zip(code, code[1:], strict=False)}
    return len(code) < SHORTEST_PASSCODE or (len(steps) == 1 and steps <= {-1, 0, 1})
