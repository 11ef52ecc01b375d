"""What Ibis says otherwise than we mean in DuckDB's SQL: days added to a day, and the day that is asked about.

An interval of days, weeks, months or years added to a day is a day; a month after 31 January is the last of February.
"""

from datetime import date
from typing import Any

import ibis.expr.operations as ops
import ibis.expr.types as ir
import sqlglot as sg
import sqlglot.expressions as sge
from ibis.backends.sql.compilers.duckdb import DuckDBCompiler

from . import schema
from .shared import KEPT

DUCKDB = {schema.KEY: "VARCHAR", schema.DAY: "DATE", schema.MOMENT: "TIMESTAMPTZ", schema.YES: "BOOLEAN", schema.COUNT: "BIGINT"}
# Stands in a statement where the day it is asked about goes.
_DAY = "__the_day__"
_STAND_IN = date(1, 2, 3)


class _Compiler(DuckDBCompiler):
    """The day asked about stays open in the statement, and a day with an interval added is a day, not a moment."""

    def visit_NonNullLiteral(self, op: Any, *, value: Any, dtype: Any) -> Any:
        if dtype.is_date() and value == _STAND_IN:
            return sg.to_identifier(_DAY, quoted=False)
        return super().visit_NonNullLiteral(op, value=value, dtype=dtype)

    def visit_DateAdd(self, op: Any, *, left: Any, right: Any) -> Any:
        return _with_days(op, sge.Add, left, right)

    def visit_DateSub(self, op: Any, *, left: Any, right: Any) -> Any:
        return _with_days(op, sge.Sub, left, right)


def _with_days(op: Any, how: type[sge.Binary], left: Any, right: Any) -> Any:
    """Whole days are added as a number, many times as fast as an interval, which goes by way of a moment."""
    if isinstance(op.right, ops.Literal) and op.right.dtype.unit.name == "DAY":
        return how(this=left, expression=sge.convert(int(op.right.value)))
    return sge.Cast(this=how(this=left, expression=right), to=sge.DataType.build("date"))


_COMPILER = _Compiler()


def statement(asked: ir.Table, on: Any) -> str:
    """The SQL of an expression, with the day it asks about left open: see `on_day`."""
    made = _COMPILER.to_sqlglot(asked, params={on: _STAND_IN})
    for one in made.find_all(sge.CTE):
        if one.alias.startswith(KEPT):
            one.set("materialized", True)
    return str(made.sql(dialect=_COMPILER.dialect))


def on_day(statement: str, on: date) -> str:
    """The statement asked about this day."""
    return statement.replace(_DAY, f"DATE '{on.isoformat()}'")
