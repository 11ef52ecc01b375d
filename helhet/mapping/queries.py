"""Which instruments are in use, what somebody has answered before, how her life areas are, and what is due to be looked at."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from helhet.access.log import Opening
from helhet.access.policy import OSLO, Actor, NotVisible, grants, purpose_of
from helhet.access.questions import Only, asks
from helhet.access.rules import Part
from helhet.cases.models import Case, Pathway
from helhet.cases.rules import EIGHT_LIFE_AREAS, LIFE_AREA_NAMES, TIMELINE, Due, Happened
from helhet.organisation.rules import N_

from . import rules
from .models import Instrument, Response, Score
from .rules import Given
from .rules.answers import said
from .rules.scoring import Series, over_time

# As many scores as stand as a sentence of their own.
_FEW = 2
_NATIONAL_GUIDE = N_("lokalt mål, ikke lov: nasjonal veileder for psykisk helse- og rusarbeid sier at behov kartlegges")


def in_use(language: str) -> list[Instrument]:
    """One version of each instrument that can be answered, in this language where there is one, else bokmål, else any."""
    return _one_each(Instrument.objects.filter(in_use=True), language)


def asked_after(language: str) -> list[Instrument]:
    """The municipality's own instruments that are asked after a contact, in place of questions of ours: one for each question."""
    found: dict[str, Instrument] = {}
    for one in in_use(language):
        for question, _ in one.questionnaire.after:
            found.setdefault(question, one)
    return list(dict.fromkeys(found.values()))


def without_wording(language: str) -> list[Instrument]:
    """Structures whose wording the municipality has not added: they score, but nobody can answer them."""
    usable = Instrument.objects.filter(in_use=True, name=OuterRef("name"))
    return _one_each(Instrument.objects.filter(~Exists(usable), definition__helhet__structure=True), language)


def _one_each(rows: QuerySet[Instrument], language: str) -> list[Instrument]:
    order = [language, "nb", "nn", "en"]
    found: dict[str, Instrument] = {}
    for one in sorted(rows, key=lambda row: order.index(row.language)):
        found.setdefault(one.name, one)
    return sorted(found.values(), key=lambda one: one.title)


def instrument_named(name: str, language: str) -> Instrument:
    """The version of this instrument to answer now, or `NotVisible`."""
    found = next((one for one in in_use(language) if one.name == name), None)
    if found is None:
        raise NotVisible
    return found


def languages_of(name: str) -> list[str]:
    """The languages this instrument can be answered in."""
    held = set(Instrument.objects.filter(in_use=True, name=name).values_list("language", flat=True))
    return [code for code in ("nb", "nn", "en") if code in held]


def every_instrument() -> list[Instrument]:
    """Every version in every language, for the command line and for sharing (an instrument holds no person data)."""
    return list(Instrument.objects.order_by("name", "language", "id"))


def responses_of(opening: Opening, person_id: UUID, *, name: str = "") -> list[Response]:
    """Everything she has been asked, newest first; each with `scores` ({name: row}) and `corrected_by` (the response instead of it)."""
    rows = Response.objects.filter(person_id=person_id).select_related("instrument").defer("instrument__definition")
    found = opening.all((rows.filter(instrument__name=name) if name else rows).order_by("-on", "-at"))
    _with_scores(opening, found)
    instead = {one.corrects_id: one for one in found if one.corrects_id}
    for one in found:
        one.corrected_by = instead.get(one.pk)
    return found


def _with_scores(opening: Opening, found: list[Response]) -> None:
    held: dict[UUID, dict[str, Score]] = defaultdict(dict)
    if found:
        for score in opening.all(Score.objects.filter(response__in=[one.pk for one in found]).select_related("response")):
            held[score.response_id][score.name] = score
    for one in found:
        one.scores = held[one.pk]


def open_response(opening: Opening, person_id: UUID, response_id: UUID) -> Response:
    """One response of hers, or `NotVisible`."""
    found: Response = opening.one(Response.objects.filter(pk=response_id, person_id=person_id).select_related("instrument"))
    return found


def open_in_full(opening: Opening, person_id: UUID, response_id: UUID) -> Response:
    """One response with its `scores` and the one that corrects it; an instrument with a score a question tells by its answers alone."""
    found = open_response(opening, person_id, response_id)
    found.scores = {}
    if len(found.instrument.questionnaire.scorings) <= _FEW:
        _with_scores(opening, [found])
    found.corrected_by = next(iter(opening.all(Response.objects.filter(corrects=found))), None)
    return found


