"""A report as its leader sees it: this year beside last year, whom to ask, what jumps, how far it has come. Only for who leads there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

from helhet.access.policy import NotVisible
from helhet.organisation.models import Municipality, Unit
from helhet.organisation.queries import everybody_taking_part, led_by
from helhet.organisation.queries.posts import PostOn, posts_on, work_years
from helhet.organisation.rules.acting import Leader

from . import cells, facts, form
from .agreeing import Disagreement, disagreements
from .cells import Coverage
from .form import Form
from .models import CountingChoice, Submission, SubmissionStep
from .rules import SENT, Group, State, Value
from .shown import Correction, Shown, corrections, of_kept, shown
from .work import USUAL, Work

# ── forms ───────────────────────────────────────────────────────────────────


def forms() -> dict[tuple[int, Group], Form]:
    """Every form there is: those we ship, and those this installation has added or put in place of one; a faulty file is none."""
    found: dict[tuple[int, Group], Form] = {}
    for one in (_read(path, path.stat().st_mtime_ns) for path in _files()):
        if isinstance(one, Form):
            found[one.year, one.group] = one
    return found


def faulty_forms() -> list[form.Faulty]:
    """The files that are refused, each with everything that is wrong in it."""
    return [one for one in (_read(path, path.stat().st_mtime_ns) for path in _files()) if isinstance(one, form.Faulty)]


def _files() -> list[Path]:
    return [path for folder in (form.SHIPPED, Path(settings.DATA_DIR) / "forms") for path in sorted(folder.glob("*.toml"))]


@lru_cache(maxsize=64)
def _read(path: Path, changed: int) -> Form | form.Faulty:
    try:
        return form.read(path)
    except form.Faulty as faulty:
        return faulty


def form_of(year: int, group: str) -> Form:
    """The form of this year and group. Raises `NotVisible`."""
    found = forms().get((year, Group(group))) if group in set(Group) else None
    if found is None:
        raise NotVisible
    return found


# ── the report ──────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Report:
    """A year's form for a group, filled in for a municipality as far as it is."""

    form: Form
    municipality: Municipality
    week: int
    on: date
    submission: Submission | None
    steps: tuple[SubmissionStep, ...]
    cells: Mapping[str, Shown]
    disagreements: tuple[Disagreement, ...]
    coverage: Coverage
    chosen: Mapping[str, str]

    @property
    def state(self) -> State:
        """How far it has come."""
        return State(self.steps[-1].state) if self.steps else State.NOT_STARTED

    @property
    def is_sent(self) -> bool:
        """Its figures are sent, and stand."""
        return self.state in SENT

    @property
    def is_correcting(self) -> bool:
        """It is opened for correction: each figure stands as it was sent until it is corrected."""
        return self.state == State.CORRECTING

    @property
    def corrected(self) -> list[Shown]:
        """The figures that are corrected and not delivered yet."""
        return [one for one in self.cells.values() if one.is_corrected]

    @property
    def corrections(self) -> list[Correction]:
        """What each new delivery changed from the one before it, the newest first."""
        return corrections(self.steps, self.form)

    @property
    def asked(self) -> list[Shown]:
        """The questions nobody has answered."""
        return [one for one in self.cells.values() if one.is_asked]

    @property
    def open_jumps(self) -> list[Shown]:
        """The jumps nobody has said anything of."""
        return [one for one in self.cells.values() if one.is_open]

    @property
    def has_before(self) -> bool:
        """There is a last year to hold it beside."""
        return any(one.before is not None for one in self.cells.values())


def place_led(by: Leader, number: str) -> Municipality:
    """The municipality, for whoever leads there. Raises `NotVisible`."""
    for one in led_by(by):
        if one.pk == number:
            return one
    raise NotVisible


def submission_of(number: str, year: int, group: str) -> Submission | None:
    """What is kept of this form, when something is."""
    return Submission.objects.filter(municipality=number, year=year, group=group).first()


def choices_of(number: str, year: int) -> dict[str, str]:
    """How this municipality counts what the form leaves open, that year."""
    rows = CountingChoice.objects.filter(municipality=number, since_year__lte=year)
    return {**USUAL, **{one.key: one.way for one in rows}}


def choices_made(by: Leader, number: str) -> list[CountingChoice]:
    """Every choice the municipality has made, the newest first."""
    return list(CountingChoice.objects.filter(municipality=place_led(by, number)).order_by("-since_year", "-at"))


def report(by: Leader, number: str, year: int, group: str) -> Report:
    """The report for whoever leads there. Raises `NotVisible`."""
    return filled(place_led(by, number), form_of(year, group))


