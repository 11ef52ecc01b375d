"""What she has said of the help, who must hear that it has fallen, and what is said to the leader."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db.models import QuerySet

from helhet.access.log import Opening
from helhet.access.policy import Actor, NotVisible
from helhet.access.questions import Only, asks
from helhet.cases.models import Case
from helhet.organisation.models import Unit
from helhet.organisation.queries import members_of
from helhet.organisation.queries.keeping import in_charge_of

from . import rules
from .models import Feedback, SaidBy, Saying

_NEWEST = 20


def feedback_of(opening: Opening, person_id: UUID) -> list[Feedback]:
    """What she has said after contacts and meetings, the newest first."""
    return opening.all(Feedback.objects.filter(person_id=person_id).order_by("-at", "-pk"), limit=_NEWEST)


def answered(actor: Actor, person_id: UUID, keys: Iterable[UUID]) -> set[UUID]:
    """Of these contacts and meetings, those she has answered after."""
    rows = Feedback.objects.visible_to(actor).filter(person_id=person_id, about_key__in=list(keys))
    return set(rows.values_list("about_key", flat=True))


@dataclass(frozen=True)
class Fallen:
    """Her answer to «did we work on what matters to you» has fallen, and who meets her next should ask."""

    person_id: UUID
    row: Feedback
    drop: rules.Drop
    before: list[Feedback]  # the answers it is held against


def fallen(opening: Opening, persons: Iterable[UUID] | None, *, limit: int | None = None) -> list[Fallen]:
    """Of these persons (None: all she may see), those whose newest answer has fallen, the newest first."""
    said: dict[UUID, list[Feedback]] = {}
    with opening.weighing():
        for one in opening.ask(_said_of_us, None if persons is None else list(persons)):
            said.setdefault(one.person_id, []).append(one)
    shown_since = opening.actor.at - timedelta(days=rules.SHOWN_DAYS)
    found = []
    for person, answers in said.items():
        drop = rules.alliance_drop([one.alliance for one in answers])
        if drop and answers[-1].at >= shown_since:
            found.append(Fallen(person, answers[-1], drop, answers[-1 - rules.LOOK_BACK : -1]))
    return sorted(found, key=lambda one: one.row.at, reverse=True)[:limit]


@asks(Feedback)
def _said_of_us(actor: Actor, only: Only) -> QuerySet:
    lately = Feedback.objects.filter(only("person"), alliance__isnull=False, at__gte=actor.at - timedelta(days=365))
    return lately.order_by("at", "pk")


def services_of(opening: Opening, person_id: UUID) -> list[Case]:
    """The newest case at each unit that gives her a service, to choose among when she praises or complains."""
    with opening.weighing():
        cases = opening.all(Case.objects.filter(person_id=person_id).select_related("unit", "service").order_by("-opened_on"))
    newest: dict[UUID, Case] = {}
    for one in cases:
        newest.setdefault(one.unit_id, one)
    return list(newest.values())


def sayings_of(opening: Opening, person_id: UUID) -> list[SaidBy]:
    """What she has said to the leader and what she was answered, newest first; for herself, and for a helper what that helper wrote."""
    rows = SaidBy.objects.filter(person_id=person_id)
    if opening.actor.kind != "person":
        rows = rows.filter(by_key=opening.actor.key)
    found = opening.all(rows.order_by("-at", "-pk"))
    sayings = {one.pk: one for one in Saying.objects.filter(pk__in=[row.pk for row in found]).select_related("unit", "reply")}
    for row in found:
        row.saying = sayings[row.pk]
    return found


def asks_unnamed(actor: Actor) -> list[Unit]:
    """The services of this actor's own units, led ones among them, where more than one works: nobody's answer is about a worker."""
    rows = Unit.objects.filter(pk__in=actor.unit_ids | actor.led_unit_ids, services__isnull=False).distinct().order_by("name")
    found = list(rows)
    workers = members_of([one.pk for one in found], on=actor.on)
    return [one for one in found if len(workers.get(one.pk, ())) >= rules.FEWEST_WORKERS]


def hears_for(actor: Actor) -> set[str]:
    """The municipalities whose praise and complaints this one answers: those she leads a unit for, or coordinates for."""
    answers = actor.is_staff and (actor.led_unit_ids or actor.coordinating_unit_ids)
    return {one.pk for one in in_charge_of(actor)} if answers else set()


def sayings_to(actor: Actor, *, unanswered: bool = False) -> list[Saying]:
    """What is said to this leader, the unanswered first and then the newest. Whose words they are is in no row of it."""
    if not (numbers := hears_for(actor)):
        return []
    rows = Saying.objects.filter(municipality__in=numbers).select_related("unit", "municipality", "reply")
    if unanswered:
        rows = rows.filter(reply=None)
    return sorted(rows.order_by("-on", "-pk"), key=lambda one: hasattr(one, "reply"))


def require_hears(actor: Actor) -> None:
    """For the leader's page. Raises `NotVisible`."""
    if not hears_for(actor):
        raise NotVisible


# Whether an answer has fallen, of one person or of those on a day, for a page that asks everything at once (`Opening.ask_ahead`).
SAID = (_said_of_us,)
