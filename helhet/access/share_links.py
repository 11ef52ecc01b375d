"""Who reads by a share link, and which links a person has given: a link is an actor, and the policy knows it as any other."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import models

from . import share_keys
from .log import Opening
from .models import CareRelation, Consent, ShareLink
from .policy import Actor, NotVisible, in_force, purpose_of, reasons
from .rules import Part

_READER_LENGTH = 100
_TOLD_DAYS = 14


def link_actor(link: ShareLink, *, reader: str, at: datetime) -> Actor:
    """Whoever reads by this link, as the log will name her: to whom it was given, and what she calls herself, which nobody has checked."""
    called = f"«{reader.strip()[:_READER_LENGTH]}»"
    return Actor("link", str(link.pk), link.name, called, at, share_link_id=link.pk, language=link.language)


def linked_person(actor: Actor) -> UUID:
    """The person whose link this actor reads by. Raises `NotVisible` for everybody else."""
    found = reasons(actor, purpose_of(actor, Part.PERSON), Part.PERSON).values_list("person_id", flat=True).first()
    if actor.share_link_id is None or found is None:
        raise NotVisible
    return found


def link_with_key(key: object, *, reader: str, at: datetime) -> Actor:
    """The reader of the link with this key, which a slip of ours has named. Raises `NotVisible` when it opens nothing now."""
    link = ShareLink.objects.filter(pk=key).select_related("consent").first()
    if link is None:
        raise NotVisible
    actor = link_actor(link, reader=reader, at=at)
    linked_person(actor)
    return actor


def content_key(actor: Actor) -> bytes:
    """The key that locks what this reader is sent."""
    return share_keys.key_of(ShareLink.objects.values_list("salt", flat=True).get(pk=actor.share_link_id))


def links_of(opening: Opening, person_id: UUID) -> list[ShareLink]:
    """The links that share something of hers, newest first, each with `opens`: true while its relation runs."""
    running = CareRelation.objects.filter(in_force(opening.actor.at), share_link=models.OuterRef("pk"))
    rows = ShareLink.objects.filter(person_id=person_id).annotate(opens=models.Exists(running))
    found = opening.all(rows.select_related("consent").order_by("-made_at"))
    models.prefetch_related_objects(found, "consent__parts")
    for one in found:
        opening.remember(person_id, Consent.part, Consent.document, one.consent_id)
    return found


def links_shut_lately(opening: Opening, person_id: UUID) -> list[ShareLink]:
    """Links that wrong codes have shut in the last fortnight: what she is told on her own front page."""
    since = opening.actor.at - timedelta(days=_TOLD_DAYS)
    rows = ShareLink.objects.filter(person_id=person_id, closed_at__gte=since).select_related("consent")
    return opening.all(rows.order_by("-closed_at"))


def terms_of(actor: Actor) -> ShareLink:
    """On which terms this reader reads: to whom, why, until when. Raises `NotVisible` when there are none."""
    linked_person(actor)
    return ShareLink.objects.select_related("consent").get(pk=actor.share_link_id)
