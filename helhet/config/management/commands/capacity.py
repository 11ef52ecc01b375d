"""`helhet capacity run`: a scenario from a file, and what would be waited, done and paid in each choice."""

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from helhet.access.policy import OSLO
from helhet.capacity import scenario
from helhet.capacity.compared import Answer, Line, answer
from helhet.capacity.fitting import CannotSay, Tried
from helhet.capacity.reading import Fault, Refused
from helhet.capacity.scenario import Recorded
from helhet.capacity.service import Service
from helhet.organisation import queries as organisation
from helhet.record.disclosure import coarse
from helhet.web import clock, what_if_model
from helhet.web.what_if_kinds import one_team, with_light

_AHEAD_DAYS = 366

_UNITS = {
    "waited": "days", "late": "share", "in_it": "persons", "waiting_at_last": "persons", "asked_a_year": "persons",
    "gave_up_a_year": "persons", "hospital_days_a_year": "days", "hospital_kroner_a_year": "kroner", "kroner_a_year": "kroner",
    "broken_a_year": "times",
}  # fmt: skip
_TRIED = {"newcomers": "persons", "persons": "persons", "waited": "days"}


class Command(BaseCommand):
    """Exit status 0 when it is run, 1 when the file is faulty, 2 when there is no such file."""

    help = "Run a scenario: what is waited, done and paid in each choice, with ranges, and what differs from the first."

    def add_arguments(self, parser: CommandParser) -> None:
        what = parser.add_subparsers(dest="what", required=True, metavar="run")
        run = what.add_parser("run", help="run the scenario of a file")
        run.add_argument("file", type=Path, metavar="SCENARIO.toml", help="the question, the service and what may be decided")
        run.add_argument("--json", action="store_true", help="a line of JSON for each figure of each choice, or for each fault")
        run.add_argument("--workers", type=int, default=1, metavar="N", help="threads to share the replications; the answer is the same")

    # The municipalities whose record the service is of; none when it is written in the file.
    of_record: tuple[str, ...] = ()

    def _from_record(self, asked: Recorded) -> Service:
        self.of_record = tuple(sorted(set(asked.municipalities)))
        return _from_record(asked)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            asked = scenario.read(options["file"], self._from_record)
        except Refused as refused:
            self._refuse(refused, as_json=options["json"])
        except OSError as wrong:
            raise CommandError(f"{options['file']}: {wrong.strerror}", returncode=2) from None
        if options["workers"] < 1:
            raise CommandError("--workers is 1 or more.", returncode=2)
        self.stderr.write(f"{asked.question} {len(asked.choices)} choices, {asked.replications} replications, seed {asked.seed}")
        found = answer(asked, workers=options["workers"])
        self._tell_json(found) if options["json"] else self._tell(found)
        self._tell_tried(as_json=options["json"])

    def _refuse(self, refused: Refused, *, as_json: bool) -> None:
        if as_json:
            for fault in refused.faults:
                self.stdout.write(json.dumps({"key": fault.key, "reason": fault.reason}, ensure_ascii=False))
            raise SystemExit(1)
        lines = "\n".join(f"  {fault}" for fault in refused.faults)
        raise CommandError(f"Nothing is run. {len(refused.faults)} to put right:\n{lines}", returncode=1)

    def _tell_json(self, found: Answer) -> None:
        for number, choice in enumerate(found.asked.choices):
            self.stdout.write(json.dumps({"choice": choice.name, "wages_a_year": round(found.wages(number))}, ensure_ascii=False))
        for line in found.lines():
            said: dict[str, Any] = {"choice": line.choice, "step": line.step, "figure": line.figure, "unit": _UNITS[line.figure]}
            said |= {name: round(getattr(line.told, name), 4) for name in ("middle", "low", "high", "error")}
            if line.differs:
                said["more_than_first"] = [round(getattr(line.differs, name), 4) for name in ("middle", "low", "high")]
            self.stdout.write(json.dumps(said, ensure_ascii=False))

    def _tell(self, found: Answer) -> None:
        asked = found.asked
        self.stdout.write(
            f"{asked.question}\nFrom {asked.service.since}, {asked.service.years:g} years. In brackets: eight of ten futures."
        )
        for number, choice in enumerate(asked.choices):
            self.stdout.write(f"\n{choice.name}: wages {found.wages(number):,.0f} kroner a year")
            for line in found.lines():
                if line.choice == choice.name:
                    self.stdout.write(f"  {_row(line)}")

    def _tell_tried(self, *, as_json: bool) -> None:
        """Last year's forecast beside what came, persons in fives; or why there is none."""
        tried = _tried(self.of_record)
        if not tried:
            why = (
                "too little was known a year ago"
                if self.of_record
                else "the service is written in a file: there is no year to hold it against"
            )
            self.stdout.write(json.dumps({"tried": None, "reason": why}) if as_json else f"\nTried on the latest year: no; {why}.")
            return
        if not as_json:
            self.stdout.write("\nTried on the latest year: what would have been said a year ago, and what came.")
        for one in tried:
            low, high = (one.came, one.came) if one.what == "waited" else _in_fives(one.came)
            if as_json:
                told = {name: round(getattr(one.forecast, name), 4) for name in ("middle", "low", "high")}
                said = {"tried": one.what, "unit": _TRIED[one.what], **told}
                self.stdout.write(json.dumps({**said, "came_low": round(low, 4), "came_high": round(high, 4), "held": one.held}))
            else:
                came = f"{low:.0f}" if low == high else f"{low:.0f}–{high:.0f}"
                hit = "held" if one.held else "missed"
                span = f"{one.forecast.low:.0f} to {one.forecast.high:.0f}"
                self.stdout.write(f"  {one.what:12} {_TRIED[one.what]:8} said {span}, came {came}: {hit}")


