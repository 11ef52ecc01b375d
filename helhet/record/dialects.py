"""What Ibis says otherwise, or not at all, in the SQL of the databases we ask: days added to a day, and the day that is asked about.

An interval of days, weeks, months or years added to a day is a day everywhere; a month after 31 January is the last of February.
"""

import json
from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

import ibis.expr.operations as ops
import ibis.expr.types as ir
import sqlglot as sg
import sqlglot.expressions as sge
from ibis.backends.sql.compilers.duckdb import DuckDBCompiler
from ibis.backends.sql.compilers.postgres import PostgresCompiler
from ibis.backends.sql.compilers.sqlite import SQLiteCompiler
from ibis.common.temporal import IntervalUnit

from . import schema

# Stands in a statement where the day it is asked about goes.
DAY = "__the_day__"
PLACE = {"sqlite": "%s", "postgresql": "CAST(%s AS DATE)"}
DUCKDB = {schema.KEY: "VARCHAR", schema.DAY: "DATE", schema.MOMENT: "TIMESTAMPTZ", schema.YES: "BOOLEAN", schema.COUNT: "BIGINT"}
_STAND_IN = date(1, 2, 3)


class _AsksAboutADay:
    """The day asked about stays open in the statement."""

    def visit_NonNullLiteral(self, op: Any, *, value: Any, dtype: Any) -> Any:
        if dtype.is_date() and value == _STAND_IN:
            return sg.to_identifier(DAY, quoted=False)
        return super().visit_NonNullLiteral(op, value=value, dtype=dtype)  # type: ignore[misc]


class _DayAndIntervalIsADay:
    """A day with an interval added is a moment in the database; it is made a day again."""

    def visit_DateAdd(self, op: Any, *, left: Any, right: Any) -> Any:
        return sge.Cast(this=sge.Add(this=left, expression=right), to=sge.DataType.build("date"))

    def visit_DateSub(self, op: Any, *, left: Any, right: Any) -> Any:
        return sge.Cast(this=sge.Sub(this=left, expression=right), to=sge.DataType.build("date"))


class _DuckDB(_AsksAboutADay, _DayAndIntervalIsADay, DuckDBCompiler):
    pass


class _PostgreSQL(_AsksAboutADay, _DayAndIntervalIsADay, PostgresCompiler):
    def visit_DateDelta(self, op: Any, *, left: Any, right: Any, part: Any) -> Any:
        """Two days give a whole number of days without going by way of moments."""
        if str(part.this).lower() != "day":
            return super().visit_DateDelta(op, left=left, right=right, part=part)
        return sge.Paren(this=sge.Sub(this=left, expression=right))


class _SQLite(_AsksAboutADay, SQLiteCompiler):
    """SQLite before 3.46, which Ibis will not add days in; and its own function for the difference is not on our connection."""

    def visit_DateAdd(self, op: Any, *, left: Any, right: Any) -> Any:
        return self._shift(op, left, right.this, 1)

    def visit_DateSub(self, op: Any, *, left: Any, right: Any) -> Any:
        return self._shift(op, left, right.this, -1)

    def visit_DateDelta(self, op: Any, *, left: Any, right: Any, part: Any) -> Any:
        days = sge.Sub(this=self.f.anon.julianday(left), expression=self.f.anon.julianday(right))
        return sge.Cast(this=sge.Paren(this=days), to=sge.DataType.build("bigint"))

    def _shift(self, op: Any, left: Any, right: Any, sign: int) -> Any:
        unit = op.right.dtype.unit
        many, name = {
            IntervalUnit.DAY: (1, "days"), IntervalUnit.WEEK: (7, "days"), IntervalUnit.MONTH: (1, "months"),
            IntervalUnit.YEAR: (12, "months"),
        }[unit]  # fmt: skip
        if isinstance(op.right, ops.Literal):
            said: Any = sge.convert(f"{sign * many * int(op.right.value):+d} {name}")
            nearly: Any = sge.convert(f"{sign * many * int(op.right.value) + 1:+d} months")
        else:
            number = sge.Paren(this=sge.Mul(this=sge.Paren(this=right), expression=sge.convert(sign * many)))
            said = self.f.anon.printf(sge.convert(f"%+d {name}"), number)
            nearly = self.f.anon.printf(sge.convert("%+d months"), sge.Add(this=number, expression=sge.convert(1)))
        day = self.f.anon.date(left, said)
        if name == "days":
            return day
        # A month after the 31st: never past the last day of the month it ends in.
        last = self.f.anon.date(left, sge.convert("start of month"), nearly, sge.convert("-1 days"))
        return self.f.anon.min(day, last)


_COMPILERS = {"sqlite": _SQLite(), "postgresql": _PostgreSQL(), "duckdb": _DuckDB()}


def statement(vendor: str, asked: ir.Table, on: Any) -> str:
    """The SQL of an expression in this database's words, with `DAY` where the day goes."""
    compiler = _COMPILERS[vendor]
    made = compiler.to_sqlglot(asked, params={on: _STAND_IN})
    return str(made.sql(dialect=compiler.dialect))


def listed(vendor: str, persons: Collection[UUID]) -> Any:
    """Several persons as the one value a statement takes."""
    return list(persons) if vendor == "postgresql" else json.dumps([key.hex for key in persons])
