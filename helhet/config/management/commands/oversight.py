"""`helhet oversight report` and `verify`: what a municipality holds to on a day, written so that anybody can make it again and compare.

`helhet oversight judge` does it for a whole snapshot, from its files alone. `helhet oversight month`, run when a month is over, counts
it up for the leaders, once and for good.
"""

import json
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from helhet.access.policy import OSLO
from helhet.organisation import queries as organisation
from helhet.organisation.models import Municipality
from helhet.oversight import experience, months
from helhet.oversight.report import compared, of_snapshot, package
from helhet.oversight.report.judged import Judged, judged
from helhet.record.whole import Broken, refuse_unless_free
from helhet.web import clock, report


class Command(BaseCommand):
    """Exit status 0 when it is written or the same, 1 when the package is faulty or differs, 2 when what was asked makes no sense."""

    help = "Judge a municipality on a day and write the proof, or make it again and say what differs."

    def add_arguments(self, parser: CommandParser) -> None:
        what = parser.add_subparsers(dest="what", required=True, metavar="report|verify|judge|month")
        made = what.add_parser("report", help="verdicts as Parquet and spreadsheet, the report as page and PDF, and a manifest with hashes")
        made.add_argument("--municipality", required=True, metavar="N", help="by number or name")
        made.add_argument("--on", required=True, metavar="DATE", help="the day to judge, as 2026-11-10; not later than today")
        made.add_argument("--out", required=True, type=Path, metavar="DIR", help="a new directory, or an empty one")
        made.add_argument("--json", action="store_true", help="one line of JSON with the counts and the hashes")
        whole = what.add_parser("judge", help="a snapshot instead: every verdict as Parquet, how many of each kind as CSV, and a manifest")
        whole.add_argument("snapshot", type=Path, metavar="SNAPSHOT", help="a directory written by helhet snapshot or helhet synth")
        whole.add_argument("--on", required=True, metavar="DATE", help="the day to judge; not later than the snapshot's own")
        whole.add_argument("--out", required=True, type=Path, metavar="DIR", help="a new directory, or an empty one")
        whole.add_argument("--counts", action="store_true", help="only how many, not each verdict: a nation in seconds")
        whole.add_argument("--json", action="store_true", help="one line of JSON with the counts and the hashes")
        month = what.add_parser("month", help="count up the month that is over, for every municipality; run it on the first of the month")
        month.add_argument("--since", metavar="DATE", help="also every earlier month from this day that is not counted up")
        again = what.add_parser("verify", help="make the report again and say what is another, file by file and verdict by verdict")
        again.add_argument("directory", type=Path, metavar="DIR", help="the package")
        again.add_argument("--json", action="store_true", help="a line of JSON for each difference, and one with the sums")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["what"] == "report":
            self._report(options)
        elif options["what"] == "judge":
            self._judge(options)
        elif options["what"] == "month":
            self._month(options["since"])
        else:
            self._verify(options["directory"].resolve(), as_json=options["json"])

    # ── report ──

    def _report(self, options: dict[str, Any]) -> None:
        municipality, on = _municipality(options["municipality"]), self._day(options["on"])
        directory: Path = options["out"].resolve()
        try:
            refuse_unless_free(directory)
            files = self._made(municipality, on, self._today())
            package.write(directory, files)
        except (Broken, OSError) as wrong:
            raise CommandError(str(wrong), returncode=2) from None
        said = json.loads(files[package.MANIFEST])
        counts, hashes = said["counts"], {name: package.sha256(content) for name, content in sorted(files.items())}
        if options["json"]:
            line = {"municipality": municipality.number, "on": on.isoformat(), **counts, "files": hashes}
            self.stdout.write(json.dumps(line, ensure_ascii=False))
        else:
            self.stdout.write(f"{options['out']}: {municipality.name} on {on}, {_sums(counts)}")

    def _made(self, municipality: Municipality, on: date, as_of: date) -> dict[str, bytes]:
        self._found: Judged = judged(municipality, on, as_of=as_of, secret=settings.LOG_KEY, progress=self.stderr.write)
        return report.files(self._found, self.stderr.write)

    def _today(self) -> date:
        return clock.now().astimezone(OSLO).date()

    def _day(self, word: str) -> date:
        on = _date(word)
        if on > self._today():
            raise CommandError(f"{on} has not been yet: nobody can be judged for it. Choose {self._today()} or earlier.", returncode=2)
        return on

    # ── judge ──

    def _judge(self, options: dict[str, Any]) -> None:
        place, on, every = options["snapshot"], _date(options["on"]), not options["counts"]
        try:
            said = of_snapshot.write(options["out"].resolve(), place.resolve(), on, every=every, progress=self.stderr.write)
        except (Broken, OSError) as wrong:
            raise CommandError(str(wrong), returncode=2) from None
        counts = said["counts"]
        if options["json"]:
            files = {name: one["sha256"] for name, one in said["files"].items()}
            self.stdout.write(json.dumps({"snapshot": said["snapshot"], "on": on.isoformat(), **counts, "files": files}))
        else:
            self.stdout.write(f"{options['out']}: {place} on {on}, {_sums(counts)}")

    # ── month ──

    def _month(self, since: str | None) -> None:
        today = self._today()
        left = months.not_kept(self._day(since) if since else months.last_ended(today), today)
        for day in left:
            months.keep_month(day, at=clock.now(), today=today, tell=self.stderr.write)
            self.stdout.write(f"{day}: counted up.")
        for year in experience.not_kept(today):
            experience.keep_year(year, at=clock.now(), today=today)
            self.stdout.write(f"{year}: what users said is counted up.")
        if not left:
            self.stdout.write(f"{months.last_ended(today)} is counted up already: a month is told once.")

    # ── verify ──

    def _verify(self, directory: Path, *, as_json: bool) -> None:
        try:
            kept = package.read(directory)
        except (Broken, OSError) as wrong:
            raise CommandError(str(wrong), returncode=1) from None
        again = self._made(_municipality(kept.number), kept.on, kept.as_of)
        grounds, files = compared.other_grounds(kept, again), compared.other_files(kept, again)
        turned = list(compared.turned(kept, self._found.rows))
        if as_json:
            self._tell_json(grounds, files, turned)
        else:
            self._tell(directory, kept, grounds, files, turned)
        if grounds or files or turned:
            raise SystemExit(1)

    def _tell_json(self, grounds: list[tuple[str, str, str]], files: list[str], turned: list[compared.Turned]) -> None:
        for what, was, became in grounds:
            self.stdout.write(json.dumps({"ground": what, "was": was, "is": became}, ensure_ascii=False))
        for name in files:
            self.stdout.write(json.dumps({"file": name}))
        for one in turned:
            self.stdout.write(json.dumps(one.as_line(), ensure_ascii=False))
        self.stdout.write(json.dumps({"grounds": len(grounds), "files": len(files), "verdicts": len(turned)}))

    def _tell(
        self, directory: Path, kept: package.Package, grounds: list[tuple[str, str, str]], files: list[str], turned: list[compared.Turned]
    ) -> None:
        for what, was, became in grounds:
            self.stdout.write(f"Stands on another {what}: was {was}, is {became}.")
        for name in files:
            self.stdout.write(f"{name}: other bytes than in the package.")
        for one in turned:
            who = one.person or one.subject
            about = f", row {one.subject}" if one.subject not in (None, who) else ""
            self.stdout.write(f"{one.criterion}, {who}{about}: was {one.was or 'not there'}, is {one.became or 'not there'}.")
        if not (grounds or files or turned):
            self.stdout.write(
                f"{directory}: the same, file by file and verdict by verdict ({len(kept.files)} files, {len(kept.rows())} verdicts)."
            )
        elif kept.as_of < self._today() and turned:
            self.stdout.write(
                f"The package tells of the record as it stood on {kept.as_of}: what has been done since, makes verdicts another."
            )


def _date(word: str) -> date:
    try:
        return date.fromisoformat(word)
    except ValueError:
        raise CommandError(f"«{word}» is no day. Write it as 2026-11-10.", returncode=2) from None


def _sums(counts: dict[str, int]) -> str:
    return (
        f"{counts['criteria']} criteria and {counts['persons']} persons. "
        f"Met {counts['met']}, done late {counts['late']}, due {counts['due']}, breached {counts['breached']}, "
        f"cannot be judged {counts['cannot']}."
    )


def _municipality(word: str) -> Municipality:
    found = organisation.taking_part(word)
    if not found:
        raise CommandError(f"No municipality here has the number or name «{word}».", returncode=2)
    return found
