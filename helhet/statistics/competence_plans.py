"""A competence plan we were given becomes what we need ourselves: a draft where competence is worked with, taken into use or laid away."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction

from helhet.access.policy import NotVisible
from helhet.organisation.actions.competence import need_competence
from helhet.organisation.queries import led_by
from helhet.organisation.queries.competence import wanted_in
from helhet.organisation.rules.acting import InCharge

from . import exchange
from .models import Practice
from .queries import place_led

KIND = "competence"


@dataclass(frozen=True)
class Line:
    """A competence in the plan: how many need it where the plan is from, and how many we have said need it here."""

    key: str
    name: str
    there: int
    here: int


def drafts(by: InCharge) -> list[Practice]:
    """The competence plans given to the municipalities this one leads and not decided on, the oldest first."""
    rows = Practice.objects.filter(municipality__in=led_by(by), kind=KIND, in_use_on=None).exclude(wanted=[])
    return list(rows.select_related("municipality").order_by("at", "id"))


def lines(one: Practice) -> list[Line]:
    """The lines of a plan beside what we need today."""
    ours = {(key, name): many for key, name, many in wanted_in(one.municipality_id)}
    return [Line(line["key"], line["name"], line["how_many"], ours.get((line["key"], line["name"]), 0)) for line in one.wanted]


@transaction.atomic
def take(one: Practice, *, how_many: Mapping[tuple[str, str], int], by: InCharge) -> Practice:
    """These numbers are what the municipality needs from now, with where they came from; what is not named stands as it was.

    Raises `Refused`, and `NotVisible` when it is decided on already.
    """
    place = place_led(by, one.municipality_id)
    one = Practice.objects.select_for_update().get(pk=one.pk)
    if one.kind != KIND or one.in_use_on:
        raise NotVisible
    ours = {(key, name): many for key, name, many in wanted_in(place.pk)}
    for line in one.wanted:
        named = line["key"], line["name"]
        if named in how_many and how_many[named] != ours.get(named, 0):
            need_competence(place, key=named[0], name=named[1], how_many=how_many[named], why=one.origin, by=by)
    return exchange.take_into_use(one, title=one.title, words=one.words, by=by)
