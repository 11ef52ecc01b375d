"""Small words for templates: icons, telephone numbers, days, and the domain's bokmål sentences in the reader's language."""

import json
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any
from uuid import UUID

import segno
from django import template
from django.conf import settings
from django.template import Context
from django.template.defaultfilters import date as format_date
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localtime
from django.utils.translation import get_language, gettext, ngettext

from helhet.access.rules import DOCUMENT_NAMES
from helhet.cases.rules import LIFE_AREA_NAMES, LifeArea
from helhet.organisation.rules import N_
from helhet.plans.rules import Kind, State
from helhet.web.terms import TERMS

register = template.Library()
_FEW = 4


@lru_cache(maxsize=1)
def _icons() -> dict[str, str]:
    path = settings.ROOT / "web" / "static" / "vendor" / "icons.json"
    found: dict[str, str] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return found


@register.simple_tag
def icon(name: str) -> SafeString:
    """One of Aksel's icons; never without a word beside it."""
    return mark_safe(f'<svg class="i" viewBox="0 0 24 24" fill="none" aria-hidden="true">{_icons().get(name, "")}</svg>')  # noqa: S308


@register.filter
def t(text: object) -> str:
    """A bokmål word or sentence from the domain, in the reader's language."""
    return gettext(str(text)) if text else ""


@register.filter
def choice(key: Any, names: Any) -> str:
    """The name of a choice, in the reader's language."""
    return gettext(str(names.get(key, key)))


@register.filter
def spoken(words: Any) -> str:
    """What a file says in several languages, in the reader's; bokmål where hers is lacking."""
    return str(words.get(get_language() or "nb") or words.get("nb", "")) if words else ""


@register.filter
def life_area(key: str) -> str:
    """The name of a life area."""
    return gettext(LIFE_AREA_NAMES[LifeArea(key)]) if key else ""


@register.filter
def sentence(text: str, values: dict[str, object]) -> str:
    """A domain sentence with its `{names}` filled in; dates as people write them."""
    filled = {k: day(v) if isinstance(v, date) else gettext(v) if isinstance(v, str) and v else v for k, v in values.items()}
    return gettext(text).format(**filled)


@register.filter
def telephone(number: str) -> str:
    """Eight digits as people read them: 400 00 114; short numbers as they are. Never broken over two lines."""
    if len(number) == 8 and number.isdigit():
        return f"{number[:3]}\u00a0{number[3:5]}\u00a0{number[5:]}"
    return f"{number[:3]}\u00a0{number[3:]}" if len(number) == 6 and number.isdigit() else number


@register.filter
def dial(number: str) -> str:
    """The number a telephone dials."""
    return number if number.startswith("+") or len(number) < 8 else f"+47{number}"


@register.filter
def day(value: date | datetime | None) -> str:
    """10. november."""
    return _written(_as_day(value), "j F" if _english() else "j. F", get_language()) if value else ""


@register.filter
def day_year(value: date | datetime | None) -> str:
    """10. november 2026."""
    return _written(_as_day(value), "j F Y" if _english() else "j. F Y", get_language()) if value else ""


@register.filter
def last_day(ends: datetime | None) -> datetime | None:
    """The last day of what ends at this instant: of what ends at midnight, the day before."""
    return ends - timedelta(seconds=1) if ends else None


@register.filter
def short_day(value: date | datetime | None, on: date | None = None) -> str:
    """Today, tomorrow, «fr. 13. nov.» within a week, else «20. nov.», with the year when it is another."""
    if value is None:
        return ""
    found = _as_day(value)
    if on:
        near = {0: gettext("I dag"), 1: gettext("I morgen"), -1: gettext("I går")}.get((found - on).days)
        if near:
            return near
        if timedelta(0) < found - on < timedelta(days=7):
            return f"{format_date(found, 'D')[:2].capitalize()}{'' if _english() else '.'} {_short(found)}"
        if found.year != on.year:
            return f"{_short(found)} {found.year}"
    return _short(found)


@register.filter
def near_day(value: date | datetime, on: date) -> str:
    """For running text: «i dag», «i morgen», «onsdag 11. november»."""
    found = _as_day(value)
    near = {0: gettext("i dag"), 1: gettext("i morgen")}.get((found - on).days)
    return near or format_date(found, "l j F" if _english() else "l j. F")


