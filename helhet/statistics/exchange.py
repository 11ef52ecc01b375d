"""Figures and practices out to other municipalities and in from them, by signed files. Nothing here knows of a person.

A neighbour's key is believed the first time it is seen and held to afterwards; who wants to be sure reads the fingerprint on the telephone.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from decimal import ROUND_HALF_UP, Decimal
from uuid import UUID

from django.conf import settings
from django.db import transaction

from helhet.access.policy import NotVisible
from helhet.cooperation.queries import works_in
from helhet.organisation.models import Municipality
from helhet.organisation.queries import everybody_taking_part, led_by
from helhet.organisation.queries.competence import wanted_in
from helhet.organisation.rules import N_, Fault, Refused, refuse_if_any
from helhet.organisation.rules.acting import Leader, Worker

from . import comparison, queries, shared_forms, sharing, signing
from .form import Form
from .models import Practice, PracticeVersion, SharedFile
from .queries import place_led
from .sharing import Practised, Shared, Wanted


def own(place: Municipality, one: Form) -> Shared:
    """What this municipality may tell of this form: as it was sent, or as it stands until then."""
    values = queries.sent_values(place.pk, one) or {key: cell.value for key, cell in queries.filled(place, one).cells.items()}
    counts = {key: value for key, value in values.items() if isinstance(value, int) and not isinstance(value, bool)}
    years = {key: value for key, value in values.items() if isinstance(value, Decimal)}
    tenths = {key: int((value * 10).quantize(Decimal(1), ROUND_HALF_UP)) for key, value in years.items()}
    return sharing.shared(
        number=place.pk, name=place.name, population=place.population or 0, year=one.year, group=one.group, counts=counts, tenths=tenths
    )


def file_of(place: Municipality, one: Form) -> bytes:
    """The same as a signed file."""
    return signing.sign(sharing.content_of(own(place, one)), settings.SHARE_KEY)


def our_fingerprint() -> str:
    """Our own key, to be read on the telephone."""
    return signing.fingerprint(signing.public_key(settings.SHARE_KEY))


@dataclass(frozen=True)
class Given:
    """A file that somebody gives us: its name and bytes."""

    name: str
    content: bytes


Faults = list[tuple[str, Fault]]  # by the name of the file


def read_all(files: Sequence[Given]) -> tuple[list[tuple[Shared, signing.Signed]], Faults]:
    """What several files say, or everything that is wrong with any of them: one faulty file, and none is taken."""
    read: list[tuple[str, Shared, signing.Signed]] = []
    faults: Faults = []
    for file in files:
        try:
            signed = signing.opened(file.content)
        except signing.Unsigned as wrong:
            faults.append((file.name, Fault("file", str(wrong))))
            continue
        one, wrongs = sharing.read_shared(signed.content)
        faults += [(file.name, wrong) for wrong in wrongs]
        if one:
            read.append((file.name, one, signed))
    faults += comparison.faults_together([(name, one, signed.key) for name, one, signed in read])
    return [(one, signed) for _, one, signed in read], faults


def neighbours(by: Leader) -> list[tuple[Shared, SharedFile]]:
    """The files taken in here, for whoever leads."""
    if not led_by(by):
        raise NotVisible
    found = []
    for row in SharedFile.objects.all():
        one, _ = sharing.read_shared(row.content)
        if one:
            found.append((one, row))
    return found


def _keys_known() -> dict[str, str]:
    """The key each neighbour signed with the first time, figures or practice."""
    by_origin = Practice.objects.exclude(origin_key="").order_by("at").values_list("origin", "origin_key")
    practised = {origin[origin.rindex("(") + 1 : -1]: key for origin, key in reversed(by_origin)}
    return practised | dict(SharedFile.objects.values_list("number", "key"))


def origin_of(one: Shared | Practised) -> str:
    """Where a practice is from, as it is written on ours."""
    return f"{one.name} ({one.number})"


def _other_key(name: str) -> Fault:
    return Fault("file", N_("{name} har signert med en annen nøkkel enn før. Ring og spør."), {"name": name})


@transaction.atomic
def take_in(files: Sequence[Given], *, by: Leader) -> int:
    """Neighbours' files, all of them or none. A new file of the same year takes the old one's place; another key than before is refused."""
    if not led_by(by):
        raise NotVisible
    read, wrong = read_all(files)
    known = _keys_known()
    here = {one.pk for one in everybody_taking_part()}
    faults = [Fault("file", N_("{file}: {fault}"), {"file": name, "fault": fault}) for name, fault in wrong]
    for one, signed in read:
        if one.number in here:
            faults.append(Fault("file", N_("{name} er her alt: tallene hentes herfra."), {"name": one.name}))
        elif known.get(one.number, signed.key) != signed.key:
            faults.append(_other_key(one.name))
    refuse_if_any(faults)
    for one, signed in read:
        about = {"number": one.number, "year": one.year, "group": one.group}
        SharedFile.objects.filter(**about).delete()
        SharedFile.objects.create(**about, content=signed.content, key=signed.key, digest=signed.digest, at=by.at, by_name=by.name)
    return len(read)


# ── practices ───────────────────────────────────────────────────────────────


def practices(by: Leader) -> list[Practice]:
    """The practices of the municipalities this one leads, those in use first."""
    rows = Practice.objects.filter(municipality__in=led_by(by)).select_related("municipality")
    return sorted(rows, key=lambda one: (one.in_use_on is None, one.title))


def in_use(by: Worker) -> list[Practice]:
    """The practices in use in the municipalities this one works for, by heading."""
    rows = Practice.objects.filter(municipality__in=works_in(by), in_use_on__isnull=False).select_related("municipality")
    return list(rows.order_by("title", "id"))


def practice(by: Leader, key: UUID) -> Practice:
    """One of them. Raises `NotVisible`."""
    found = Practice.objects.filter(pk=key, municipality__in=led_by(by)).select_related("municipality", "clause__agreement").first()
    if found is None:
        raise NotVisible
    return found


@transaction.atomic
def write(number: str, *, kind: str, title: str, words: str, by: Leader, indicator: str = "", instrument: str = "") -> Practice:
    """How we do something, in our own words; in use from today. A form may be one of those we ask from: its questions go with it."""
    place = place_led(by, number)
    made = Practised(place.pk, place.name, kind, title.strip(), words.strip(), indicator)
    _, wrong = sharing.read_practice(sharing.practice_content(made))
    wrong += [Fault("instrument", N_("Bare et skjema har spørsmål."))] if instrument and kind != sharing.FORM else []
    refuse_if_any(wrong)
    return Practice.objects.create(
        municipality=place, kind=kind, title=made.title, words=made.words, indicator=indicator, in_use_on=by.on, at=by.at,
        by_name=by.name, questionnaire=shared_forms.chosen(instrument),
    )  # fmt: skip


def practice_file(one: Practice) -> bytes:
    """A practice as a signed file, for another municipality; what is needed here, and what a form asks, as it stands now."""
    lines = tuple(Wanted(*line) for line in wanted_in(one.municipality_id)) if one.kind == "competence" else ()
    questions = shared_forms.as_it_stands(one.questionnaire)
    made = Practised(one.municipality_id, one.municipality.name, one.kind, one.title, one.words, one.indicator, lines, questions)
    return signing.sign(sharing.practice_content(made), settings.SHARE_KEY)


@transaction.atomic
def adopt(number: str, *, file: Given, by: Leader) -> Practice:
    """Another municipality's practice becomes a draft of our own, with where it came from."""
    place = place_led(by, number)
    try:
        signed = signing.opened(file.content)
    except signing.Unsigned as fault:
        raise Refused(Fault("file", str(fault))) from None
    one, wrong = sharing.read_practice(signed.content)
    if one is None:
        raise Refused(*wrong)
    refuse_if_any([_other_key(one.name)] if _keys_known().get(one.number, signed.key) != signed.key else [])
    refuse_if_any([*_taken_in_before(place, one, signed.digest), *shared_forms.faults(one.questionnaire)])
    return Practice.objects.create(
        municipality=place, kind=one.kind, title=one.title, words=one.words, indicator=one.indicator, origin=origin_of(one),
        wanted=[asdict(line) for line in one.wanted], origin_key=signed.key, origin_digest=signed.digest, at=by.at, by_name=by.name,
        questionnaire=one.questionnaire,
    )  # fmt: skip


