"""A question that a room asks on every page: which rows are waiting for something, of those this actor may see."""

from collections.abc import Callable, Collection, Sequence
from typing import Any, ClassVar
from uuid import UUID

from django.db import models
from django.db.models import Q

from . import compiled
from .compiled import Only
from .policy import Actor, about_path, grants, purpose_of

Rows = Callable[[Actor, Only], models.QuerySet]


class Question:
    """Rows of one `Record` by a statement compiled once: as plain dictionaries of these fields, or whole when no field is named.

    `rows(actor, only)` gives them before the policy; every value in it comes from the actor, and `only(path)` narrows to the
    persons asked about. Or, with `of`, to the keys asked about at that path: the rows of a plan, or of a goal.
    Dictionaries always have `pk` and the person's key as `about`. Made by `asks`, asked by `Opening.ask`.
    """

    all: ClassVar[list["Question"]] = []  # every question there is, for the test that holds them against plain Django

    def __init__(self, model: Any, rows: Rows, fields: tuple[str, ...], named: dict[str, Any], limit: int | None, of: str) -> None:
        self.model = model
        self.rows = rows
        self.of = of
        self.whole = not (fields or named)
        self.names = ("pk", *fields, "about", *named)
        self._named = named
        self._limit = limit
        Question.all.append(self)

    def build(self, actor: Actor, only: Only) -> models.QuerySet:
        """The whole question as a Django query: the room's rows, by the policy, as asked for."""
        part = self.model.part
        granted = grants(actor, purpose_of(actor, part), part).filter(Q() if self.of else only("person")).values("person_id")
        rows = self.rows(actor, only).filter(only(self.of) if self.of else Q()).filter(**{f"{self.model.person_path}__in": granted})
        if not self.whole:
            rows = rows.annotate(about=models.F(about_path(self.model)), **self._named).values_list(*self.names)
        return rows[: self._limit]

    def ask(self, actor: Actor, keys: Collection[UUID] | None) -> list[Any]:
        """Its rows about these persons, or of these keys (None: all this actor may see)."""
        return self._read(compiled.instances(self.build, actor, keys) if self.whole else compiled.answers(self.build, actor, keys))

    def _read(self, found: list[Any]) -> list[Any]:
        return found if self.whole else [dict(zip(self.names, row, strict=True)) for row in found]

    @staticmethod
    def ask_together(actor: Actor, asked: Sequence["Asked"]) -> list[list[Any]]:
        """The rows of each of these, in order, by one turn to the database."""
        found = compiled.together([(question.build, keys) for question, keys in asked], actor)
        return [question._read(rows) for (question, _), rows in zip(asked, found, strict=True)]


# A question, and the persons or keys it is about (None: all this actor may see).
Asked = tuple[Question, Collection[UUID] | None]


def asks(model: Any, *fields: str, limit: int | None = None, of: str = "", **named: Any) -> Callable[[Rows], Question]:
    """Make a question of a function that gives rows of this model; `fields` and `named` are what is wanted of each, else the row itself."""
    return lambda rows: Question(model, rows, fields, named, limit, of)
