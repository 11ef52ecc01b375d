"""A form that is shared brings its questions: as a draft it is read as a form, and taken into use it is among those we map with."""

import json
from collections.abc import Mapping
from typing import Any

from helhet.mapping import actions, queries
from helhet.mapping.models import Instrument
from helhet.mapping.rules.questionnaire import Questionnaire
from helhet.mapping.rules.reading import read
from helhet.organisation.rules import N_, Fault

Definition = Mapping[str, Any]


def choices() -> list[Instrument]:
    """The forms we can share: what is answered here, in each language."""
    return sorted((one for one in queries.every_instrument() if one.in_use), key=lambda one: (one.title, one.language))


def chosen(key: str) -> Definition:
    """The questions of one of them; none when none is chosen."""
    return next((one.definition for one in choices() if str(one.pk) == key), {})


def as_it_stands(definition: Definition) -> Definition:
    """The version that is answered now of this form, in its language; as it was written down when it is answered no more."""
    same = (one for one in choices() if (one.name, one.language) == (definition.get("name"), definition.get("language")))
    return next((one.definition for one in same), definition)


def faults(definition: Definition) -> list[Fault]:
    """Everything for which the form could not be put in place, each with where in it."""
    if not definition:
        return []
    found = actions.instrument_faults(_file(definition))
    return [Fault("file", N_("{at}: {fault}"), {"at": one.field or "questionnaire", "fault": one}) for one in found]


def put_in_place(definition: Definition) -> None:
    """It is one of the forms that are answered here, from now. Raises `Refused`."""
    actions.add_instrument(_file(definition))


def asked(definition: Definition) -> Questionnaire | None:
    """What it asks, to be looked at before it is used."""
    return read(definition)[0] if definition else None


def _file(definition: Definition) -> bytes:
    return json.dumps(definition, ensure_ascii=False).encode()