def _standing(opening: Opening, person_id: UUID, name: str) -> dict[str, list[Given]]:
    """Every answer that stands (not corrected) to each question of an instrument, newest first. Not yet remembered as shown."""
    found: dict[str, list[Given]] = defaultdict(list)
    for row in opening.rows(_responses_that_stand, [person_id]):
        if row.instrument.name != name:
            continue
        form = row.instrument.questionnaire
        for link, value in row.answers.items():
            if question := form.question(link):
                text, words = said(question, value, form.language), str(row.answers.get(link + rules.WORDS, ""))
                found[link].append(
                    Given(row.pk, value, text, words, form.language, row.on, row.answered_by, row.by_name, question.is_scale)
                )
    return found


@asks(Response)
def _responses_that_stand(actor: Actor, only: Only) -> QuerySet:
    rows = Response.objects.filter(~Exists(Response.objects.filter(corrects=OuterRef("pk"))), only("person"))
    return rows.select_related("instrument").defer("instrument__definition").order_by("-on", "-at")


def earlier(opening: Opening, person_id: UUID, name: str) -> dict[str, Given]:
    """What she answered last to each question of this instrument, so that nobody is asked twice."""
    found = {link: given[0] for link, given in _standing(opening, person_id, name).items()}
    with opening.weighing():
        for one in found.values():
            opening.remember(person_id, Part.MAPPING, one.document, one.pk)
    return found


def resources_said(opening: Opening, person_id: UUID) -> list[Given]:
    """What she answered last about what is good in her life, in the order it is asked: wherever that is asked again, it is shown."""
    before = earlier(opening, person_id, rules.LIFE_AREAS)
    return [before[link] for link in rules.RESOURCES if link in before]


@dataclass(frozen=True)
class Area:
    """One life area: how it is now and how it was before, 0 to 10, with her words and the days."""

    key: str
    name: str
    now: Given | None
    before: Given | None

    @property
    def length(self) -> int:
        """Now, in hundredths of the scale."""
        return int(str(self.now.value)) * 10 if self.now else 0

    @property
    def length_before(self) -> int:
        """Before, in hundredths of the scale."""
        return int(str(self.before.value)) * 10 if self.before else 0


@dataclass(frozen=True)
class LifeAreas:
    """The eight together, and what can be said of them in one sentence."""

    areas: tuple[Area, ...]

    def __iter__(self) -> Iterator[Area]:
        return iter(self.areas)

    @property
    def looked(self) -> date | None:
        """The last day any of them was looked at; nothing when none has been."""
        return max((area.now.on for area in self.areas if area.now), default=None)

    @property
    def on(self) -> date | None:
        """The one day that all the answers are from, if there is one."""
        return _only_one({area.now.on for area in self.areas if area.now})

    @property
    def before_on(self) -> date | None:
        """The one day that all the earlier answers are from, if there is one."""
        return _only_one({area.before.on for area in self.areas if area.before})

    @property
    def has_before(self) -> bool:
        """True when any area has been answered on an earlier day."""
        return any(area.before for area in self.areas)

    @property
    def hers(self) -> bool:
        """True when every answer is her own, none a worker's judgement."""
        return all(area.now.answered_by != rules.AnsweredBy.WORKER for area in self.areas if area.now)


def _only_one(days: set[date]) -> date | None:
    return days.pop() if len(days) == 1 else None


def life_areas(opening: Opening, person_id: UUID) -> LifeAreas:
    """The eight life areas as they stand: her own answers before a worker's judgement, each area from when it was last asked."""
    given = _standing(opening, person_id, rules.LIFE_AREAS)
    found = tuple(Area(key, LIFE_AREA_NAMES[key], *rules.now_and_before(given.get(key, []))) for key in EIGHT_LIFE_AREAS)
    for area in found:
        for one in (area.now, area.before):
            if one:
                opening.remember(person_id, Part.MAPPING, one.document, one.pk)
    return LifeAreas(found)


def scores_over_time(opening: Opening, person_id: UUID, name: str) -> list[Series]:
    """Each score of this instrument through time, oldest first; what was corrected is left out."""
    return series_of(responses_of(opening, person_id, name=name))


def series_of(responses: Iterable[Response]) -> list[Series]:
    """The same from responses of one instrument already opened, newest first: titles and words are the newest one's."""
    standing = [one for one in responses if not one.corrected_by]
    if not standing:
        return []
    scored = [(one.on, one.answered_by, {name: (score.value, score) for name, score in one.scores.items()}) for one in standing]
    return over_time(standing[0].instrument.questionnaire, scored)


