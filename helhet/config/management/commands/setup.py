"""`helhet setup`: an installation from nothing, and the same one brought up to a newer version."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext

from helhet.access import actions as access
from helhet.access import register
from helhet.access.policy import Actor
from helhet.capacity import ready
from helhet.config.operating import operator_now, refusal, told_once
from helhet.demo.mark import is_demo
from helhet.mapping import actions as mapping
from helhet.organisation import actions as organisation
from helhet.organisation.models import Municipality, Unit
from helhet.organisation.queries import everybody_taking_part
from helhet.organisation.rules import LEGAL_FORM_NAMES, N_, Fault, LegalForm, Refused, refuse_if_any
from helhet.oversight.criteria import ALL
from helhet.oversight.scale import Judging

_OPTIONS = {
    "municipality": "--municipality", "members": "--municipality", "cooperation": "--cooperation", "form": "--form", "host": "--host",
    "unit": "--unit", "service_unit": "--service-unit", "telephone": "--telephone", "name": "--leader", "title": "--title",
    "username": "--username", "email": "--email",
}  # fmt: skip


class Command(BaseCommand):
    """Exit status 0 when the installation is ready, 1 when what was asked was refused, 2 when the command was wrong."""

    help = (
        "Make an installation ready: tables, municipalities, questionnaires, static files; then the service of the municipalities named, "
        "with its units and its leader's account. Again, without arguments, after an upgrade."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--municipality", action="append", default=[], metavar="N", help="who will use it; say it again for another")
        parser.add_argument("--cooperation", default="", metavar="NAME", help="what several municipalities call what they do together")
        forms = ", ".join(f"{form} ({name})" for form, name in LEGAL_FORM_NAMES.items())
        parser.add_argument("--form", default="", choices=list(LegalForm), metavar="FORM", help=f"its form in kommuneloven: {forms}")
        parser.add_argument("--host", default="", metavar="N", help="the host municipality, in the form host")
        parser.add_argument("--unit", default="", metavar="NAME", help="the coordinating unit; otherwise named after the place")
        parser.add_argument("--telephone", default="", metavar="NUMBER", help="the coordinating unit's telephone")
        parser.add_argument(
            "--service-unit", action="append", default=[], metavar="[N=]NAME",
            help="a unit that gives help in municipality N, or in all of them; otherwise one in each, named after the place",
        )  # fmt: skip
        parser.add_argument("--leader", default="", metavar="NAME", help="who leads the coordinating unit, and signs in first")
        parser.add_argument("--title", default="", help="her title; otherwise leader of the coordinating unit")
        parser.add_argument("--username", default="", help="what she signs in with")
        parser.add_argument("--email", default="", help="her e-mail address at work")

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.DEMO:
            raise CommandError("HELHET_DEMO er satt, og da slipper hvem som helst inn. Ta den bort først.", returncode=2)
        self._prepare()
        if options["municipality"]:
            self._begin(options)
        elif not everybody_taking_part():
            self.stdout.write(gettext("Ingen kommune bruker Helhet her ennå: helhet setup --municipality N --leader NAVN --username NAVN"))

    def _prepare(self) -> None:
        """What every version needs; again changes nothing."""
        call_command("migrate", verbosity=0, interactive=False)
        if is_demo():
            raise CommandError("Denne databasen er demoens. Sett HELHET_DATA_DIR eller HELHET_DATABASE_URL til en tom.", returncode=2)
        count, new = organisation.load_municipalities(), mapping.load_shipped()
        ready.make()
        call_command("collectstatic", verbosity=0, interactive=False)
        # So that the first who judges a snapshot by this version does not wait for its SQL.
        Judging(today := operator_now().on, ALL, as_of=today).ready()
        said = gettext("Klar: databasen, {count} kommuner, {new} nye skjema, stilark og skript i {place}.")
        self.stdout.write(said.format(count=count, new=new, place=settings.STATIC_ROOT))
        if (key := settings.DATA_DIR / "log.key").exists():
            self.stdout.write(gettext("Nøkkelen som forsegler tilgangsloggen: {key}. Ta vare på en kopi et annet sted.").format(key=key))

    def _begin(self, options: dict[str, Any]) -> None:
        by = operator_now()
        try:
            with transaction.atomic():
                lines = self._make(options, by)
        except Refused as refused:
            raise refusal(refused.faults, _OPTIONS) from None
        self.stdout.write("\n".join(lines))

    def _make(self, options: dict[str, Any], by: Actor) -> list[str]:
        """The whole service, or `Refused` with every fault."""
        faults: list[Fault] = []
        places = _keep(faults, organisation.take_part, options["municipality"]) or []
        with translation.override(places[0].language if places else settings.LANGUAGE_CODE):
            units = (_keep(faults, _service, places, options, by) if places else None) or []
            leader = _keep(faults, _leader, units[0] if units else None, options, by) or []
            refuse_if_any(faults)
            return [*(gettext("Enhet: {unit}").format(unit=unit.name) for unit in units), *leader, *_next()]


def _service(places: Sequence[Municipality], options: dict[str, Any], by: Actor) -> list[Unit]:
    """Co-operation and units, the coordinating one first, and the telephones that are the same everywhere."""
    place = options["cooperation"] or places[0].name
    faults: list[Fault] = []
    named = _named_units(places, options["service_unit"], faults)
    host = _host(places, options, faults)
    if len(places) > 1:
        form = LegalForm(options["form"]) if options["form"] else LegalForm.AGREEMENT
        _keep(faults, organisation.co_operate, options["cooperation"], legal_form=form, members=places, host=host, by=by)
    name = options["unit"] or gettext("Koordinerende enhet, {place}").format(place=place)
    made = [
        _keep(faults, organisation.add_unit, name, municipality=host or places[0], serves=places, is_coordinating_unit=True,
              telephone=options["telephone"], by=by),
        *(_keep(faults, organisation.add_unit, unit, municipality=own, serves=serves, by=by) for unit, own, serves in named),
    ]  # fmt: skip
    organisation.add_national_numbers(places, by=by)
    refuse_if_any(faults)
    return made


def _keep(faults: list[Fault], action: Any, *args: Any, **given: Any) -> Any:
    """Do it; when it is refused, remember why and go on to find the rest."""
    try:
        return action(*args, **given)
    except Refused as refused:
        faults += refused.faults


def _host(places: Sequence[Municipality], options: dict[str, Any], faults: list[Fault]) -> Municipality | None:
    """The host municipality among them. Several municipalities must say in which form they co-operate."""
    if len(places) > 1 and not options["form"]:
        said = N_("Skriv hvilken form samarbeidet har: {forms}. Den avgjør hvem som kan gjøre vedtak.")
        faults.append(Fault("form", said, {"forms": ", ".join(LegalForm)}))
    return _among(places, options["host"])


def _among(places: Sequence[Municipality], word: str) -> Municipality | None:
    return next((one for one in places if word.strip().lower() in (one.number, one.name.lower())), None)


def _named_units(
    places: Sequence[Municipality], given: Sequence[str], faults: list[Fault]
) -> list[tuple[str, Municipality, Sequence[Municipality]]]:  # fmt: skip
    """Each unit that gives help: its name, where it sits, and whom it serves."""
    if not given:
        return [(gettext("Psykisk helse og rus, {place}").format(place=one.name), one, [one]) for one in places]
    found: list[tuple[str, Municipality, Sequence[Municipality]]] = []
    for word in given:
        number, has_one, name = word.rpartition("=")
        own = _among(places, number) if has_one else places[0]
        if own is None:
            faults.append(Fault("service_unit", N_("«{word}» er ikke en av kommunene."), {"word": number}))
        else:
            found.append((name, own, [own] if has_one else places))
    return found


def _leader(unit: Unit | None, options: dict[str, Any], by: Actor) -> list[str]:
    """Her account, unless somebody who can go on is there already."""
    there = register.worker_account(options["username"]) if options["username"] else None
    if there and there.who.lower() == options["leader"].strip().lower():
        return [gettext("{name} har konto fra før.").format(name=there.who)]
    if not options["leader"] and not options["username"] and register.accounts_of_workers(by):
        return []
    try:
        done = access.let_in_worker(
            options["username"], name=options["leader"], title=options["title"] or gettext("leder for koordinerende enhet"),
            municipality=unit.municipality_id if unit else "", units=[unit.name] if unit else [], email=options["email"], by=by,
        )  # fmt: skip
    except Refused as refused:
        # Where she belongs is not known until the unit is; what is wrong with that is said already.
        raise Refused(*(one for one in refused.faults if unit or one.field not in ("municipality", "unit"))) from None
    said = gettext("{name} har fått konto.").format(name=done.account.who)
    return ["", said, *told_once(done.account.username, done.password)]


def _next() -> Iterator[str]:
    yield ""
    yield gettext("Nå kan lederen logge inn, og under Min konto legge inn tilbudene, telefonene og samarbeidspartnerne.")
    yield gettext("De andre som arbeider her, får konto med helhet account add.")