def _taken_in_before(place: Municipality, one: Practised, digest: str) -> list[Fault]:
    if one.number == place.pk:
        return [Fault("file", N_("Denne er deres egen. Den står under «Slik gjør vi det»."))]
    before = Practice.objects.filter(municipality=place, origin_digest=digest).first()
    said = N_("Denne er tatt inn før. Den står under «Slik gjør vi det» som «{title}».")
    return [Fault("file", said, {"title": before.title})] if before else []


@transaction.atomic
def drop(one: Practice, *, by: Leader) -> None:
    """A draft we were given and will not use goes; it can be taken in again. Raises `NotVisible` when it is ours by now."""
    place_led(by, one.municipality_id)
    found = Practice.objects.select_for_update().filter(pk=one.pk, in_use_on=None, clause=None).first()
    if found is None:
        raise NotVisible
    found.delete()


@transaction.atomic
def take_into_use(one: Practice, *, title: str, words: str, by: Leader) -> Practice:
    """A draft made our own, or a practice changed: these words are in use from today, and what stood before is kept. Raises `Refused`."""
    place_led(by, one.municipality_id)
    # Two who change it at once both find what the other wrote among the versions.
    one = Practice.objects.select_for_update().get(pk=one.pk)
    made = Practised(one.municipality_id, one.municipality.name, one.kind, title.strip(), words.strip(), one.indicator)
    same = (one.title, one.words) == (made.title, made.words)
    refuse_if_any(_change_faults(one, made, same))
    if one.questionnaire and not one.in_use_on:
        shared_forms.put_in_place(one.questionnaire)
    if not same:
        was = {"title": one.title, "words": one.words, "in_use_on": one.in_use_on, "at": one.at, "by_name": one.by_name}
        PracticeVersion.objects.create(practice=one, **was)
    one.title, one.words, one.in_use_on, one.at, one.by_name = made.title, made.words, by.on, by.at, by.name
    one.save(update_fields=["title", "words", "in_use_on", "at", "by_name"])
    return one


def _change_faults(one: Practice, made: Practised, same: bool) -> list[Fault]:
    if not made.title or not made.words:
        return [Fault("words", N_("Skriv hvordan dere gjør det."))]
    if same and one.in_use_on:
        return [Fault("words", N_("Her er ingenting endret."))]
    return sharing.read_practice(sharing.practice_content(made))[1]
