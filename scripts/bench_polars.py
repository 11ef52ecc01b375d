"""IP-1, KO-1 and VE-1 by hand in polars, lazily over the files of a snapshot: what our own criteria are measured against."""

from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
from polars import col

FAR = date(9999, 12, 31)


def counts(place: Path, on: date) -> dict[tuple[str, str], int]:
    """How many verdicts of each kind, by criterion."""
    parts = [_plan(place, on), _coordinator(place, on), _enquiry(place, on)]
    found = pl.concat(parts).group_by("criterion", _state(on).alias("state")).len().collect()
    return dict(sorted(((one, state), many) for one, state, many in found.iter_rows()))


def _read(place: Path, table: str) -> pl.LazyFrame:
    return pl.scan_parquet(str(place / f"{table}.parquet"))


def _known(place: Path, on: date) -> pl.LazyFrame:
    cases = _read(place, "case").filter(col("opened_on") <= on)
    is_open = col("closed_on").is_null() | (col("closed_on") > on)
    held = cases.group_by("person").agg(first_open=col("opened_on").filter(is_open).min(), any_case=col("opened_on").min())
    need = _read(place, "need").filter(col("long_term") & col("coordinated") & (col("since") <= on))
    need = (
        need.filter(col("met_on").is_null() | (col("met_on") > on)).group_by("person").agg(offer_by=col("since").min().dt.offset_by("1mo"))
    )
    people = _read(place, "person").select("person", unknown=col("known_since") > on, dead=(col("deceased_on") <= on).fill_null(False))
    return (
        people.join(held, on="person", how="left").join(need, on="person", how="left")
        .with_columns(is_open=col("first_open").is_not_null(), served=col("first_open").is_not_null() | col("any_case").is_null())
    )  # fmt: skip


def _offers(place: Path, on: date, of: str) -> pl.LazyFrame:
    rows = _read(place, "offer").filter((col("of") == of) & (col("offered_on") <= on)).sort("offered_on", "id")
    rows = rows.group_by("person", maintain_order=True).agg(pl.all().last())
    answered = col("answered_on") <= on
    rows = rows.with_columns(answer=pl.when(answered).then("answer"), answered_on=pl.when(answered).then("answered_on"))
    later = pl.when(col("answer") == "no").then(col("answered_on").dt.offset_by("365d")).when(col("answer") == "later").then(
        col("answered_on").dt.offset_by("90d")
    )  # fmt: skip
    return rows.select("person", "offered_on", "answer", "answered_on", again=pl.coalesce("again_on", later))


def _plan(place: Path, on: date) -> pl.LazyFrame:
    plans = _read(place, "plan").filter((col("kind") == "individual") & (col("since") <= on))
    ended = col("state") == "ended"
    made = plans.group_by("person").agg(begun=col("since").filter(~ended).min(), ended=col("since").filter(ended).max())
    rows = _known(place, on).join(_offers(place, on, "plan"), on="person", how="left").join(made, on="person", how="left")
    has, declined = col("begun").is_not_null(), col("answer").is_in(["no", "later"]).fill_null(False)
    after_end = col("ended").is_null() | (col("offered_on") > col("ended")).fill_null(False)
    due = pl.when(col("offered_on").is_null()).then("offer_by").when(col("answer").is_null()).then(col("offered_on").dt.offset_by("14d"))
    applies = col("served") & (col("offer_by").is_not_null() | (col("answer") == "yes").fill_null(False))
    return _framed(
        rows, "IP-1", applies, has | (declined & after_end), due.otherwise(col("answered_on").dt.offset_by("1mo")),
        again=pl.when(~has & declined).then("again"), missing=~has & ~after_end,
    )  # fmt: skip


def _coordinator(place: Path, on: date) -> pl.LazyFrame:
    spells = _read(place, "coordination").filter(col("role").is_in(["coordinator", "deputy"]) & (col("since") <= on))
    last = pl.min_horizontal(col("until").fill_null(FAR), col("staff_left_on").fill_null(FAR))
    spells = spells.with_columns(last=last, stands=col("until").is_null() | (col("until") >= on))
    held = spells.group_by("person").agg(
        held=(col("last") >= on).any(), last_held=col("last").max(), left=(col("stands") & (col("last") < on)).any()
    )
    rows = _known(place, on).join(_offers(place, on, "coordinator"), on="person", how="left").join(held, on="person", how="left")
    has, left, yes = (one.fill_null(False) for one in (col("held"), col("left"), col("answer") == "yes"))
    declined = col("answer").is_in(["no", "later"]).fill_null(False)
    due = (
        pl.when(yes).then(pl.max_horizontal("answered_on", pl.coalesce("last_held", "answered_on"))).when(left).then("last_held")
        .when(col("offered_on").is_null()).then("offer_by").otherwise(col("offered_on").dt.offset_by("14d"))
    )  # fmt: skip
    applies = (col("offer_by").is_not_null() & col("served")) | (col("is_open") & (yes | left | has))
    return _framed(rows, "KO-1", applies, has | (~left & declined), due, again=pl.when(~has).then("again"))


def _enquiry(place: Path, on: date) -> pl.LazyFrame:
    people = _read(place, "person").select("person", unknown=col("known_since") > on, dead=(col("deceased_on") <= on).fill_null(False))
    rows = _read(place, "enquiry").filter(col("received_on") <= on).join(people, on="person")
    met, due = (col("replied_on") <= on).fill_null(False), col("received_on").dt.offset_by("1mo")
    return _framed(rows, "VE-1", pl.lit(True), met, due, late=met & (col("replied_on") > due))


def _framed(
    rows: pl.LazyFrame, name: str, applies: Any, met: Any, due: Any, *, again: Any = None, missing: Any = None, late: Any = None
) -> pl.LazyFrame:
    return rows.select(
        "unknown", "dead", criterion=pl.lit(name), applies=applies, met=met, due=due, late=pl.lit(False) if late is None else late,
        again=pl.lit(None, pl.Date) if again is None else again,
        missing=pl.lit(False) if missing is None else missing,
    )  # fmt: skip


def _state(on: date) -> pl.Expr:
    met, word = col("met"), pl.lit
    return (
        pl.when("unknown").then(word("cannot")).when(~col("applies")).then(word("not_applicable")).when("missing").then(word("cannot"))
        .when(~met & col("dead")).then(word("not_applicable")).when(~met & col("due").is_null()).then(word("cannot"))
        .when("late").then(word("late")).when(met & (col("dead") | col("again").is_null() | (col("again") >= on))).then(word("met"))
        .when(~met & (col("due") >= on)).then(word("due")).otherwise(word("breached"))
    )  # fmt: skip
