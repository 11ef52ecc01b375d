"""Words she meets and may not know, each in one plain sentence on the page where it stands. The words are GLOSSARY.md's own."""

from helhet.organisation.rules import N_

TERMS: dict[str, tuple[str, str]] = {
    "coordinator": (
        N_("koordinator"),
        N_("Den du kan ringe først. Koordinatoren passer på at de som hjelper deg, gjør det sammen, og at det blir gjort."),
    ),
    "coordinating unit": (
        N_("koordinerende enhet"), N_("De i kommunen som finner en koordinator til deg, og som du kan spørre når noe ikke stemmer."),
    ),
    "plan": (
        N_("individuell plan"),
        N_("Planen din når du trenger hjelp lenge og fra flere: målene dine, hvem som gjør hva, og når. Den lages bare hvis du vil."),
    ),
    "action": (N_("tiltak"), N_("Noe som skal gjøres for å nå et mål: av deg, av oss eller av andre.")),
    "crisis plan": (
        N_("krise- og mestringsplan"),
        N_("Det du og andre gjør når det blir vanskelig: hva du merker, hva som hjelper, og hvem som ringer hvem."),
    ),
    "consent": (N_("samtykke"), N_("At du har sagt ja. Du kan ta det tilbake når du vil.")),
    "objection": (N_("sperring"), N_("At du har sagt nei til at noen ser noe om deg. Du trenger ikke si hvorfor.")),
    "emergency": (
        N_("nødtilgang"),
        N_("Når noen må se det som står om deg fordi det er fare, og ikke rekker å spørre. Du ser hvem det var, og hvorfor."),
    ),
    "care": (N_("helsehjelp"), N_("Det vi gjør for at du skal få det bedre: samtaler, behandling, oppfølging hjemme.")),
    "coordination": (N_("samordning"), N_("At de som hjelper deg, snakker sammen og gjør det i riktig rekkefølge.")),
    "log": (N_("tilgangslogg"), N_("Listen over hvem som har sett noe om deg, når og hvorfor. Blir noe endret, synes det.")),
    "journal": (N_("journal"), N_("Det vi skriver om hjelpen du får. Du kan lese den, og be om at feil blir rettet.")),
    "decision": (N_("vedtak"), N_("Et brev der kommunen bestemmer hva du får. Det sier hvorfor, og hvordan du kan klage.")),
    "complaint": (N_("klage"), N_("At du skriver at du er uenig i det som er bestemt. Da må kommunen se på det på nytt.")),
    "governor": (
        N_("statsforvalteren"), N_("Staten i fylket ditt. Er du og kommunen fortsatt uenige etter en klage, er det de som bestemmer."),
    ),
    "enquiry": (N_("henvendelse"), N_("At du, eller noen for deg, har bedt om hjelp.")),
    "preliminary": (N_("foreløpig svar"), N_("Et svar som sier at vi har fått det du spurte om, og når du får vite mer.")),
    "mapping": (N_("kartlegging"), N_("Spørsmål om hvordan livet er, så vi vet hva som er viktig å begynne med. Du svarer på det du vil.")),
}  # fmt: skip
