"""What a leader does with a report: answers, says whether a change is real, chooses how to count, and sends it. No person data."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db import transaction

from helhet.access.policy import NotVisible
from helhet.organisation.rules import N_, Fault, refuse_if_any
from helhet.organisation.rules.acting import Leader

from .form import Row
from .models import CellAnswer, CountingChoice, JumpAnswer, Submission, SubmissionStep, WeekChosen
from .queries import Report, form_of, place_led, report
from .rules import NEXT, SENT, Answer, Kind, Real, State, Value
from .shown import as_kept
from .work import CHOICES

_SENT = Fault("", N_("Rapporten er sendt, og tallene står som de ble sendt."))
_WEEK_STANDS = Fault("", N_("Uken står som da rapporten ble sendt. Rett tallene ett for ett."))
_MOST = 100_000


def _begun(by: Leader, number: str, year: int, group: str) -> Submission:
    """The row to keep answers in, begun with the first of them."""
    place_led(by, number)
    made, new = Submission.objects.get_or_create(municipality_id=number, year=form_of(year, group).year, group=group)
    if new:
        SubmissionStep.objects.create(submission=made, state=State.STARTED, at=by.at, by_name=by.name)
    return made


def _state(made: Submission) -> State:
    return State(made.steps.order_by("-at", "-id").values_list("state", flat=True)[0])


@transaction.atomic
def answer(number: str, *, year: int, group: str, row: str, value: Any, by: Leader, why: str = "") -> CellAnswer:
    """An answer to a question, or a figure set otherwise than the record says; why must then be said. None takes an answer back."""
    made, asked = _begun(by, number, year, group), form_of(year, group).row(row)
    if asked is None:
        raise NotVisible
    given, faults = _value(asked, value)
    state = _state(made)
    if state in SENT:
        faults.append(_SENT)
    if state == State.CORRECTING and given is not None and not why.strip():
        faults.append(Fault("why", N_("Skriv hvorfor tallet rettes.")))
    elif asked.derive and given is not None and not why.strip():
        counted = report(by, number, year, group).cells[row].made
        if counted.is_known and given != counted.value:
            faults.append(Fault("why", N_("Skriv hvorfor tallet skal være et annet enn det Helhet har talt.")))
    if asked.total_of:
        faults.append(Fault("value", N_("En sum regnes ut av radene over. Endre en av dem.")))
    refuse_if_any(faults)
    return CellAnswer.objects.create(submission=made, row=row, value=as_kept(given), why=why.strip(), at=by.at, by_name=by.name)


def _value(row: Row, value: Any) -> tuple[Value, list[Fault]]:
    """The value of what was typed, and what is wrong with it."""
    if value in (None, "", [], ()):
        return None, []
    if row.answer == Answer.YES_NO:
        known = {"yes": True, "no": False, True: True, False: False}
        return (known[value], []) if value in known else (None, [Fault("value", N_("Svar ja eller nei."))])
    if row.answer == Answer.CHOICE:
        return (value, []) if value in row.options else (None, [Fault("value", N_("Velg en av mulighetene."))])
    if row.answer == Answer.MANY:
        chosen = tuple(value)
        return (chosen, []) if set(chosen) <= set(row.options) else (None, [Fault("value", N_("Velg blant mulighetene."))])
    if row.answer == Answer.TEXT:
        return str(value).strip()[:4000], []
    return _number(row, value)


def _number(row: Row, value: Any) -> tuple[Value, list[Fault]]:
    try:
        number = Decimal(str(value).strip().replace(",", "."))
    except InvalidOperation:
        return None, [Fault("value", N_("Skriv et tall."))]
    if not number.is_finite() or not 0 <= number <= _MOST:
        return None, [Fault("value", N_("Skriv et tall fra 0 til {most}."), {"most": _MOST})]
    if row.answer == Answer.COUNT:
        return (int(number), []) if number == int(number) else (None, [Fault("value", N_("Skriv et helt tall."))])
    return (number, []) if number == round(number, 4) else (None, [Fault("value", N_("Skriv høyst fire desimaler."))])


@transaction.atomic
def say_of_jump(number: str, *, year: int, group: str, row: str, real: str, by: Leader, why: str = "") -> JumpAnswer:
    """Whether a change from last year is real, or a new way of estimating."""
    made, found = _begun(by, number, year, group), report(by, number, year, group)
    if row not in found.cells:
        raise NotVisible
    cell = found.cells[row]
    faults = [] if real in set(Real) else [Fault("real", N_("Velg ett av svarene."))]
    if not cell.jumps:
        faults.append(Fault("", N_("Dette tallet er nær det det var i fjor.")))
    if real != Real.REAL and not why.strip():
        faults.append(Fault("why", N_("Skriv hva som er gjort på en ny måte.")))
    refuse_if_any(faults)
    return JumpAnswer.objects.create(
        submission=made, row=row, now=str(cell.value), before=str(cell.before), real=real, why=why.strip(), at=by.at, by_name=by.name
    )


@transaction.atomic
def choose_week(number: str, *, year: int, group: str, week: int, why: str, by: Leader) -> WeekChosen:
    """Another week is representative here."""
    made = _begun(by, number, year, group)
    state = _state(made)
    faults = [_SENT] if state in SENT else [_WEEK_STANDS] if state == State.CORRECTING else []
    if not 1 <= week <= 52:
        faults.append(Fault("week", N_("Skriv en uke fra 1 til 52.")))
    if not why.strip():
        faults.append(Fault("why", N_("Skriv hvorfor denne uken ligner mest på de andre.")))
    refuse_if_any(faults)
    return WeekChosen.objects.create(submission=made, week=week, why=why.strip(), at=by.at, by_name=by.name)


@transaction.atomic
def choose(number: str, *, key: str, way: str, since_year: int, why: str, by: Leader) -> CountingChoice:
    """How the municipality counts what the form leaves open, from a year on."""
    place = place_led(by, number)
    faults = []
    if key not in CHOICES or way not in CHOICES[key].ways:
        faults.append(Fault("way", N_("Velg en av måtene.")))
    if not why.strip():
        faults.append(Fault("why", N_("Skriv hvorfor, så den som kommer etter, teller likt.")))
    if not 2007 <= since_year <= by.on.year + 1:
        faults.append(Fault("since_year", N_("Skriv året det gjelder fra.")))
    refuse_if_any(faults)
    return CountingChoice.objects.create(
        municipality=place, key=key, way=way, since_year=since_year, why=why.strip(), at=by.at, by_name=by.name
    )


# ── how far it has come ─────────────────────────────────────────────────────


@transaction.atomic
def move(number: str, *, year: int, group: str, to: str, by: Leader, note: str = "") -> SubmissionStep:
    """The submission comes to another state. What is sent keeps every figure as it was; what was sent before stays too."""
    if to not in set(State):
        raise NotVisible
    made, found = _begun(by, number, year, group), report(by, number, year, group)
    faults = [] if to in NEXT[found.state] else [Fault("to", N_("Det kan ikke følge etter der rapporten er nå."))]
    faults += _before_sending(found, State(to), note)
    refuse_if_any(faults)
    return SubmissionStep.objects.create(
        submission=made, state=to, note=note.strip(), at=by.at, by_name=by.name, figures=_figures(found, State(to))
    )


def _before_sending(found: Report, to: State, note: str) -> list[Fault]:
    faults = []
    if to in (State.FILLED, State.DELIVERED, State.WORK_YEARS_GIVEN, State.CORRECTED):
        # What is only estimated may be left open.
        work = [one for one in found.cells.values() if one.row.answer == Answer.WORK_YEARS and one.row.derive != "split"]
        faults += [one.fault for one in found.disagreements]
        if lacking := sum(one.is_asked for one in work):
            faults.append(Fault("to", N_("{count} årsverk er ikke svart på."), {"count": lacking}))
        unsaid = found.open_jumps if to != State.WORK_YEARS_GIVEN else [one for one in work if one.is_open]
        if jumps := len(unsaid):
            faults.append(Fault("to", N_("Si om hver endring fra i fjor er reell: {count} står uten svar."), {"count": jumps}))
    if to == State.FILLED and (asked := len(found.asked)):
        faults.append(Fault("to", N_("{count} spørsmål er ikke svart på."), {"count": asked}))
    if to in (State.CONFIRMED, State.CARRIED_FORWARD) and not found.has_before:
        faults.append(Fault("to", N_("Det finnes ingen tall fra i fjor.")))
    if to == State.CORRECTING and not note.strip():
        faults.append(Fault("note", N_("Skriv hvorfor rapporten åpnes for retting.")))
    if to == State.CORRECTED and not found.corrected:
        faults.append(Fault("to", N_("Ingen tall er rettet. Rett et tall først, eller svar at endringen er bekreftet.")))
    if to in (State.QUERIED, State.CHANGE_CONFIRMED, State.CHANGE_NOT_REAL) and not note.strip():
        faults.append(Fault("note", N_("Skriv hva det ble spurt om, eller hva som ble svart.")))
    return faults


def _figures(found: Report, to: State) -> Mapping[str, Any]:
    """What is sent: this year's figures, or last year's where they are confirmed or carried forward."""
    if to in (State.DELIVERED, State.CORRECTED):
        return {key: [as_kept(one.value), one.kind, _end(one.low), _end(one.high)] for key, one in found.cells.items()}
    if to in (State.CONFIRMED, State.CARRIED_FORWARD):
        rows = [one for one in found.cells.values() if to == State.CARRIED_FORWARD or one.row.answer == Answer.WORK_YEARS]
        return {one.row.id: [as_kept(one.before), Kind.EDITED, None, None] for one in rows if one.before is not None}
    return {}


def _end(value: Decimal | None) -> str | None:
    return None if value is None else str(value)
