"""What help there is in a municipality, by whom and with which competence: roles, never names. No person data."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from helhet.organisation.models import AnswerPoint, CompetenceHeld, Membership, Municipality, PostHolder, ServiceOffered
from helhet.organisation.rules import LevelOfCare

from . import _running


@dataclass(frozen=True)
class Offered:
    """A service with who gives it (the titles of those who work there) and what somebody there can."""

    service: ServiceOffered
    by_whom: tuple[str, ...]
    competence: frozenset[str]

    def plain(self, language: str) -> str:
        """The words for residents in this language; in bokmål when there are no others, else what it is in short."""
        words = getattr(self.service, f"plain_{language}", "") or self.service.plain_nb
        return str(words or self.service.description)


def taking_part_with_services() -> list[Municipality]:
    """The municipalities that take part here and have written in a service."""
    return list(Municipality.objects.filter(takes_part=True, services__isnull=False).distinct().order_by("name"))


def offered_in(municipality: Municipality, *, on: date) -> list[Offered]:
    """What a resident there can get, the lowest level of care first; what only the specialist service gives is not ours to promise."""
    rows = ServiceOffered.objects.filter(serves=municipality).exclude(until__lt=on).exclude(level_of_care=LevelOfCare.SPECIALIST)
    return [_told(one, on) for one in rows.select_related("unit", "supplier").order_by("level_of_care", "name")]


def _told(service: ServiceOffered, on: date) -> Offered:
    staff = Membership.objects.filter(_running(on), unit=service.unit).values("staff")
    posts = PostHolder.objects.filter(_running(on), Q(post__unit=service.unit)).exclude(post__until__lt=on)
    titles = set(posts.values_list("post__title", flat=True)) or set(
        Membership.objects.filter(_running(on), unit=service.unit).values_list("staff__title", flat=True)
    )
    held = CompetenceHeld.objects.filter(_running(on), staff__in=staff).exclude(key="").values_list("key", flat=True)
    outside = bool(service.supplier_id) or service.provided == "self_help"
    # «Miljøarbeider, boligen, natt» is a miljøarbeider to whoever meets one.
    roles = tuple(sorted({title.split(",")[0] for title in titles}))
    return Offered(service, () if outside else roles, frozenset() if outside else frozenset(held))


def first_number(municipality: Municipality) -> AnswerPoint | None:
    """The telephone of the coordinating unit there: whom anybody can ring first."""
    return AnswerPoint.objects.filter(unit__is_coordinating_unit=True, serves=municipality).order_by("order", "name").first()
