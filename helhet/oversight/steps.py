"""What is missing where a duty is not kept, in a leader's words: one name for each next step a frame can give."""

from helhet.organisation.rules import N_

STEP_NAMES = {
    "again": N_("På tide å spørre igjen"),
    "answer": N_("Tilbudt, ikke fått svar"),
    "ask": N_("Ikke spurt"),
    "begin": N_("Sa ja, planen er ikke begynt"),
    "consent": N_("Samtykket er ikke avklart"),
    "contact": N_("Ingen kontakt i tide"),
    "decide": N_("Ikke avgjort"),
    "dialogue": N_("Ikke snakket med sykehuset"),
    "end_access": N_("Tilgangen er ikke avsluttet"),
    "end_one": N_("Mer enn én plan"),
    "evaluate": N_("Ikke sett på i tide"),
    "find": N_("Sa ja, ingen er funnet"),
    "follow_up": N_("Ikke fulgt opp"),
    "forward": N_("Ikke sendt videre"),
    "frame": N_("Ingen tjeneste har hovedansvaret"),
    "her_view": N_("Personens syn er ikke skrevet"),
    "invite_gp": N_("Fastlegen er ikke invitert"),
    "notify": N_("Personen har ikke fått beskjed"),
    "offer": N_("Ikke tilbudt"),
    "purpose": N_("Formålet er ikke skrevet"),
    "reasons": N_("Begrunnelsen er ikke skrevet"),
    "reply": N_("Ikke svart"),
    "review": N_("Ikke gått gjennom"),
    "scope": N_("Ikke avklart hva pårørende kan få vite"),
    "settle": N_("Planen er ikke ferdig sammen med personen"),
    "sign": N_("Ikke signert"),
    "triage": N_("Ikke avklart hvem som hjelper"),
}
OTHER_STEP = N_("Punkter i planen mangler")


def name_of(step: str) -> str:
    """The words for a step; the letters of what a plan lacks are one kind of lack."""
    return STEP_NAMES.get(step, OTHER_STEP)
