"""The national report in words: a value as it is read, the sentence a report opens with, and how a cell is worked out."""

from collections import Counter
from decimal import Decimal
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext, ngettext

from helhet.organisation.rules import N_
from helhet.organisation.rules.posts import AGE_GROUP_NAMES, AREA_NAMES, EDUCATION_NAMES, PROBLEM_NAMES
from helhet.statistics.form import Row
from helhet.statistics.queries import Report
from helhet.statistics.rules import ASKED_NAMES, Answer, MeasuredIn, Value, rounded
from helhet.statistics.shown import Shown
from helhet.statistics.words import conditions

from .templatetags.helhet import spoken

_WORK_YEARS = N_("Deler av stillinger i uken som er rettet mot dette, hver del én gang.")
_WAYS = {
    "persons": N_("Så mange personer som:"),
    "sum": N_("Lagt sammen for dem det gjelder:"),
    "work_years": _WORK_YEARS,
    "split": N_("Alle årsverkene, fordelt slik hjelpen er fordelt: etter hvor mange som får den, og etter minutter kontakt."),
    "place": N_("Slik det er ført inn om kommunen, avtalene og telefonene."),
}
_POST_NAMES: dict[str, Any] = {
    "area": AREA_NAMES, "education": EDUCATION_NAMES, "problem": PROBLEM_NAMES, "age_group": AGE_GROUP_NAMES,
}  # fmt: skip
_POST_YES = {"lived_experience": N_("den som har stillingen, har egen erfaring"), "shared": N_("stillingen deles med andre kommuner")}


def value_of(row: Row, value: Value) -> str:
    """A value as it is read."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return gettext("Ja") if value else gettext("Nei")
    if isinstance(value, Decimal):
        return str(number_format(rounded(value), 2))
    if row.answer == Answer.CHOICE:
        return spoken(row.options.get(str(value), {"nb": str(value)}))
    if isinstance(value, tuple):
        return ", ".join(spoken(row.options.get(one, {"nb": one})) for one in value)
    return str(value)


def unit_of(row: Row, value: Value) -> str:
    """What a number is a number of, one or several."""
    if row.unit == MeasuredIn.WORK_YEARS:
        return gettext("årsverk")
    many = value if isinstance(value, int) else 2
    if row.unit == MeasuredIn.PERSONS:
        return ngettext("person", "personer", many)
    return ngettext("gang", "ganger", many) if row.unit else ""


def change_of(cell: Shown) -> str:
    """How much it is more or less than last year, with its sign."""
    now, before = cell.value, cell.before
    if isinstance(now, bool) or not isinstance(now, Decimal | int) or not isinstance(before, Decimal | int):
        return ""
    change = Decimal(now) - Decimal(before)
    words = value_of(cell.row, abs(change) if cell.row.answer == Answer.WORK_YEARS else int(abs(change)))
    return f"+{words}" if change > 0 else f"−{words}" if change < 0 else gettext("som i fjor")


def opening(report: Report) -> str:
    """The sentence a report opens with: how much is counted, what is left, and what must be said of."""
    (work, of_work), asked = report.coverage.work_years, len(report.asked)
    said = [gettext("Helhet har talt %(work)s av %(of)s felt med årsverk.") % {"work": work, "of": of_work}]
    said.append(ngettext("Ett spørsmål gjenstår.", "%(count)s spørsmål gjenstår.", asked) % {"count": asked} if asked else "")
    if jumps := len(report.open_jumps):
        said.append(
            ngettext("Én endring fra i fjor er det ikke sagt noe om.", "%(count)s endringer fra i fjor er det ikke sagt noe om.", jumps)
            % {"count": jumps}
        )
    return " ".join(one for one in said if one)


def asked_of(report: Report) -> list[tuple[str, int]]:
    """Whom to ask, and about how many questions, the one with most first."""
    many = Counter(one.row.ask for one in report.asked if one.row.ask)
    return [(gettext(ASKED_NAMES[role]), count) for role, count in many.most_common()]


def worked_out(row: Row) -> tuple[str, list[str]]:
    """How a cell is worked out: a sentence, and each condition."""
    if row.total_of:
        return gettext("Summen av radene over."), []
    if row.derive in ("persons", "sum"):
        given = [*conditions(row.given.get("where", {}))]
        told = [_condition(what, amount) for what, amount in given]
        if row.derive == "sum":
            told = [gettext(conditions({row.given["of"]: True})[0][0]), *told]
        return gettext(_WAYS[row.derive]), told
    if row.derive == "work_years":
        return gettext(_WORK_YEARS), [_of_posts(name, value) for name, value in row.given.items()]
    return (gettext(_WAYS[row.derive]), []) if row.derive else ("", [])


def _condition(what: str, amount: str) -> str:
    if amount == "no":
        return gettext("ikke: %(what)s") % {"what": gettext(what)}
    return f"{gettext(what)} {amount}".strip()


def _of_posts(name: str, value: Any) -> str:
    if name in _POST_YES:
        return gettext(_POST_YES[name])
    words = value if isinstance(value, list) else [value]
    return ", ".join(gettext(_POST_NAMES[name][word]) for word in words)


def tenths_per(tenths: int | None, population: int) -> str:
    """Work years for ten thousand inhabitants, with one decimal."""
    return str(number_format(Decimal(tenths) * 1000 / population, 1)) if tenths is not None and population else ""


def per_ten_thousand(value: Decimal | None, population: int | None) -> str:
    """Work years for ten thousand inhabitants, with one decimal."""
    return str(number_format(value * 10_000 / population, 1)) if value is not None and population else ""
