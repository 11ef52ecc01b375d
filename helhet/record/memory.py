"""The record's tables asked in memory: an expression over a few persons' rows, made into Python once and run in milliseconds.

SQL would do it too, and does for a nation. But the duties together are hundreds of kilobytes of SQL, which a database needs longer
to read than to answer when there are fifty rows (docs/adr/0020-few-persons-in-memory.md). Each relation becomes a list of tuples, each
distinct one worked out once however many criteria stand on it. `tests/app/test_record_engines.py` holds it against DuckDB.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import ibis.expr.operations as ops
import ibis.expr.types as ir

from .memory_values import GIVEN, Unsupported, source
from .used import columns_used

Row = tuple[Any, ...]
Rows = Sequence[Row]


class Program:
    """Expressions over `TABLES` as one Python function: given each table's rows in the schema's order and a day, the rows of each."""

    def __init__(self, *asked: ir.Table) -> None:
        needed = columns_used(*asked)
        writer = _Writer(needed)
        names = [writer.relation(one.op()) for one in asked]
        self.uses = tuple(sorted(writer.uses.items()))
        self._run = writer.function(names)

    def __call__(self, tables: Mapping[str, Rows], on: date) -> list[Rows]:
        return self._run(tables, on)


class _Writer:
    """Writes the function line by line; a relation that is written already is named again."""

    def __init__(self, needed: Mapping[Any, frozenset[str]]) -> None:
        self.uses: dict[str, frozenset[str]] = {}
        self._needed = needed
        self._lines: list[str] = []
        self._names: dict[Any, str] = {}
        self._writers: dict[type, Callable[[Any, str], None]] = {
            ops.UnboundTable: self._table, ops.Project: self._project, ops.Filter: self._filter, ops.JoinChain: self._join,
            ops.Aggregate: self._aggregate, ops.Distinct: self._distinct, ops.DropColumns: self._drop, ops.Union: self._union,
            ops.AliasedRelation: self._alias,
        }  # fmt: skip

    def function(self, names: Iterable[str]) -> Callable[[Mapping[str, Rows], date], list[Rows]]:
        """What is written, as a function."""
        body = "\n".join(f"    {line}" for line in [*self._lines, f"return [{', '.join(names)}]"])
        given: dict[str, Any] = dict(GIVEN, numbered=numbered)
        # The text is made here, of expressions in this program, and of nothing that anybody has sent.
        exec(compile(f"def asked(tables, on):\n{body}\n", "<record in memory>", "exec"), given)  # noqa: S102
        run: Callable[[Mapping[str, Rows], date], list[Rows]] = given["asked"]
        return run

    def relation(self, node: Any) -> str:
        """The name of a relation's rows, written first when they are not written yet."""
        if node not in self._names:
            write = self._writers.get(type(node))
            if write is None:
                raise Unsupported(f"{type(node).__name__} is not done in memory.")
            self._names[node] = name = f"rows_{len(self._names)}"
            write(node, name)
        return self._names[node]

    def _table(self, node: Any, name: str) -> None:
        self.uses[node.name] = self.uses.get(node.name, frozenset()) | self._needed[node]
        self._lines.append(f"{name} = tables[{node.name!r}]")

    def _alias(self, node: Any, name: str) -> None:
        self._lines.append(f"{name} = {self.relation(node.parent)}")

    def _distinct(self, node: Any, name: str) -> None:
        self._lines.append(f"{name} = list(dict.fromkeys({self.relation(node.parent)}))")

    def _drop(self, node: Any, name: str) -> None:
        self._map(name, self.relation(node.parent), _Row({node.parent: "row"}), [ops.Field(node.parent, key) for key in node.schema.names])

    def _union(self, node: Any, name: str) -> None:
        both = f"[*{self.relation(node.left)}, *{self.relation(node.right)}]"
        self._lines.append(f"{name} = list(dict.fromkeys({both}))" if node.distinct else f"{name} = {both}")

    def _filter(self, node: Any, name: str) -> None:
        row = _Row({node.parent: "row"})
        parent = self.relation(node.parent)
        kept = [row.value(one) for one in node.predicates]
        self._lines += [f"{name} = []", f"for row in {parent}:", *(f"    {line}" for line in row.lines)]
        self._lines.append(f"    if {' and '.join(f'{one} is True' for one in kept)}: {name}.append(row)")

    def _project(self, node: Any, name: str) -> None:
        parent = self.relation(node.parent)
        row = _Row({node.parent: "row"})
        values = self._values(node)
        windows = [one for value in values if value is not None for one in value.find(ops.WindowFunction, filter=ops.Value)]
        for place, window in enumerate(windows):
            self._number(window, node.parent, parent, f"{name}_{place}")
            row.known[window] = f"place_{place}"
        if windows:
            parent = f"zip({parent}, {', '.join(f'{name}_{place}' for place in range(len(windows)))}, strict=True)"
            row.pattern = f"row, {', '.join(f'place_{place}' for place in range(len(windows)))}"
        self._map(name, parent, row, values)

    def _values(self, node: Any) -> list[Any]:
        """Its values; nothing where no answer comes from the column."""
        return [value if name in self._needed[node] else None for name, value in node.values.items()]

    def _number(self, window: Any, node: Any, parent: str, name: str) -> None:
        if not isinstance(window.func, ops.RowNumber):
            raise Unsupported(f"A window of {type(window.func).__name__} is not done in memory.")
        row = _Row({node: "row"})
        group = ", ".join(row.value(one) for one in window.group_by)
        keys = ", ".join(f"({row.value(one.arg)}, {not one.ascending})" for one in window.order_by)
        self._lines += [f"{name}_keys = []", f"for row in {parent}:", *(f"    {line}" for line in row.lines)]
        self._lines += [f"    {name}_keys.append((({group},), ({keys},)))", f"{name} = numbered({name}_keys)"]

    def _map(self, name: str, parent: str, row: "_Row", values: Iterable[Any]) -> None:
        made = "".join(f"{None if one is None else row.value(one)}, " for one in values)
        self._lines += [f"{name} = []", f"for {row.pattern} in {parent}:", *(f"    {line}" for line in row.lines)]
        self._lines.append(f"    {name}.append(({made}))")

    def _join(self, node: Any, name: str) -> None:
        """Rows of the first with those of each that follows, found by the values that must be equal."""
        refs: dict[Any, str] = {node.first: "r0"}
        rows, pattern = self.relation(node.first.parent), "r0"
        for place, link in enumerate(node.rest, start=1):
            left, right, rest = _equal(link)
            found, key, other = f"{name}_by_{place}", _Row(refs), _Row({link.table: f"r{place}"})
            there = self.relation(link.table.parent)
            theirs, ours = (", ".join(which.value(one) for one in side) for which, side in ((other, right), (key, left)))
            self._lines += [f"{found} = {{}}", f"for r{place} in {there}:", *(f"    {line}" for line in other.lines)]
            self._lines.append(f"    {found}.setdefault(({theirs},), []).append(r{place})")
            self._lines += [f"{name}_{place} = []", f"for {pattern} in {rows}:", *(f"    {line}" for line in key.lines)]
            there, to = f"{found}.get(({ours},)", f"{name}_{place}"
            if link.how in ("left", "inner"):
                refs[link.table] = f"r{place}"
            self._lines += _LINKS[link.how](there, pattern, to, f"r{place}", _kept(refs, rest, link.how))
            if link.how in ("left", "inner"):
                pattern = f"{pattern}, r{place}"
            rows = f"{name}_{place}"
        row = _Row(refs, pattern=pattern, outer={f"r{place}" for place, link in enumerate(node.rest, 1) if link.how == "left"})
        self._map(name, rows, row, self._values(node))

    def _aggregate(self, node: Any, name: str) -> None:
        parent = self.relation(node.parent)
        row = _Row({node.parent: "row"})
        group = ", ".join(row.value(one) for one in node.groups.values())
        self._lines += [f"{name}_groups = {{}}", f"for row in {parent}:", *(f"    {line}" for line in row.lines)]
        self._lines.append(f"    {name}_groups.setdefault(({group}{',' if group else ''}), []).append(row)")
        if not node.groups:
            self._lines.append(f"{name}_groups.setdefault((), [])")
        metrics = ", ".join(_reduced(one, node.parent) for one in node.metrics.values())
        self._lines.append(f"{name} = [(*key, {metrics}) for key, rows in {name}_groups.items()]")


