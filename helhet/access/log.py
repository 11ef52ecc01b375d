"""Log before show: what a page has opened is written, durably, before the page is sent.

`Opening` is how rows reach a page. It filters by the policy, fetches, and remembers every document it gave out; `seal`
writes one entry for each person, however many documents, and the middleware seals before the response leaves. If the log
cannot be written, nothing is shown. What a page says it only weighs, to find what there is to say, is shown when it is drawn
(ADR 0033). Changes are written by the actions themselves, in their own transaction.

Each person has one chain. An entry's seal is an HMAC over the entry and the seal before it, under a key kept outside the
database, so that a changed, removed or inserted row is found by `helhet verify-log`. Chain heads are locked in person order.
"""

import hashlib
import hmac
import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection, models, transaction

from helhet.organisation.rules import N_

from . import compiled
from .added import add
from .models import Change, LogEntry, LogHead
from .policy import Actor, NotVisible, about_id, about_path, grants, purpose_of, visible
from .questions import Asked, Question
from .rules import SEEN, Part, Purpose

_SEALED = (
    "person_id", "number", "at", "actor_kind", "actor_key", "actor_name", "organisation", "role", "ground",
    "purpose", "verb", "page", "documents", "note", "previous",
)  # fmt: skip


def seal_of(entry: LogEntry) -> str:
    """The entry's seal: HMAC-SHA256 over its fields and the seal before it."""
    fields = {name: getattr(entry, name) for name in _SEALED}
    fields["person_id"] = str(UUID(str(entry.person_id)))
    fields["at"] = entry.at.timestamp()
    text = json.dumps(fields, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hmac.new(settings.LOG_KEY.encode(), text.encode(), hashlib.sha256).hexdigest()


# Of several reasons to see, the log says the one she holds in her own name, and of those the oldest.
_NEAREST_FIRST = (models.F("unit_id").asc(nulls_first=True), "since", "pk")


def _relations(actor: Actor, purpose: Purpose, part: Part, persons: Collection[UUID]) -> list[tuple[UUID, str, str]]:
    """Of these persons: (her key, the relation's role, its ground), the nearest relation first."""
    return compiled.answers(_reasons, actor, persons, (purpose, part))


def _reasons(actor: Actor, only: compiled.Only, purpose: Purpose, part: Part) -> models.QuerySet:
    rows = grants(actor, purpose, part).filter(only("person")).order_by(*_NEAREST_FIRST)
    return rows.values_list("person_id", "role", "ground")


_Whose = tuple[UUID, Part, Purpose]


class Opening:
    """Who is asking, and everything opened to her on this page."""

    def __init__(self, actor: Actor, page: str = "") -> None:
        self.actor = actor
        self.page = page
        self.note = ""  # in the entries: who else was there to see it
        self._shown: dict[_Whose, dict[tuple[str, str], None]] = {}
        self._weighed: dict[object, tuple[str, _Whose]] = {}  # by the row's key
        self._weighs = False
        self._ahead: dict[Question, list[tuple[Collection[UUID] | None, list[Any]]]] = {}

    def all(self, rows: models.QuerySet, purpose: Purpose | None = None, *, limit: int | None = None) -> list[Any]:
        """Fetch the rows this actor may see (at most `limit`), and remember that they were shown. `rows` is of one `Record`."""
        found = list(visible(rows, self.actor, purpose)[:limit])
        for row in found:
            self.remember(about_id(row), row.part, row.document, row.pk, purpose)
        return found

    def one(self, rows: models.QuerySet, purpose: Purpose | None = None) -> Any:
        """Fetch the one row, or raise `NotVisible`."""
        found = self.all(rows, purpose)
        if len(found) != 1:
            raise NotVisible
        return found[0]

    def plain(
        self, rows: models.QuerySet, *fields: str, purpose: Purpose | None = None, limit: int | None = None, **named: Any
    ) -> list[dict[str, Any]]:
        """The same by one statement, as plain dictionaries, for lists (always with `pk` and the person's key as `about`)."""
        model = rows.model
        found = list(visible(rows, self.actor, purpose).values("pk", *fields, about=models.F(about_path(model)), **named)[:limit])
        for row in found:
            self.remember(row["about"], model.part, model.document, row["pk"], purpose)
        return found

    def ask(self, question: Question, keys: Collection[UUID] | None = None) -> list[Any]:
        """The rows of a question asked on every page, about these persons or of these keys (None: all this actor may see)."""
        found = self.rows(question, keys)
        model = question.model
        for row in found:
            about, key = (about_id(row), row.pk) if question.whole else (row["about"], row["pk"])
            self.remember(about, model.part, model.document, key)
        return found

    def ask_ahead(self, asked: Sequence[Asked]) -> None:
        """Ask all that a page is about to ask by one turn to the database; each answer waits here until it is asked for, once."""
        for (question, keys), found in zip(asked, Question.ask_together(self.actor, asked), strict=True):
            self._ahead.setdefault(question, []).append((keys, found))

    def rows(self, question: Question, keys: Collection[UUID] | None) -> list[Any]:
        """The rows of a question, to choose from: what is shown of them the asker remembers herself."""
        waiting = self._ahead.get(question, [])
        for place, (about, found) in enumerate(waiting):
            if about == keys:
                del waiting[place]
                return found
        return question.ask(self.actor, keys)

    def remember(self, person_id: UUID, part: Part, kind: str, key: object, purpose: Purpose | None = None) -> None:
        """Note that this document is about to be shown (for rows that came by a join)."""
        whose = (person_id, part, purpose or purpose_of(self.actor, part))
        if self._weighs:
            self._weighed.setdefault(key, (kind, whose))
        else:
            self._shown.setdefault(whose, {})[(kind, str(key))] = None

    @contextmanager
    def weighing(self) -> Iterator[None]:
        """What is fetched in here is weighed to find what the page has to say: of it, what the page draws is shown, and no more."""
        weighed_before, self._weighs = self._weighs, True
        try:
            yield
        finally:
            self._weighs = weighed_before

    def show(self, row: models.Model, kind: str) -> None:
        """Note that a page shows this row as it is drawn, whatever became of what was fetched: what is shown is always logged."""
        if not self._draws(kind, row.pk):
            self._shown.setdefault((about_id(row), row.part, purpose_of(self.actor, row.part)), {})[kind, str(row.pk)] = None

    def show_of(self, key: UUID, kind: str = "") -> str:
        """The same for what is drawn from a row fetched here, and is not the row itself; which kind of document it is."""
        drawn = self._draws(kind, key)
        if drawn is None:
            raise LookupError(f"What is drawn of {key} was not fetched by this opening, and would not be logged.")
        return drawn

    def _draws(self, kind: str, key: object) -> str | None:
        """The kind of the document with this key (and of this kind, if said), now among what is shown; None for what was not fetched."""
        found, whose = self._weighed.get(key, ("", None))
        if whose and kind in ("", found):
            self._shown.setdefault(whose, {})[found, str(key)] = None
            return found
        same = str(key)
        return next((one for documents in self._shown.values() for one, row in documents if row == same and kind in ("", one)), None)

    @property
    def documents(self) -> list[tuple[UUID, str, str]]:
        """(person, kind, key) of everything opened and not yet sealed."""
        return [(person, kind, key) for (person, _, _), docs in self._shown.items() for kind, key in docs]

    def seal(self, verb: str = SEEN) -> None:
        """Write what was opened, one entry a person and purpose, in one statement; then forget it."""
        if not self._shown:
            return
        drafts = list(self._drafts(verb))
        append(drafts)
        self._shown.clear()
        self._weighed.clear()

    def _drafts(self, verb: str) -> Iterator[LogEntry]:
        reasons = self._reasons()
        by_person: dict[tuple[UUID, Purpose], dict[tuple[str, str], None]] = {}
        roles: dict[tuple[UUID, Purpose], tuple[str, str]] = {}
        for (person, part, purpose), documents in self._shown.items():
            by_person.setdefault((person, purpose), {}).update(documents)
            roles.setdefault((person, purpose), reasons.get((person, part, purpose), ("", "")))
        for (person, purpose), documents in by_person.items():
            role, ground = roles[person, purpose]
            yield entry(self.actor, person, purpose, verb, documents, page=self.page, role=role, ground=ground, note=self.note)

    def _reasons(self) -> dict[_Whose, tuple[str, str]]:
        """Which relation gave each access: the same expression that filtered the rows."""
        groups: dict[tuple[Part, Purpose], set[UUID]] = {}
        for person, part, purpose in self._shown:
            groups.setdefault((part, purpose), set()).add(person)
        found: dict[_Whose, tuple[str, str]] = {}
        known: dict[UUID, dict[Purpose, tuple[str, str]]] = {}
        for (part, purpose), persons in groups.items():
            missing = {person for person in persons if purpose not in known.get(person, {})}
            if missing:
                for person, role, ground in _relations(self.actor, purpose, part, missing):
                    known.setdefault(person, {}).setdefault(purpose, (role, ground))
            for person in persons:
                if reason := known.get(person, {}).get(purpose):
                    found[person, part, purpose] = reason
        return found


def entry(
    actor: Actor, person_id: UUID, purpose: Purpose, verb: str, documents: Iterable[tuple[str, str]], *,
    page: str = "", role: str = "", ground: str = "", note: str = "",
) -> LogEntry:  # fmt: skip
    """An entry not yet numbered or sealed."""
    return LogEntry(
        person_id=person_id, at=actor.at, actor_kind=actor.kind, actor_key=actor.key, actor_name=actor.name,
        organisation=actor.organisation, role=role, ground=ground, purpose=purpose, verb=verb, page=page,
        documents=[[kind, str(key)] for kind, key in documents], note=note,
    )  # fmt: skip


@transaction.atomic
def append(entries: list[LogEntry]) -> None:
    """Put the entries at the end of their persons' chains. Raises whatever the database raises: then nothing may be shown."""
    entries.sort(key=lambda e: str(e.person_id))
    persons = list(dict.fromkeys(e.person_id for e in entries))
    heads = _locked(persons)
    if begun := [person for person in persons if person not in heads]:
        LogHead.objects.bulk_create([LogHead(person_id=person) for person in begun], ignore_conflicts=True)
        heads = _locked(persons)
    for one in entries:
        head = heads[one.person_id]
        one.number, one.previous = head.number + 1, head.seal
        one.seal = seal_of(one)
        head.number, head.seal = one.number, one.seal
    add(entries)
    # One short statement however many heads; each row is there already, and locked.
    add(list(heads.values()), over="person_id")


def _locked(persons: list[UUID]) -> dict[UUID, LogHead]:
    return {head.person_id: head for head in compiled.rows(_heads, persons)}


def _heads(only: compiled.Only) -> models.QuerySet:
    rows = LogHead.objects.filter(only("person_id")).order_by("person_id")
    return rows.select_for_update() if connection.features.has_select_for_update else rows


@dataclass(frozen=True)
class _Deed:
    """What somebody did to a row, not yet in the log."""

    person_id: UUID
    verb: str
    row: Any
    by: Actor
    why: Purpose
    note: str
    was: dict[str, Any]
    became: dict[str, Any]


_gathered: ContextVar[list[_Deed] | None] = ContextVar("gathered", default=None)


@contextmanager
def together() -> Iterator[None]:
    """While much is done about many persons in one transaction: keep the deeds, and write them at the end in a few statements."""
    assert connection.in_atomic_block
    token = _gathered.set([])
    try:
        yield
        deeds = _gathered.get() or []
    finally:
        _gathered.reset(token)
    if deeds:
        _write_down(deeds)


def did(verb: str, row: Any, *, by: Actor, was: dict[str, Any] | None = None, note: str = "", purpose: Purpose | None = None) -> None:
    """Log that an actor did this to this row, in the action's own transaction; `was` keeps what the fields were."""
    before = {name: _plain(value) for name, value in (was or {}).items()}
    after = {name: _plain(getattr(row, name)) for name in before}
    deed = _Deed(about_id(row), verb, row, by, purpose or purpose_of(by, row.part), note, before, after)
    gathered = _gathered.get()
    if gathered is None:
        _write_down([deed])
    else:
        gathered.append(deed)


def _write_down(deeds: list[_Deed]) -> None:
    """An entry for each deed, with the relation that let it be done, and the history of what was changed."""
    persons: dict[tuple[Actor, Purpose, Part], set[UUID]] = {}
    for deed in deeds:
        persons.setdefault((deed.by, deed.why, deed.row.part), set()).add(deed.person_id)
    relations: dict[tuple[Actor, Purpose, Part, UUID], tuple[str, str]] = {}
    for (by, why, part), keys in persons.items():
        for key, role, ground in _relations(by, why, part, keys):
            relations.setdefault((by, why, part, key), (role, ground))
    entries = []
    for deed in deeds:
        role, ground = relations.get((deed.by, deed.why, deed.row.part, deed.person_id), ("", ""))
        documents = [(deed.row.document, str(deed.row.pk))]
        entries.append(entry(deed.by, deed.person_id, deed.why, deed.verb, documents, role=role, ground=ground, note=deed.note))
    append(entries)
    Change.objects.bulk_create(
        Change(
            person_id=deed.person_id, kind=deed.row.document, row=deed.row.pk, of_part=deed.row.part, at=deed.by.at, by=deed.by.name,
            was=deed.was, became=deed.became,
        )
        for deed in deeds if deed.was
    )  # fmt: skip


def did_move(rows: list[Any], *, was: UUID, to: UUID, by: Actor) -> None:
    """Log that these rows moved from one record to another that is the same person's: one entry in each chain, every row in the history."""
    shown = [row for row in rows if not isinstance(row, Change)]
    documents = [(row.document, str(row.pk)) for row in shown]
    append(
        [
            entry(by, was, purpose_of(by, Part.PERSON), N_("flyttet herfra"), documents),
            entry(by, to, purpose_of(by, Part.PERSON), N_("flyttet hit"), documents),
        ]
    )
    Change.objects.bulk_create(
        Change(
            person_id=to, kind=row.document, row=row.pk, of_part=row.part, at=by.at, by=by.name, was={"person_id": str(was)},
            became={"person_id": str(to)},
        )
        for row in shown
    )  # fmt: skip


def _plain(value: Any) -> Any:
    """A value as it can stand in JSON."""
    return value if value is None or isinstance(value, bool | int | float | str | list | dict) else str(value)


@dataclass(frozen=True)
class Broken:
    """A place where a chain does not hold."""

    person_id: UUID
    number: int
    reason: str


def verify(persons: Collection[UUID] | None = None) -> Iterator[Broken]:
    """Walk every chain (or these persons') from its first entry to its head and yield each place that does not hold."""
    about = {} if persons is None else {"person_id__in": list(persons)}
    heads = {head.person_id: head for head in LogHead.objects.filter(**about).iterator()}
    person, number, previous = None, 0, ""
    for one in LogEntry.objects.filter(**about).order_by("person_id", "number").iterator(chunk_size=2000):
        if one.person_id != person:
            yield from _ends(heads, person, number, previous)
            person, number, previous = one.person_id, 0, ""
        number += 1
        if one.number != number:
            yield Broken(one.person_id, number, "an entry is missing")
            number = one.number
        elif one.previous != previous:
            yield Broken(one.person_id, number, "does not follow the entry before it")
        if one.seal != seal_of(one):
            yield Broken(one.person_id, number, "was changed after it was written")
        previous = one.seal
    yield from _ends(heads, person, number, previous)
    for left in heads.values():
        if left.number:
            yield Broken(left.person_id, left.number, "the whole chain is gone")


def _ends(heads: dict[UUID, LogHead], person: UUID | None, number: int, seal: str) -> Iterator[Broken]:
    """The chain must end where its head says."""
    if person is None:
        return
    head = heads.pop(person, None)
    if head is None or (head.number, head.seal) != (number, seal):
        yield Broken(person, number, "the end of the chain is missing or added to")


def length(persons: Collection[UUID]) -> int:
    """How many entries these persons' chains hold."""
    return LogEntry.objects.filter(person_id__in=persons).count()


def size() -> tuple[int, int]:
    """How many chains, and how many entries."""
    return LogHead.objects.count(), LogEntry.objects.count()
