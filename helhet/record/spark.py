"""A snapshot on a Spark cluster, for a nation that outgrows one machine: the same expressions, compiled by Ibis to Spark's SQL.

pyspark and Java are not part of the product: whoever has a cluster has them.
"""

from datetime import date
from pathlib import Path
from typing import Any

import ibis.expr.types as ir
import sqlglot.expressions as sge
from ibis.backends.sql.compilers.pyspark import PySparkCompiler

from . import schema
from .engines import ON
from .snapshot import is_number, read


class _Compiler(PySparkCompiler):
    """A day with an interval added is a day, not a moment."""

    def visit_DateAdd(self, op: Any, *, left: Any, right: Any) -> Any:
        return sge.Cast(this=sge.Add(this=left, expression=right), to=sge.DataType.build("date"))

    def visit_DateSub(self, op: Any, *, left: Any, right: Any) -> Any:
        return sge.Cast(this=sge.Sub(this=left, expression=right), to=sge.DataType.build("date"))


_COMPILER = _Compiler()


class Spark:
    """The tables of a snapshot as views in a Spark session, every file held against the manifest first."""

    def __init__(self, directory: Path, session: Any) -> None:
        self.manifest, self.session = read(directory), session
        session.conf.set("spark.sql.session.timeZone", "UTC")
        for name in schema.TABLES:
            files = [str(directory / one.file) for one in self.manifest.files if one.table == name]
            rows = session.read.parquet(*files) if files else session.createDataFrame([], _columns(name))
            rows.createOrReplaceTempView(name)

    def ask(self, *asked: ir.Table, on: date) -> list[dict[str, Any]]:
        """The rows of expressions over `engines.TABLES` with the same columns; a key is what it is in the file."""
        return [row.asDict() for row in self.session.sql(" UNION ALL ".join(self.sql(one, on=on) for one in asked)).collect()]

    @staticmethod
    def sql(asked: ir.Table, *, on: date) -> str:
        """The statement Spark is asked."""
        made = _COMPILER.to_sqlglot(asked, params={ON: on})
        return f"SELECT * FROM ({made.sql(dialect=_COMPILER.dialect)})"


_KINDS = {schema.KEY: "string", schema.DAY: "date", schema.MOMENT: "timestamp", schema.YES: "boolean", schema.COUNT: "bigint"}


def _columns(table: str) -> str:
    """A table nobody has rows in, as Spark declares one."""
    kinds = {one.name: "bigint" if is_number(table, one) else _KINDS[one.type] for one in schema.TABLES[table].columns}
    return ", ".join(f"`{name}` {kind}" for name, kind in kinds.items())