@register.filter
def hours(one: Any) -> str:
    """Hours as they stand on a door: «ma.–fr. 08.00–15.30», «døgnet rundt», «annenhver ti. 13.00–15.00, Byglandsfjord»."""
    days = _weekdays(sorted(one.weekdays))
    around = one.opens == one.closes
    if around and len(one.weekdays) == 7 and one.weeks == 1:
        return gettext("døgnet rundt")
    between = gettext("døgnet rundt") if around else f"{_hour(one.opens)}–{_hour(one.closes)}"
    text = f"{days} {between}" if one.weeks == 1 else gettext("annenhver %(days)s %(hours)s") % {"days": days, "hours": between}
    return f"{text}, {one.place}" if one.place else text


def _weekdays(days: list[int]) -> str:
    """Days that follow each other as one: «ma.–fr.», «ti., to.»."""
    names = [format_date(date(2024, 1, 1 + day), "l")[:2].lower() + ("" if _english() else ".") for day in range(7)]
    runs: list[list[int]] = []
    for day in days:
        if runs and day == runs[-1][-1] + 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return ", ".join(names[run[0]] if len(run) == 1 else f"{names[run[0]]}–{names[run[-1]]}" for run in runs)


def _hour(at: time) -> str:
    return at.strftime("%H:%M" if _english() else "%H.%M")


