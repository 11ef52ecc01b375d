"""What a municipality answers for as a whole: whom it works with, its agreements point by point, the yearly review, and serious events."""

import numpy as np

from helhet.access.in_bulk import own_rows_in_bulk, rows_in_bulk
from helhet.access.rules import LookFinding
from helhet.cooperation.models import Agreement, AgreementParty, AgreementReview, Clause, ClauseStep, HousingOverview
from helhet.cooperation.rules import AGREEMENT_NAMES, POINTS, AgreementKind, ClauseState
from helhet.demo.synth.columns import NONE
from helhet.deviations.models import Deviation, EventStep, SeriousEvent, YearlyReview, YearlyWords
from helhet.deviations.rules import Clock, Letter, RiskArea, Seriousness
from helhet.organisation.models import CoOperation, Municipality
from helhet.organisation.rules import LegalForm

from .drawn import Drawn, objects
from .home import Home

_BY = "helhet synth"
_DAYS = {Clock.NOTICE: "noticed_on", Clock.MEETING: "offered_on", Clock.REPORT: "reported_on"}


def agreed(drawn: Drawn, home: Home) -> None:
    """All of it, in a municipality that is in place."""
    place = Municipality.objects.get(pk=home.number)
    _together(drawn, place)
    _agreements(drawn, place)
    _looked_through(drawn, home)
    _events(drawn, home)


def _together(drawn: Drawn, place: Municipality) -> None:
    [key], [since] = drawn.new_keys(1), drawn.days("house", "hosts_since")
    if since:
        made = CoOperation(pk=key, name=f"{place.name} og nabokommunene", legal_form=LegalForm.HOST, host=place, since=since)
        made.save(force_insert=True)
        made.members.add(place)


def _agreements(drawn: Drawn, place: Municipality) -> None:
    size = drawn.size("agreement")
    kinds, keys = [AgreementKind(word) for word in drawn.words("agreement", "kind")], drawn.new_keys(size)
    rows_in_bulk(Agreement, size, {
        "id": keys, "kind": kinds, "name": [f"Avtale {AGREEMENT_NAMES[kind]}, {place.name}" for kind in kinds],
        "other_party": "oppdiktet part", "valid_from": drawn.days("agreement", "since"), "valid_until": drawn.days("agreement", "until"),
        "signed_on": drawn.days("agreement", "signed_on"), "users_took_part": drawn.words("agreement", "users_took_part"),
    })  # fmt: skip
    rows_in_bulk(AgreementParty, size, {
        "id": drawn.spelled(drawn.beside("agreement", "key").astype(np.uint64)), "agreement_id": keys, "municipality_id": place.pk,
        "adopted_on": drawn.days("agreement", "adopted_on"),
    })  # fmt: skip
    _points(drawn, kinds, keys)
    gone_through = [(key, day) for key, day in zip(keys, drawn.mornings("agreement", "reviewed_on"), strict=True) if day]
    rows_in_bulk(AgreementReview, len(gone_through), {
        "id": drawn.new_keys(len(gone_through)), "agreement_id": [key for key, _ in gone_through],
        "on": [day[:10] for _, day in gone_through], "at": [day for _, day in gone_through], "who": "Begge parter",
        "found": "Avtalen virker. To punkter må øves på.", "by_name": _BY,
    })  # fmt: skip


