"""What a reader without an account answers, and what one of us finds out about it."""

from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction

from helhet.access import log
from helhet.access.policy import Actor, NotVisible, authorship, require_write
from helhet.access.rules import Part
from helhet.access.share_links import linked_person
from helhet.organisation.rules import N_, Fault, refuse_if_any
from helhet.plans import rules
from helhet.plans.models import Action, ReaderAnswer

_LONGEST = 2000
_NAME = 120
_AT_ONCE = 20  # answers by one link that nobody has looked at yet


@transaction.atomic
def answer_by_link(
    *, kind: str, called: str, called_as: str, by: Actor, words: str = "", action_id: UUID | None = None, will_by: date | None = None
) -> ReaderAnswer:
    """Somebody who reads by a link answers. It changes nothing in the plan: it waits for one of us to ask her."""
    person_id = linked_person(by)
    action = Action.objects.filter(pk=action_id, plan__person_id=person_id).visible_to(by).first() if action_id else None
    waiting = ReaderAnswer.objects.filter(link_id=by.share_link_id, settled_at=None).count()
    refuse_if_any(_answer_faults(kind, called, called_as, words, action, will_by, waiting, by))
    made = ReaderAnswer.objects.create(
        person_id=person_id, link_id=by.share_link_id, kind=kind, called=called.strip(), called_as=called_as.strip(), action=action,
        will_by=will_by if kind == rules.Answer.WILL else None, words=words, **authorship(by),
    )  # fmt: skip
    log.did(N_("svarte"), made, by=by, note=f"{rules.ANSWER_NAMES[rules.Answer(kind)]}: {made.called}, {made.called_as}")
    return made


def _answer_faults(
    kind: str, called: str, called_as: str, words: str, action: Action | None, will_by: date | None, waiting: int, by: Actor
) -> Iterable[Fault]:
    if kind not in rules.ANSWER_NAMES:
        yield Fault("kind", N_("Velg hva du vil svare."))
    for name, text, sentence in (
        ("called", called, N_("Skriv hva du heter.")),
        ("called_as", called_as, N_("Skriv hvem du svarer som, for eksempel fastlege.")),
    ):
        if not text.strip() or len(text.strip()) > _NAME:
            yield Fault(name, sentence)
    if kind == rules.Answer.WILL and (action is None or will_by is None):
        yield Fault("action", N_("Velg hvilket tiltak, og innen hvilken dag."))
    if kind == rules.Answer.WILL and will_by and not by.on <= will_by <= by.on + timedelta(days=366):
        yield Fault("will_by", N_("Velg en dag fra i dag og høyst et år fram."))
    if kind == rules.Answer.WRONG and not words.strip():
        yield Fault("words", N_("Skriv hva som er feil."))
    if len(words) > _LONGEST:
        yield Fault("words", N_("Skriv kortere, eller ring."))
    if waiting >= _AT_ONCE:
        yield Fault("words", N_("Det ligger alt mange svar og venter. Ring i stedet."))


@transaction.atomic
def settle_answer(answer: ReaderAnswer, *, confirmed: bool, by: Actor, words: str = "") -> None:
    """One of us has asked whoever answered, or decided without: from now it is confirmed, or it is not."""
    require_write(by, answer.person_id, Part.PLAN)
    if by.kind == "link":
        raise NotVisible
    refuse_if_any([Fault("words", N_("Svaret er alt sett på."))] if answer.settled_at else [])
    answer.settled_at, answer.settled_by, answer.confirmed, answer.settled_words = by.at, by.name, confirmed, words.strip()
    answer.save(update_fields=["settled_at", "settled_by", "confirmed", "settled_words"])
    log.did(N_("bekreftet svaret") if confirmed else N_("la svaret bort"), answer, by=by, was={"settled_at": None})