@register.filter
def from_iso(text: str) -> date | None:
    """A day kept as text (in a settled version) as a day again; other text is left as it is."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


@register.filter
def clock(value: datetime | None) -> str:
    """09.30 (09:30 in English)."""
    return localtime(value).strftime("%H:%M" if _english() else "%H.%M") if value else ""


@register.filter
def days_over(due: date, on: date) -> str:
    """«9 dager over», «4 måneder over»: as precise as it matters."""
    count = (on - due).days
    if count > 730:
        return ngettext("%(count)s år over", "%(count)s år over", count // 365) % {"count": count // 365}
    if count > 60:
        return ngettext("%(count)s måned over", "%(count)s måneder over", count // 30) % {"count": count // 30}
    return ngettext("%(count)s dag over", "%(count)s dager over", count) % {"count": count}


@register.filter
def how_long(waited: timedelta) -> str:
    """«52 minutter», «3 timer», «2 døgn»: as precise as it matters."""
    minutes = max(int(waited.total_seconds() // 60), 0)
    if minutes < 120:
        return ngettext("%(count)s minutt", "%(count)s minutter", minutes) % {"count": minutes}
    if minutes < 48 * 60:
        return ngettext("%(count)s time", "%(count)s timer", minutes // 60) % {"count": minutes // 60}
    return ngettext("%(count)s døgn", "%(count)s døgn", minutes // 1440) % {"count": minutes // 1440}


@register.filter
def minutes_left(seconds: int) -> str:
    """9:40; nothing is left when the time is over."""
    whole = max(seconds, 0)
    return f"{whole // 60}:{whole % 60:02}"


@register.filter
def field_value(field: dict[str, Any]) -> str:
    """A field of a message as people read it: days and instants in words, yes and no, and a code nobody knows by its number."""
    value, kind = field["value"], field["kind"]
    if kind == "yes":
        return gettext("Ja") if value == "true" else gettext("Nei")
    if kind == "moment":
        return _moment(value)
    return gettext("kode %(code)s") % {"code": value} if kind == "unknown-code" else gettext(value) if kind == "code" else value


def _moment(value: str) -> str:
    try:
        found = datetime.fromisoformat(value.replace("Z", "+00:00")) if "T" in value else date.fromisoformat(value[:10])
    except ValueError:
        return value
    if not isinstance(found, datetime):
        return day_year(found)
    local = localtime(found) if found.tzinfo else found
    return f"{day_year(local.date())} {gettext('kl.')} {local.strftime('%H:%M' if _english() else '%H.%M')}"


@register.filter
def her(first_name: str) -> str:
    """The owner form: Siris, Jonas'; in English Siri's; in nynorsk the name itself, after «til»."""
    if get_language() == "nn":
        return first_name
    if _english():
        return f"{first_name}’s"
    return f"{first_name}’" if first_name[-1:].lower() in ("s", "x", "z") else f"{first_name}s"


@register.filter
def small_number(count: int) -> str:
    """Twelve and under as words in running text."""
    return gettext(_COUNTS[count]) if 0 <= count < len(_COUNTS) else str(count)


_COUNTS = [
    N_("null"), N_("en"), N_("to"), N_("tre"), N_("fire"), N_("fem"), N_("seks"), N_("sju"), N_("åtte"), N_("ni"), N_("ti"), N_("elleve"),
    N_("tolv"),
]  # fmt: skip


@register.filter
def number(value: Decimal) -> str:
    """An exact number as people write it: 12, not 12.000; 1,85 (1.85 in English)."""
    text = f"{value.normalize():f}"
    return text if _english() else text.replace(".", ",")


@register.filter
def kroner(value: Decimal) -> str:
    """A sum in whole kroner as people write it: 5 400 000."""
    return f"{value:,.0f}".replace(",", "\u00a0")


# The crisis and mastery plan is read by whoever may see that part: on pages and paper of its own.
_OF_CRISIS = {"plan": "crisis", "plan-settle": "crisis-settle", "plan-version": "crisis-pdf", "plan-pdf": "crisis-pdf"}


@register.simple_tag
def plan_url(name: str, plan: Any, *more: Any) -> str:
    """Where this page of a plan is («plan», «plan-frame» …): hers has an address of its own.

    Those under it, and those of hers that are ended, are named by their keys.
    """
    own = (
        (name if plan.state != State.ENDED else None)
        if plan.kind == Kind.INDIVIDUAL
        else _OF_CRISIS.get(name)
        if plan.kind == Kind.CRISIS
        else None
    )
    if own:
        return reverse(own, args=[plan.person_id, *more])
    return reverse(name.replace("plan", "plan-under", 1), args=[plan.person_id, plan.pk, *more])


@register.simple_tag
def said(words: str) -> SafeString:
    """The person's own words, in the quotation marks of the reader's language."""
    return format_html(gettext("«{words}»"), words=words.strip())


@register.simple_tag(takes_context=True)
def doc(context: Context, row: Any, kind: str = "") -> SafeString:
    """Marks which document an element shows, and tells the log."""
    key, word = (row["pk"], kind) if isinstance(row, dict) else (row.pk, kind or row.document)
    if opening := _opening(context):
        if hasattr(row, "part"):
            opening.show(row, word)
        else:
            opening.show_of(key, word)
    return format_html('data-doc="{}:{}"', word, key)


@register.simple_tag(takes_context=True)
def doc_of(context: Context, key: UUID) -> SafeString:
    """The same for a line that stands on a row, and knows no more of it than its key."""
    return format_html('data-doc="{}:{}"', _opening(context).show_of(key), key)


@register.simple_tag(takes_context=True)
def docs(context: Context, rows: Iterable[Any]) -> SafeString:
    """The same for what is told of several rows at once and has no element for each: a count, the choices of a field."""
    return format_html_join("", "<span hidden {}></span>", ((doc(context, row),) for row in rows))


def _opening(context: Context) -> Any:
    return getattr(context.get("request"), "opening", None)


@register.inclusion_tag("ui/terms.html", takes_context=True)
def terms(context: Any, *names: str) -> dict[str, Any]:
    """The words on this page in plain sentences, for the person it is about and for who acts for her."""
    hers = getattr(context.get("actor"), "kind", "") in ("person", "representative")
    return {"terms": [TERMS[name] for name in names] if hers else []}


@register.filter
def documents(kinds: Any) -> str:
    """What was seen, in words: «planen, målene, journalen»."""
    return ", ".join(gettext(DOCUMENT_NAMES[kind]) for kind in kinds)


@register.filter
def documents_in_short(kinds: Any) -> str:
    """The same where there is little room: the first few, and how many more there are."""
    return _in_short([gettext(DOCUMENT_NAMES[kind]) for kind in kinds])


@register.filter
def deeds(verbs: Any) -> str:
    """What somebody did, in the log's words where there is little room: «noterte kontakt, signerte»."""
    return _in_short([gettext(verb) for verb in verbs])


def _in_short(words: list[str]) -> str:
    more = len(words) - _FEW
    if more < 2:  # noqa: PLR2004
        return ", ".join(words)
    return gettext("{some} og {count} ting til").format(some=", ".join(words[:_FEW]), count=more)


@register.simple_tag
def qr(text: str) -> SafeString:
    """A QR code as inline SVG."""
    return mark_safe(segno.make(text, error="m").svg_inline(scale=4, border=2, svgclass="hh-qr", lineclass=None, omitsize=True))  # noqa: S308


def _as_day(value: date | datetime) -> date:
    return localtime(value).date() if isinstance(value, datetime) else value


@lru_cache(maxsize=8192)
def _written(on: date, how: str, language: str | None) -> str:
    return format_date(on, how)


def _english() -> bool:
    return get_language() == "en"


def _short(on: date) -> str:
    if _english():
        return format_date(on, "j M")
    month, whole = format_date(on, "M").rstrip("."), format_date(on, "F")
    return f"{on.day}. {month.lower()}{'' if month == whole else '.'}"