def _points(drawn: Drawn, kinds: list[AgreementKind], keys: list[str]) -> None:
    """Every point the law asks for; those that are agreed with the day it was agreed, and the day somebody last looked."""
    points = [
        (place, number, letter, words) for place, kind in enumerate(kinds) for number, (letter, words) in enumerate(POINTS[kind].items())
    ]
    clauses, agreed_of = drawn.new_keys(len(points)), drawn.numbers("agreement", "points_agreed").tolist()
    rows_in_bulk(Clause, len(points), {
        "id": clauses, "agreement_id": [keys[place] for place, *_ in points], "point": [letter for _, _, letter, _ in points],
        "order": [number for _, number, _, _ in points], "words": [words for *_, words in points],
    })  # fmt: skip
    first, last = drawn.mornings("agreement", "agreed_on"), drawn.mornings("agreement", "looked_on")
    steps = []
    for clause, (place, number, _, _) in zip(clauses, points, strict=True):
        if number < agreed_of[place]:
            steps.append((clause, ClauseState.AGREED, first[place] or ""))
            if last[place] != first[place]:
                steps += [(clause, ClauseState.IN_ROUTINE, first[place] or ""), (clause, ClauseState.FOLLOWED_UP, last[place] or "")]
    rows_in_bulk(ClauseStep, len(steps), {
        "id": drawn.new_keys(len(steps)), "clause_id": [clause for clause, _, _ in steps], "state": [state for _, state, _ in steps],
        "on": [at[:10] for *_, at in steps], "at": [at for *_, at in steps], "by_name": _BY,
    })  # fmt: skip


def _looked_through(drawn: Drawn, home: Home) -> None:
    """The yearly review with its letters, what users' experience led to, and the dwellings that are needed."""
    [letters] = drawn.counts("house", "review_letters")
    told = {"by_name": _BY, "municipality_id": home.number}
    for model, column, said in (
        (YearlyReview, "reviewed_on", {"who": "Ledergruppen", "letters": "".join(Letter)[: letters or 0]}),
        (YearlyWords, "experience_on", {"letter": Letter.G, "words": "Åpningstiden ble flyttet etter det brukerne sa."}),
        (HousingOverview, "housing_on", {"ordinary": 4, "adapted": 2}),
    ):
        [key], [at] = drawn.new_keys(1), drawn.mornings("house", column)
        if at:
            year = {} if model is HousingOverview else {"year": int(at[:4])}
            rows_in_bulk(model, 1, {"id": [key], "on": [at[:10]], "at": [at], **told, **year, **said})
    [key, line], [at] = drawn.new_keys(2), drawn.mornings("house", "log_looked_on")
    if at and len(drawn.people):
        own_rows_in_bulk("logreview", 1, {
            "id": [key], "entry": [line], "person_id": [drawn.people[0]], "seed": _BY, "drawn_at": [at], "drawn_by": _BY,
            "finding": LookFinding.FINE, "reviewed_at": [at], "reviewed_by": _BY,
        })  # fmt: skip


def _events(drawn: Drawn, home: Home) -> None:
    """Each is a deviation of the gravest kind, about nobody by name, with a line for each clock that was met."""
    size, known = drawn.size("serious_event"), drawn.days("serious_event", "known_on")
    keys = drawn.spelled(drawn.beside("serious_event", "key").astype(np.uint64))
    at = drawn.mornings("serious_event", "known_on")
    rows_in_bulk(Deviation, size, {
        "id": keys, "municipality_id": home.number, "unit_id": str(home.units[0]), "happened_on": known,
        "what": "Oppdiktet alvorlig hendelse.", "area": RiskArea.LIFE, "seriousness": Seriousness.GRAVE, "reported_at": at,
        "reported_by_id": str(drawn.staff[0]),
    })  # fmt: skip
    rows_in_bulk(SeriousEvent, size, {
        "deviation_id": keys, "known_on": known,
        **{name: drawn.days("serious_event", name) for name in ("notice_by", "meeting_by", "report_by")},
    })  # fmt: skip
    for clock, column in _DAYS.items():
        met = drawn.numbers("serious_event", column) != NONE
        days = objects(drawn.mornings("serious_event", column))[met].tolist()
        rows_in_bulk(EventStep, len(days), {
            "id": drawn.new_keys(len(days)), "event_id": objects(keys)[met].tolist(), "clock": clock, "on": [day[:10] for day in days],
            "at": days, "by_name": _BY,
        })  # fmt: skip