def _in_fives(many: float) -> tuple[int, int]:
    band = coarse(int(many))
    return band.low, band.high


def _tried(numbers: tuple[str, ...]) -> list[Tried] | None:
    if not numbers:
        return None
    people = {one.pk: one.population or 0 for one in organisation.everybody_taking_part()}
    on = what_if_model.as_of(clock.now().astimezone(OSLO).date())
    return what_if_model.tried(numbers, on, sum(people.get(one, 0) for one in numbers))


def _from_record(asked: Recorded) -> Service:
    """The service these municipalities have had until the end of last month, run from this day. Raises `Refused`."""
    numbers, since = asked.municipalities, asked.since
    known = {one.pk: one for one in organisation.everybody_taking_part()}
    here = ", ".join(known) or "none"
    unknown = [Fault("municipalities", f"«{one}» does not use Helhet here; those that do: {here}") for one in numbers if one not in known]
    on = what_if_model.as_of(clock.now().astimezone(OSLO).date())
    far = [] if on < since <= on + timedelta(days=_AHEAD_DAYS) else [
        Fault("since", f"{since} is not in the year after {on}, the last day the record is counted for")
    ]  # fmt: skip
    apart = [Fault("teams", f"«{one}» is none of the municipalities") for one in asked.teams if one not in numbers]
    if unknown or far or apart:
        raise Refused([*unknown, *far, *apart])
    try:
        found = what_if_model.fitted(tuple(sorted(set(numbers))), on, sum(known[one].population or 0 for one in set(numbers)))
    except CannotSay as cannot:
        raise Refused([Fault("municipalities", f"too little data to say: {', '.join(cannot.reasons)}")]) from None
    if asked.teams:
        whole = {one: known[one].population or 0 for one in numbers}
        team = one_team([(one, known[one].name) for one in asked.teams], whole, on)
        if team.lacking:
            raise Refused([Fault("teams", f"{one} has no work years with users, or no number of inhabitants") for one in team.lacking])
        return replace(team.service(found), since=since, years=asked.years)
    service = with_light(found.service) if asked.lighter_help else found.service
    return replace(service, since=since, years=asked.years)


def _row(line: Line) -> str:
    told, digits = line.told, 2 if line.figure == "late" else 0 if line.told.high >= 100 else 1
    more = (
        f"   {line.differs.middle:+.{digits}f} ({line.differs.low:+.{digits}f} to {line.differs.high:+.{digits}f})" if line.differs else ""
    )
    name = line.figure.replace("_", " ")
    return f"{line.step:12} {name:22} {told.middle:9.{digits}f} ({told.low:.{digits}f} to {told.high:.{digits}f}){more}"