class _Row:
    """The values of one row as texts; one that is used again is written once, on a line before."""

    def __init__(self, refs: Mapping[Any, str], *, pattern: str = "row", outer: Iterable[str] = ()) -> None:
        self.lines: list[str] = []
        self.known: dict[Any, str] = {}
        self.pattern = pattern
        self._refs, self._outer = refs, set(outer)

    def value(self, node: Any) -> str:
        """The text of a value in this row."""
        if isinstance(node, ops.Field):
            return self._field(node)
        if isinstance(node, ops.Literal | ops.ScalarParameter):
            return source(node, self.value)
        if node not in self.known:
            text = source(node, self.value)
            self.known[node] = name = f"v{len(self.lines)}"
            self.lines.append(f"{name} = {text}")
        return self.known[node]

    def _field(self, node: Any) -> str:
        if node.rel not in self._refs:
            raise Unsupported(f"The column {node.name} is of another relation.")
        row = self._refs[node.rel]
        column = f"{row}[{node.rel.schema.names.index(node.name)}]"
        return f"(None if {row} is None else {column})" if row in self._outer else column


def _equal(link: Any) -> tuple[list[Any], list[Any], list[Any]]:
    """What must be equal in a join, of those before and of the one that is joined; and what else must hold."""
    ours: list[Any] = []
    theirs: list[Any] = []
    rest: list[Any] = []
    waiting = list(link.predicates)
    while waiting:
        one = waiting.pop(0)
        if isinstance(one, ops.And):
            waiting += [one.left, one.right]
        elif isinstance(one, ops.Equals):
            mine = any(field.rel == link.table for field in one.left.find(ops.Field, filter=ops.Value))
            ours.append(one.right if mine else one.left)
            theirs.append(one.left if mine else one.right)
        else:
            rest.append(one)
    return ours, theirs, rest


