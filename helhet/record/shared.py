"""Tables that several expressions are made of, and what they make of them in common, made once and kept."""

from collections.abc import Callable, Hashable, Mapping
from functools import wraps
from typing import Any


class Shared(dict[str, Any]):
    """Tables by name. What is made of them `once` is the same expression each time, so that an engine works it out once too."""

    def __init__(self, tables: Mapping[str, Any]) -> None:
        super().__init__(tables)
        self._made: dict[Hashable, Any] = {}

    def once(self, key: Hashable, make: Callable[[], Any]) -> Any:
        """What `make` gives, made the first time this key is asked for."""
        if key not in self._made:
            self._made[key] = make()
        return self._made[key]


def shared(make: Callable[..., Any]) -> Callable[..., Any]:
    """A function of (tables, on, …) that gives the same expression to everybody who asks the same of the same `Shared` tables."""

    @wraps(make)
    def kept(tables: Mapping[str, Any], on: Any, *given: Any, **named: Any) -> Any:
        if not isinstance(tables, Shared):
            return make(tables, on, *given, **named)
        key = (make, on.op(), *map(_key, given), *((name, _key(value)) for name, value in named.items()))
        return tables.once(key, lambda: make(tables, on, *given, **named))

    return kept


# How a relation is named that a database shall work out once and keep while it answers, however many ask of it.
KEPT = "kept_"


def kept(rows: Any, name: str) -> Any:
    """What several expressions stand on, under a name of its own, the only one of that name in a statement."""
    return rows.alias(KEPT + name)


def _key(value: Any) -> Hashable:
    return frozenset(value.items()) if isinstance(value, Mapping) else value
