"""A snapshot judged: how many verdicts of each kind in each municipality, every verdict, and what they stand on.

Written as it is judged, with one criterion in memory at a time. The same snapshot, day and product give the same bytes.
"""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from helhet.oversight.criteria import ALL
from helhet.oversight.rules import State, targets_for
from helhet.oversight.scale import Judging, total
from helhet.oversight.verdicts import unreached
from helhet.record.engines import Snapshot, snapshot
from helhet.record.snapshot import MANIFEST as OF_SNAPSHOT
from helhet.record.snapshot import digest
from helhet.record.whole import Broken, put_whole

from .judged import Answer, Progress
from .package import GROUP, MANIFEST, VERDICT, VERDICTS, by_state, spelled, stands_on, verdict_file

COUNTS = "counts.csv"


def write(directory: Path, place: Path, on: date, *, every: bool, progress: Progress) -> dict[str, Any]:
    """Judge the snapshot at `place` and write the counts, and `every` verdict; returns what the manifest says of them.

    Raises `Broken` when a file of the snapshot is missing or changed, when it does not reach to the day, or when the directory is not free.
    """
    with put_whole(directory) as beside:
        shot = snapshot(place)
        kept = shot.manifest
        if on > kept.day:
            raise Broken(place, f"it tells of {kept.day}: nobody can be judged by it for {on}. Choose that day or an earlier one.")
        progress(f"every file is as it was written: {kept.rows()['person']} persons")
        judging = Judging(on, ALL, data_from=kept.first_day, as_of=kept.day)
        counts = judging.told(shot, on=on)
        (beside / COUNTS).write_text(_table(counts), encoding="utf-8")
        progress(f"{sum(one['verdicts'] for one in counts)} verdicts counted")
        if every:
            _verdicts(judging, shot, on, beside / VERDICTS, progress)
        said = _said(shot, on, counts) | {"files": _files(beside), "snapshot": digest(place / OF_SNAPSHOT)}
        (beside / MANIFEST).write_bytes(spelled(said))
    return said


def _table(counts: Iterable[Mapping[str, Any]]) -> str:
    """A line for each criterion in each municipality; the empty one is of those with a strictly protected address."""
    lines: dict[tuple[str, str], Counter[str]] = {}
    for one in counts:
        lines.setdefault((one["criterion"], one["municipality"]), Counter())[one["state"]] = one["verdicts"]
    order = [one.id for one in ALL]
    text = io.StringIO()
    write = csv.writer(text, lineterminator="\n").writerow
    write(["criterion", "municipality", *State])
    for criterion, number in sorted(lines, key=lambda line: (order.index(line[0]), line[1])):
        write([criterion, number, *by_state(lines[criterion, number]).values()])
    return text.getvalue()


def _verdicts(judging: Judging, shot: Snapshot, on: date, path: Path, progress: Progress) -> None:
    """All of them into one file, criterion after criterion, in groups that do not depend on how they were handed over."""
    with verdict_file(path) as file:
        for place, (one, found) in enumerate(judging.verdicts(shot, on=on), start=1):
            written = _group_by_group(file, found)
            progress(f"{place} of {len(judging.law)} criteria: {one.id}, {written} verdicts")


def _group_by_group(file: pq.ParquetWriter, found: Iterable[pa.RecordBatch]) -> int:
    written, waiting = 0, VERDICT.empty_table()
    for batch in found:
        waiting = pa.concat_tables([waiting, pa.Table.from_batches([batch]).cast(VERDICT)])
        while waiting.num_rows >= GROUP:
            file.write_table(waiting.slice(0, GROUP).combine_chunks(), row_group_size=GROUP)
            written, waiting = written + GROUP, waiting.slice(GROUP)
    if waiting.num_rows:
        file.write_table(waiting.combine_chunks(), row_group_size=GROUP)
    return written + waiting.num_rows


def _said(shot: Snapshot, on: date, counts: list[dict[str, Any]]) -> dict[str, Any]:
    kept, sums = shot.manifest, total(counts)
    law = [one for one in ALL if one.in_force(on)]
    answers = [
        Answer(one, {state: sums.get((one.id, state), 0) for state in State}, {}, 0, unreached(one, on, kept.first_day, kept.day))
        for one in law
    ]
    states = Counter({state.value: sum(one.count(state) for one in answers) for state in State})
    return {
        "day": on, "as_of": kept.day, "data_from": kept.first_day,
        **stands_on(answers, targets_for(law, {}), (one for one in ALL if one not in law)),
        "counts": {"persons": kept.rows()["person"], "criteria": len(law), "verdicts": states.total()} | by_state(states),
    }  # fmt: skip


def _files(directory: Path) -> dict[str, Any]:
    return {one.name: {"sha256": digest(one), "bytes": one.stat().st_size} for one in sorted(directory.iterdir())}