def _kept(refs: Mapping[Any, str], rest: list[Any], how: str) -> str:
    """The rest of a join as the end of a comprehension: which of the rows that are equal are joined."""
    if not rest:
        return ""
    if how not in ("left", "inner"):
        raise Unsupported(f"A {how} join on other than equal values is not done in memory.")
    row = _Inline(refs)
    return " if " + " and ".join(f"{row.value(one)} is True" for one in rest)


_Link = Callable[[str, str, str, str, str], list[str]]


def _left(found: str, pattern: str, to: str, one: str, kept: str) -> list[str]:
    some = f"[{one} for {one} in {found}, ()){kept}] or (None,)" if kept else f"{found}, (None,))"
    return [f"    for {one} in {some}: {to}.append(({pattern}, {one}))"]


_LINKS: dict[str, _Link] = {
    "left": _left,
    "inner": lambda found, pattern, to, one, kept: [f"    {to} += [({pattern}, {one}) for {one} in {found}, ()){kept}]"],
    "semi": lambda found, pattern, to, one, kept: [f"    if {found}): {to}.append(({pattern}))"],
    "anti": lambda found, pattern, to, one, kept: [f"    if not {found}): {to}.append(({pattern}))"],
}  # fmt: skip

_REDUCED = {
    ops.Min: "min(({values}), default=None)", ops.Max: "max(({values}), default=None)", ops.Any: "(any(({values})) if rows else None)",
    ops.Count: "sum(1 for _ in ({values}))", ops.Sum: "(sum(({values})) if rows else None)",
}  # fmt: skip


def _reduced(metric: Any, parent: Any) -> str:
    """The text of one value of a group, over its `rows`."""
    if isinstance(metric, ops.CountStar) and metric.where is None:
        return "len(rows)"
    if type(metric) not in _REDUCED and not isinstance(metric, ops.CountStar):
        raise Unsupported(f"{type(metric).__name__} of a group is not done in memory.")
    row = _Inline({parent: "row"})
    where = "" if metric.where is None else f" and {row.value(metric.where)} is True"
    if isinstance(metric, ops.CountStar):
        return f"sum(1 for row in rows if True{where})"
    value = row.value(metric.arg)
    values = f"found for row in rows if (found := {value}) is not None{where}"
    return _REDUCED[type(metric)].format(values=values)


class _Inline(_Row):
    """The same within a comprehension, where there is no line before."""

    def value(self, node: Any) -> str:
        return self._field(node) if isinstance(node, ops.Field) else source(node, self.value)


def numbered(keys: Sequence[tuple[Row, tuple[tuple[Any, bool], ...]]]) -> list[int]:
    """Each row's number in its group, from 0, in the order of its keys (value, descending); nothing comes last."""
    order = list(range(len(keys)))
    for place in reversed(range(len(keys[0][1]) if keys else 0)):
        order.sort(key=lambda row: _Ordered(*keys[row][1][place]))
    numbers, reached = [0] * len(keys), dict[Row, int]()
    for row in order:
        group = keys[row][0]
        numbers[row] = reached.get(group, 0)
        reached[group] = numbers[row] + 1
    return numbers


class _Ordered:
    """A value in its place among others: the other way round when descending, and last when it is nothing."""

    __slots__ = ("descending", "value")

    def __init__(self, value: Any, descending: bool) -> None:
        self.value, self.descending = value, descending

    def __lt__(self, other: "_Ordered") -> bool:
        if self.value is None or other.value is None:
            return other.value is None and self.value is not None
        return bool(other.value < self.value if self.descending else self.value < other.value)
