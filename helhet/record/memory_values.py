"""What a value of an Ibis expression is as Python: a source text over one row, with nothing where SQL has nothing.

Each text stands for a value or `None`; a condition is true, false or `None`, and what is not true is passed over.
"""

from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import ibis.expr.operations as ops


class Unsupported(Exception):
    """The expression uses what is not done in memory: ask DuckDB instead, or add it here."""


def day_from(year: int | None, month: int | None, day: int | None) -> date | None:
    """The day, or nothing when any part is nothing."""
    return None if year is None or month is None or day is None else date(int(year), int(month), int(day))


def months_later(day: date, months: int) -> date:
    """The same day so many months later, or the last of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def both(left: bool | None, right: bool | None) -> bool | None:
    """True when both are, false when one is not."""
    if left is False or right is False:
        return False
    return None if left is None or right is None else True


def either(left: bool | None, right: bool | None) -> bool | None:
    """True when one is, false when both are not."""
    if left is True or right is True:
        return True
    return None if left is None or right is None else False


def first(*values: Any) -> Any:
    """The first that is something."""
    for value in values:
        if value is not None:
            return value
    return None


def greatest(*values: Any) -> Any:
    """The greatest of those that are something."""
    return max([value for value in values if value is not None], default=None)


def least(*values: Any) -> Any:
    """The least of those that are something."""
    return min([value for value in values if value is not None], default=None)


def joined(*values: str | None) -> str | None:
    """The texts after each other, or nothing when one is nothing."""
    return None if None in values else "".join(values)  # type: ignore[arg-type]  # none is nothing here


GIVEN = {
    "date": date, "timedelta": timedelta, "day_from": day_from, "months_later": months_later,
    "both": both, "either": either, "first": first, "greatest": greatest, "least": least, "joined": joined,
}  # fmt: skip

Source = Callable[[Any], str]  # the text of a value this one is made of

_BOTH_KNOWN = {
    ops.Equals: "==", ops.NotEquals: "!=", ops.Less: "<", ops.LessEqual: "<=", ops.Greater: ">", ops.GreaterEqual: ">=",
    ops.Add: "+", ops.Subtract: "-", ops.Multiply: "*", ops.Divide: "/", ops.Modulus: "%",
}  # fmt: skip
_OF_ONE = {
    ops.IsNull: "({0} is None)", ops.NotNull: "({0} is not None)", ops.Not: "(None if {0} is None else not {0})",
    ops.ExtractYear: "(None if {0} is None else {0}.year)", ops.ExtractMonth: "(None if {0} is None else {0}.month)",
    ops.ExtractDay: "(None if {0} is None else {0}.day)", ops.Strip: "(None if {0} is None else {0}.strip())",
}  # fmt: skip
_OF_MANY = {ops.Coalesce: "first", ops.Greatest: "greatest", ops.Least: "least", ops.StringConcat: "joined"}


def source(node: Any, of: Source) -> str:
    """The text of a value, given the texts of those it is made of; raises `Unsupported`."""
    kind = type(node)
    if kind in _BOTH_KNOWN:
        left, right = of(node.left), of(node.right)
        known = [text for text, side in ((left, node.left), (right, node.right)) if not isinstance(side, ops.Literal)]
        guard = " or ".join(f"{text} is None" for text in known)
        return f"(None if {guard} else {left} {_BOTH_KNOWN[kind]} {right})" if known else f"({left} {_BOTH_KNOWN[kind]} {right})"
    if kind in _OF_ONE:
        return _OF_ONE[kind].format(of(node.arg))
    if kind in _OF_MANY:
        return f"{_OF_MANY[kind]}({', '.join(map(of, node.arg))})"
    made = _MADE.get(kind)
    if made is None:
        raise Unsupported(f"{kind.__name__} is not done in memory.")
    return made(node, of)


def _literal(node: Any, of: Source) -> str:
    value = node.value
    if value is None or isinstance(value, bool | int | float | str):
        return repr(value)
    if isinstance(value, date):
        return f"date({value.year}, {value.month}, {value.day})"
    raise Unsupported(f"The literal {value!r} is not done in memory.")


def _if(node: Any, of: Source) -> str:
    return f"({of(node.true_expr)} if {of(node.bool_expr)} is True else {of(node.false_null_expr)})"


def _cases(node: Any, of: Source) -> str:
    steps = "".join(f"{of(result)} if {of(case)} is True else " for case, result in zip(node.cases, node.results, strict=True))
    return f"({steps}{of(node.default)})"


def _in(node: Any, of: Source) -> str:
    options = ", ".join(of(option) for option in node.options)
    return f"(None if {of(node.value)} is None else {of(node.value)} in ({options},))"


def _cast(node: Any, of: Source) -> str:
    to, value = node.to, of(node.arg)
    if to.is_integer():
        return f"(None if {value} is None else round({value}))"
    # A day made a moment and a day again is the day; a text is a text.
    if to.is_date() or to.is_timestamp() or to == node.arg.dtype or (to.is_floating() and node.arg.dtype.is_numeric()):
        return value
    raise Unsupported(f"A cast to {to} is not done in memory.")


# How an interval of each unit is added: {0} the day, {1} the number with its sign.
_ADDED = {
    "DAY": "{0} + timedelta(days={1})", "WEEK": "{0} + timedelta(weeks={1})",
    "MONTH": "months_later({0}, {1})", "YEAR": "months_later({0}, 12 * ({1}))",
}  # fmt: skip


def _later(sign: str) -> Callable[[Any, Source], str]:
    def made(node: Any, of: Source) -> str:
        day, unit = of(node.left), node.right.dtype.unit.name
        if unit not in _ADDED:
            raise Unsupported(f"An interval in {unit} is not done in memory.")
        if isinstance(node.right, ops.Literal):
            return f"(None if {day} is None else {_ADDED[unit].format(day, sign + str(int(node.right.value)))})"
        number = of(node.right.arg)
        return f"(None if {day} is None or {number} is None else {_ADDED[unit].format(day, sign + number)})"

    return made


def _days_between(node: Any, of: Source) -> str:
    if str(node.part.value).lower() != "day":
        raise Unsupported("Only days between two days are done in memory.")
    left, right = of(node.left), of(node.right)
    return f"(None if {left} is None or {right} is None else ({left} - {right}).days)"


def _both_ways(function: str, decides: str, left: str, right: str) -> str:
    """Both sides of «and» or «or», one of which may decide alone; written out where they are worked out already."""
    if not (left.isidentifier() and right.isidentifier()):
        return f"{function}({left}, {right})"
    other = str(decides == "False")
    return f"({decides} if {left} is {decides} or {right} is {decides} else None if {left} is None or {right} is None else {other})"


_MADE: dict[type, Callable[[Any, Source], str]] = {
    ops.Literal: _literal, ops.IfElse: _if, ops.SearchedCase: _cases, ops.InValues: _in, ops.Cast: _cast,
    ops.DateAdd: _later("+"), ops.DateSub: _later("-"), ops.DateDelta: _days_between,
    ops.And: lambda node, of: _both_ways("both", "False", of(node.left), of(node.right)),
    ops.Or: lambda node, of: _both_ways("either", "True", of(node.left), of(node.right)),
    ops.Alias: lambda node, of: of(node.arg),
    ops.ScalarParameter: lambda node, of: "on",
    ops.DateFromYMD: lambda node, of: f"day_from({of(node.year)}, {of(node.month)}, {of(node.day)})",
    ops.NullIf: lambda node, of: f"(None if {of(node.arg)} == {of(node.null_if_expr)} else {of(node.arg)})",
}  # fmt: skip
