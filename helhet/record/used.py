"""Which columns of each relation a question looks at: the rest is neither fetched from a live table nor worked out on the way."""

from collections.abc import Iterable
from typing import Any

import ibis.expr.operations as ops
import ibis.expr.types as ir

from .memory_values import Unsupported


def columns_used(*asked: ir.Table) -> dict[Any, frozenset[str]]:
    """Of every relation these expressions stand on, the columns that something in their answer comes from."""
    found = _Used()
    for one in asked:
        found.need(one.op(), one.columns)
    while found.changed:
        found.pass_on(found.changed.pop())
    return {node: frozenset(names) for node, names in found.names.items()}


class _Used:
    """What is needed of each relation, passed on to those it is made of until nothing new is."""

    def __init__(self) -> None:
        self.names: dict[Any, set[str]] = {}
        self.changed: list[Any] = []

    def need(self, node: Any, names: Iterable[str] = ()) -> None:
        """These columns of a relation are needed (none of them: only how many rows it has)."""
        is_new = node not in self.names
        known = self.names.setdefault(node, set())
        if is_new or not known.issuperset(names):
            known.update(names)
            self.changed.append(node)

    def pass_on(self, node: Any) -> None:
        """What a relation needs of those it is made of. Rows that must differ are compared whole."""
        names = self.names[node]
        if isinstance(node, ops.JoinReference | ops.AliasedRelation | ops.DropColumns):
            self.need(node.parent, names)
        elif isinstance(node, ops.Filter):
            self.need(node.parent, names)
            self._fields(node.predicates)
        elif isinstance(node, ops.Project):
            self.need(node.parent)
            self._fields(node.values[name] for name in names)
        elif isinstance(node, ops.Aggregate):
            self.need(node.parent)
            self._fields([*node.groups.values(), *(value for name, value in node.metrics.items() if name in names)])
        elif isinstance(node, ops.JoinChain):
            for link in [node.first, *(one.table for one in node.rest)]:
                self.need(link)
            self._fields([one for link in node.rest for one in link.predicates])
            self._fields(node.values[name] for name in names)
        elif isinstance(node, ops.Union):
            for side in (node.left, node.right):
                self.need(side, side.schema.names if node.distinct else names)
        elif isinstance(node, ops.Distinct):
            self.need(node.parent, node.parent.schema.names)
        elif not isinstance(node, ops.UnboundTable):
            raise Unsupported(f"{type(node).__name__} is not done in memory.")

    def _fields(self, values: Iterable[Any]) -> None:
        for value in values:
            for field in value.find(ops.Field, filter=ops.Value):
                self.need(field.rel, [field.name])