def filled(municipality: Municipality, one: Form) -> Report:
    """The report with what people have answered; of one that is sent, the figures as they were sent."""
    kept = submission_of(municipality.pk, one.year, one.group)
    steps = tuple(kept.steps.all()) if kept else ()
    week = next((row.week for row in kept.weeks.order_by("-at", "-id")), one.week) if kept else one.week
    on = cells.week_ends(one.year, week)
    chosen = choices_of(municipality.pk, one.year)
    made = cells.fill(one, facts.live(municipality.pk, on, facts.once("work", on, lambda: work_here(on)), chosen))
    found = shown(one, made, kept, steps, _before(municipality.pk, one))
    values = {key: cell.value for key, cell in found.items()}
    return Report(
        one, municipality, week, on, kept, steps, found, tuple(disagreements(one, values)), cells.coverage(one, made), chosen
    )  # fmt: skip


def work_here(on: date) -> list[Work]:
    """Every share of every post here, each municipality's part by itself."""
    rows = work_years([one.pk for one in everybody_taking_part()], on=on)
    units = dict(Unit.objects.values_list("pk", "name"))
    return [
        Work(
            percent=one.percent, age_group=one.age_group, problem=one.problem, area=one.area, education=one.education,
            lived_experience=one.lived_experience, shared=one.shared, municipality=one.municipality, employer=one.employer,
            vacant=one.vacant, post=one.post_id.hex, title=one.title, unit=units.get(one.unit_id, ""), why=one.why,
            judged_by=one.judged_by,
        )
        for one in rows
    ]  # fmt: skip


def _before(number: str, one: Form) -> dict[str, Any]:
    """Last year's figures as they were sent, by the ids of last year's rows."""
    return _sent(number, one.year - 1, one.group)


def _sent(number: str, year: int, group: str) -> dict[str, Any]:
    steps = SubmissionStep.objects.filter(submission__municipality=number, submission__year=year, submission__group=group)
    newest = steps.exclude(figures={}).order_by("-at", "-id").first()
    return newest.figures if newest else {}


@dataclass(frozen=True)
class Line:
    """One submission in the list: of which form, and how far it has come."""

    municipality: Municipality
    form: Form
    state: State
    last: SubmissionStep | None


def lines(by: Leader, year: int) -> list[Line]:
    """This year's forms in every municipality this one leads."""
    found = []
    for place in led_by(by):
        for one in (one for (of, _), one in sorted(forms().items()) if of == year):
            rows = SubmissionStep.objects.filter(submission__municipality=place, submission__year=year, submission__group=one.group)
            last = rows.order_by("-at", "-id").first()
            found.append(Line(place, one, State(last.state) if last else State.NOT_STARTED, last))
    return found


def years() -> list[int]:
    """The years there is a form of, the newest first."""
    return sorted({year for year, _ in forms()}, reverse=True)


def sent_values(number: str, one: Form) -> dict[str, Value]:
    """The figures of this form as they were sent; nothing until they are."""
    sent = _sent(number, one.year, one.group)
    return {row.id: of_kept(row, sent[row.id][0]) for row in one.rows if row.id in sent}


def sent_years(by: Leader, row: str) -> dict[str, dict[int, Decimal]]:
    """What was sent in this row for adults and children together, by municipality and year; only years where both were sent."""
    parts: dict[tuple[str, int], dict[str, Decimal]] = {}
    rows = SubmissionStep.objects.filter(submission__municipality__in=led_by(by)).exclude(figures={}).select_related("submission")
    for step in rows.order_by("at", "id"):
        value = step.figures.get(row, [None])[0]
        if value is not None:
            parts.setdefault((step.submission.municipality_id, step.submission.year), {})[step.submission.group] = Decimal(str(value))
    found: dict[str, dict[int, Decimal]] = {}
    for (number, year), groups in sorted(parts.items()):
        if len(groups) == len(Group):
            found.setdefault(number, {})[year] = sum(groups.values(), Decimal(0))
    return found


@dataclass(frozen=True)
class Beside:
    """The same posts counted as the form counts and as KOSTRA does, in work years; of one KOSTRA function, or of all when it is empty."""

    function: str
    aimed: Decimal
    whole: Decimal


def beside_kostra(by: Leader, number: str, on: date) -> tuple[Beside, list[Beside]]:
    """The municipality's own employees' posts: the share aimed at the group, and the whole posts that KOSTRA sees; all, and by function.

    Posts whose function nobody has written stand last, with an empty one.
    """
    place = place_led(by, number)
    own = [one for one in posts_on([place.pk], on=on) if one.post.employer_id == place.pk and one.shares]
    functions = sorted({one.post.kostra for one in own}, key=lambda one: (not one, one))
    return _beside("", own), [_beside(key, [one for one in own if one.post.kostra == key]) for key in functions]


def _beside(function: str, posts: Sequence[PostOn]) -> Beside:
    aimed, whole = (sum(values, Decimal(0)) / 100 for values in ([one.aimed for one in posts], [one.percent for one in posts]))
    return Beside(function, aimed, whole)
