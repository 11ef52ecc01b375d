"""Whom to sign in as, and what to look at: what `helhet demo` prints."""

# username: (who, what there is to see)
CAST = {
    "ingunn": ("Ingunn Austad, psychiatric nurse, Bygland", "Jonas wrote last night, and the hospital waits for an answer about Odd Arne."),
    "olav": ("Olav Rygnestad, alone on duty in Valle, reads nynorsk", "Knut after Saturday, Birgit in hospital."),
    "tone": ("Tone Rysstad, leads the coordinating unit", "All four municipalities: plans and coordinators, never the journal."),
    "marit": (
        "Marit Hornnes, leads the service in Evje og Hornnes",
        "Mona, an emergency access looked through, Anne-Lise written down twice.",
    ),
    "kjersti": (
        "Kjersti Li, leads for all four municipalities",
        "Whether the law is kept, month by month, and nobody's record: a figure opens to reasons, never to names.",
    ),
    "gunnhild": ("Gunnhild Hovden, social worker, Bykle", "Randi and her children; Tomasz, who needs an interpreter."),
    "torbjorn": ("Torbjørn Frøysnes, substance-use worker for all four", "Everybody he follows, whichever municipality they live in."),
    "tor": ("Tor Rike, who acts for his mother by proxy", "Her case and her meetings, until a day in June, and nothing of her journal."),
    "sissel": ("Sissel Heistad, NAV", "A partner: only the plans that residents share with her, and nothing after they stop."),
    "hilde": (
        "Hilde Skisland, inspector from the county",
        "An inspection in Evje og Hornnes: ten records by number, without names, and nothing else.",
    ),
    "siri": ("Siri Haugen, resident", "Her own plan, her team, and who has looked."),
    "jonas": ("Jonas Bakke, resident", "What he wrote at twenty to ten last night."),
    "tuva": ("Tuva Fennefoss, fifteen, resident", "Her own plan, what her parents may see, and what she keeps from them."),
    "solfrid": (
        "Solfrid Fennefoss, Tuva's mother",
        "Her daughter's plan and meetings; not the journal, and nothing that tells it is kept.",
    ),
    "liv": ("Liv Åsland, nurse in the neighbouring municipality", "Nothing: everything about a person is «Vi fant ikke siden»."),
}


def lines(address: str) -> list[str]:
    """The address and the cast, in plain words."""
    width = max(len(who) for who, _ in CAST.values())
    return [
        "",
        f"Helhet runs at {address}",
        "",
        "Press one of the cast on the first page to be that person; no password. Everybody is invented. Good to begin with:",
        "",
        *(f"  {who:<{width}}  {what}" for who, what in CAST.values()),
        "",
        "Stop with Ctrl-C. Everything you do is kept until helhet demo --fresh.",
    ]
