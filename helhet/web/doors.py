"""Whom a page is there for. To everybody else there is no such page."""

from typing import Any

from django.http import HttpRequest

from helhet.access.policy import Actor, NotVisible
from helhet.access.rules import Part
from helhet.organisation.queries import led_by
from helhet.organisation.queries.keeping import in_charge_of


def worker(request: HttpRequest) -> Actor:
    """Whoever works here."""
    actor: Actor = request.actor
    if not actor.is_staff:
        raise NotVisible
    return actor


def led(request: HttpRequest) -> list[Any]:
    """Whoever leads: the municipalities she leads in."""
    return _hers(led_by(worker(request)))


def in_charge(request: HttpRequest) -> list[Any]:
    """Whoever leads or coordinates: the municipalities it is in."""
    return _hers(in_charge_of(worker(request)))


def _hers(found: list[Any]) -> list[Any]:
    if not found:
        raise NotVisible
    return found


def need(page: dict[str, Any], part: Part) -> None:
    """This page is there only for those who may see the part. Raises `NotVisible`."""
    if part not in page["parts"]:
        raise NotVisible
