"""The same verdicts on Spark as on DuckDB. It needs pyspark and Java, which are not part of the product: elsewhere it is skipped."""

import shutil
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from helhet.demo.synth.nation import Asked, write
from helhet.oversight.criteria import ALL, OF_PERSONS
from helhet.oversight.scale import Judging, total
from helhet.oversight.verdicts import judge
from helhet.record import schema
from helhet.record.engines import ON as DAY
from helhet.record.engines import TABLES, snapshot
from helhet.record.spark import Spark
from tests.oracle.evaluator import Evaluator

ON = date(2026, 11, 10)


@pytest.fixture
def session() -> Iterator[Any]:
    """A Spark of two threads in this process."""
    if not shutil.which("java"):
        pytest.skip("Spark needs Java 17, and there is none on PATH")
    sql = pytest.importorskip("pyspark.sql", reason="pyspark is not installed: pip install pyspark, and this test judges on Spark too")
    made = sql.SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false").config("spark.sql.shuffle.partitions", "2")
    running = made.config("spark.driver.bindAddress", "127.0.0.1").config("spark.driver.host", "127.0.0.1").getOrCreate()
    yield running
    running.stop()


def test_spark_says_what_duckdb_says(session: Any, tmp_path: Path) -> None:
    """Every criterion by itself: a session on one machine has not the memory for all of them in one statement."""
    place = tmp_path / "setesdal"
    write(place, Asked("setesdal", 120, 10, 1, ON), progress=lambda _: None)
    spark, duckdb, told = Spark(place, session), snapshot(place), 0
    for criterion in OF_PERSONS:
        ready = Judging(ON, [criterion], as_of=ON)
        on_spark = total(spark.ask(ready.count, on=ON)) if ready.count is not None else {}
        assert on_spark == total(ready.told(duckdb, on=ON)), criterion.id
        told += bool(on_spark)
    assert told > 40, "nearly every criterion has somebody to say something of"


def test_spark_says_what_the_plain_evaluator_says(session: Any, tmp_path: Path) -> None:
    """Each verdict of each criterion, in the service and of a municipality, on the day and on one that is over."""
    place = tmp_path / "setesdal"
    write(place, Asked("setesdal", 60, 6, 9, ON), progress=lambda _: None)
    spark, shot = Spark(place, session), snapshot(place)
    records = {name: shot.ask(shot[name], on=ON) for name in schema.TABLES}
    for on in (ON, date(2026, 7, 1)):
        expected, seen = Evaluator(records, on).verdicts(), 0
        for criterion in (one for one in ALL if one.in_force(on)):
            found = {
                str(row["subject"]): (row["state"], _day(row["by"]), _day(row["since"]), row["late"], row["missing"])
                for row in spark.ask(judge(TABLES, on, [criterion], day=DAY), on=on)
            }
            assert found == {subject: said for (key, subject), said in expected.items() if key == criterion.id}, (criterion.id, on)
            seen += bool(found)
        assert seen > 50


def _day(value: Any) -> date | None:
    """Spark gives a moment where a day has an interval added to it in another step."""
    return value.date() if isinstance(value, datetime) else value


def test_a_criterion_is_compiled_for_spark_without_spark() -> None:
    ready = Judging(ON, [one for one in OF_PERSONS if one.id == "VE-1"], as_of=ON)
    assert "`enquiry`" in Spark.sql(ready.count, on=ON)
