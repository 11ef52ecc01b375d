"""What is missing where a duty is not kept, in a leader's words: one name for each next step a frame can give, and for what came late."""

from helhet.organisation.rules import N_

STEP_NAMES = {
    "adapt": N_("Ikke tilpasset språk og kultur"),
    "adopt": N_("Ikke vedtatt i kommunestyret"),
    "again": N_("På tide å spørre igjen"),
    "answer": N_("Tilbudt, ikke fått svar"),
    "answer_notice": N_("Meldingen er ikke besvart"),
    "ask": N_("Ikke spurt"),
    "ask_for_answer": N_("Svaret er ikke kommet"),
    "ask_hospital": N_("Sykehuset har ikke sagt hvem"),
    "begin": N_("Sa ja, planen er ikke begynt"),
    "carry_out": N_("Vedtaket er ikke satt i verk"),
    "consent": N_("Samtykket er ikke avklart"),
    "contact": N_("Ingen kontakt i tide"),
    "count": N_("Behovet for boliger er ikke talt opp"),
    "decide": N_("Ikke avgjort"),
    "decide_competence": N_("Avgjørelsen er ikke skrevet"),
    "decide_housing": N_("Ikke vedtak om hjelp til bolig"),
    "dialogue": N_("Ikke snakket med sykehuset"),
    "end_access": N_("Tilgangen er ikke avsluttet"),
    "end_one": N_("Mer enn én plan"),
    "evaluate": N_("Ikke sett på i tide"),
    "experience": N_("Erfaringene er ikke samlet inn"),
    "find": N_("Sa ja, ingen er funnet"),
    "find_decision": N_("Vedtaket mangler"),
    "follow_up": N_("Ikke fulgt opp"),
    "forward": N_("Ikke sendt videre"),
    "frame": N_("Ingen tjeneste har hovedansvaret"),
    "her_view": N_("Personens syn er ikke skrevet"),
    "inform": N_("Informasjonen er ikke skrevet ned"),
    "invite_gp": N_("Fastlegen er ikke invitert"),
    "invite_school": N_("Skole eller barnehage er ikke invitert"),
    "join_plans": N_("Planene er ikke satt sammen"),
    "late": N_("Gjort, men for sent"),
    "look_into": N_("Ikke sett nærmere på"),
    "note_objection": N_("Det er ikke skrevet hva sperringen gjelder"),
    "notify": N_("Personen har ikke fått beskjed"),
    "offer": N_("Ikke tilbudt"),
    "point": N_("Punkter mangler i avtalen"),
    "purpose": N_("Formålet er ikke skrevet"),
    "reasons": N_("Begrunnelsen er ikke skrevet"),
    "receive": N_("Ikke tatt imot"),
    "reply": N_("Ikke svart"),
    "review": N_("Ikke gått gjennom"),
    "review_retention": N_("Ikke sett på igjen"),
    "right_kind": N_("Står i feil journal"),
    "routine": N_("Rutinen er ikke gått gjennom"),
    "scope": N_("Ikke avklart hva pårørende kan få vite"),
    "settle": N_("Planen er ikke ferdig sammen med personen"),
    "show_competence": N_("Avgjørelsen er ikke vist"),
    "show_record": N_("Journalen er ikke vist"),
    "sign": N_("Ikke signert"),
    "tell_again": N_("Ikke åpnet, ikke varslet på nytt"),
    "tell_coordinating_unit": N_("Koordinerende enhet har ikke fått vite det"),
    "train": N_("Ikke fått opplæring"),
    "triage": N_("Ikke avklart hvem som hjelper"),
    "unit": N_("Enheten mangler, eller svarer ikke"),
    "users": N_("Brukerne var ikke med"),
}
OTHER_STEP = N_("Punkter i planen mangler")
DONE_LATE = "late"  # no step is left: it was done after its day


def name_of(step: str) -> str:
    """The words for a step; the letters of what a plan lacks are one kind of lack."""
    return STEP_NAMES.get(step, OTHER_STEP)
