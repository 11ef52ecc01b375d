"""How a figure is said: the same words on the page, in the spreadsheet and on paper."""

from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext

from helhet.organisation.rules import N_
from helhet.oversight import law
from helhet.oversight.published import Line, about_nobody
from helhet.oversight.rules import Criterion, Length
from helhet.record.disclosure import Range, Shown, Told

from .templatetags.helhet import small_number

_WORDS = {
    Shown.NOBODY: N_("–"),
    Shown.TOO_FEW: N_("Skjult"),
    Shown.NONE: N_("Ingen"),
    Shown.FIVE_OR_MORE: N_("5 eller flere"),
    Shown.NEARLY_ALL: N_("Nesten alle"),
}
_MONTH, _TWO_YEARS = 30, 730


def figure(told: Told) -> str:
    """How many a duty is not kept for, as it may be told."""
    if told.shown in (Shown.EXACT, Shown.FEW):
        # A sum of what is hidden says nothing.
        return str(told.not_kept) if told.not_kept.low else gettext(_WORDS[Shown.TOO_FEW])
    return gettext(_WORDS[told.shown])


def of(told: Told | Range) -> str:
    """Of how many."""
    counted = told.of if isinstance(told, Told) else told
    return gettext("av %(count)s") % {"count": counted} if counted.high else ""


def said(line: Line, told: Told) -> tuple[str, str]:
    """The figure and of how many; what a municipality answers for once, is held to or not."""
    if about_nobody(line.criterion) and told.of == Range(1, 1) and told.shown == Shown.EXACT:
        return gettext("Ikke i orden"), ""
    return figure(told), of(told)


def paragraphs(criterion: Criterion) -> list[str]:
    """Where the duty stands, by the law's whole name."""
    return [one.replace("§ ", "§\u00a0") for one in law.cited(criterion.basis, gettext)]


def lasted(days: int | None) -> str:
    """«7 måneder», «12 dager»: how long something has waited, in whole months when it is more than two; past two years no nearer."""
    if not days:
        return ""
    if days > _TWO_YEARS:
        return gettext("mer enn to år")
    if days < 2 * _MONTH:
        return ngettext("%(count)s dag", "%(count)s dager", days) % {"count": days}
    months = days // _MONTH
    return ngettext("%(count)s måned", "%(count)s måneder", months) % {"count": months}


def length(one: Length) -> str:
    """«90 dager», «3 måneder», «1 måned og 14 dager»."""
    parts = []
    if one.months:
        parts.append(ngettext("%(count)s måned", "%(count)s måneder", one.months) % {"count": one.months})
    if one.days:
        parts.append(ngettext("%(count)s dag", "%(count)s dager", one.days) % {"count": one.days})
    return gettext(" og ").join(parts) or gettext("samme dag")


def opening(lines: list[Line]) -> str:
    """What is good, and what is furthest off, in one or two sentences."""
    judged = [one for one in lines if one.judged]
    if not judged:
        return gettext("Ingenting kan bedømmes for denne dagen ennå.")
    kept = sum(not one.fails for one in judged)
    if kept == len(judged):
        return gettext("Alt vi kan bedømme, er i orden.")
    said = {"kept": capfirst(small_number(kept)), "all": small_number(len(judged))}
    first = gettext("%(kept)s av %(all)s krav holdes for alle.") % said
    far = sorted((one for one in judged if one.fails and one.share is not None), key=lambda one: (one.share, one.criterion.id))
    titles = [gettext("«{words}»").format(words=gettext(one.criterion.title)) for one in far[:2]]
    return f"{first} {gettext('Lengst unna: %(titles)s.') % {'titles': gettext(' og ').join(titles)}}" if titles else first