def always_talked_about(opening: Opening, person_id: UUID) -> dict[str, object] | None:
    """Her main pathway when it is the third, where suicide, self-harm and violence are always talked about (the national guide)."""
    newest = Pathway.objects.filter(case=OuterRef("case"), since__lte=opening.actor.on).order_by("-since", "-at")
    rows = Pathway.objects.filter(case__person_id=person_id, case__closed_on=None, number=3, pk=newest.values("pk")[:1])
    return next(iter(opening.plain(rows, "since")), None)


def timeline(opening: Opening, person_id: UUID) -> list[Happened]:
    """What she has been asked, newest first, for her page."""
    return [
        Happened(
            datetime.combine(one.on, one.at.astimezone(OSLO).timetz()), N_("Kartlegging: {title}"), one, {"title": one.instrument.title}
        )
        for one in opening.ask(_newest_responses, [person_id])
    ]


@asks(Response, limit=TIMELINE)
def _newest_responses(actor: Actor, only: Only) -> QuerySet:
    rows = Response.objects.filter(only("person"), corrects=None).select_related("instrument").defer("instrument__definition")
    return rows.order_by("-on", "-at", "-pk")


def due(opening: Opening, person_ids: Iterable[UUID] | None = None) -> list[Due]:
    """Life areas not yet looked at since help began, and a question whether it is time again after half a year (local targets)."""
    persons = None if person_ids is None else list(person_ids)
    # Asked to choose from: what is due is remembered as shown below, the rest is not.
    began: dict[UUID, tuple[UUID, date, date]] = {}
    for row in opening.rows(_helped, persons):
        began.setdefault(row["about"], (row["pk"], row["opened_on"], row["person__known_since"].astimezone(OSLO).date()))
    last = {row["about"]: row["on"] for row in opening.rows(_life_areas_seen, persons)}
    found = []
    for person, (case, opened, known) in began.items():
        on = last.get(person)
        if on is None:
            found.append(_not_mapped(person, case, opened, known))
        elif rules.look_again(on) <= opening.actor.on:
            found.append(_again(person, case, on))
        else:
            continue
        opening.remember(person, Part.CASE, Case.document, case)
    return found


@asks(Case, "opened_on", "person__known_since")
def _helped(actor: Actor, only: Only) -> QuerySet:
    """Open cases, the first of each person first, of those whose mapping this actor may see."""
    may_map = grants(actor, purpose_of(actor, Part.MAPPING), Part.MAPPING).filter(only("person")).values("person_id")
    return Case.objects.filter(only("person"), person_id__in=may_map, closed_on=None).order_by("opened_on", "pk")


@asks(Response, "on")
def _life_areas_seen(actor: Actor, only: Only) -> QuerySet:
    return Response.objects.filter(only("person"), instrument__name=rules.LIFE_AREAS).order_by("on")


def _not_mapped(person: UUID, case: UUID, opened: date, known: date) -> Due:
    """Counted from when help began, or from the day somebody came with a list of those who had help before."""
    why = (
        N_("Hjelpen begynte {opened}. Det personen er god på og trenger, skal være kjent innen {days} dager, hvis det kan føre til hjelp.")
        if known <= opened else
        N_("Personen ble lest inn fra en liste {opened}. Det personen er god på og trenger, skal være kjent innen {days} dager.")
    )  # fmt: skip
    first = max(opened, known)
    return Due(
        person, N_("se på livsområdene sammen"), rules.mapping_due(first), why, _NATIONAL_GUIDE, "mapping", case,
        {"opened": first, "days": rules.MAPPED_WITHIN_DAYS},
    )  # fmt: skip


def _again(person: UUID, case: UUID, last: date) -> Due:
    return Due(
        person, N_("spør om det er tid for å se på livsområdene igjen"), rules.look_again(last),
        N_("Sist var {last}. Etter et halvt år spør vi. Svaret kan være nei."),
        _NATIONAL_GUIDE, "mapping", case, {"last": last}, gentle=True,
    )  # fmt: skip


# What `due` asks about the persons it is given, for a page that asks everything at once (`Opening.ask_ahead`).
DUE = (_helped, _life_areas_seen)
# What the person's page asks about her, likewise.
OF_PERSON = (_responses_that_stand, _newest_responses)
