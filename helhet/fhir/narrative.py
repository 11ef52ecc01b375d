"""The text of a section, as FHIR lets it stand: XHTML with nothing in it that runs, and every word of hers escaped."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import TypeAlias

from babel.dates import format_date, format_time
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import get_language, gettext

Text: TypeAlias = str | SafeString | Promise
_DIGITS = 8


def text(*blocks: SafeString) -> dict[str, str]:
    """A FHIR Narrative of these blocks."""
    inside = format_html_join("", "{}", ((block,) for block in blocks))
    return {"status": "generated", "div": format_html('<div xmlns="http://www.w3.org/1999/xhtml">{}</div>', inside)}


def p(words: Text) -> SafeString:
    """A paragraph."""
    return format_html("<p>{}</p>", words)


def h(words: Text) -> SafeString:
    """A heading under the section's own."""
    return format_html("<h3>{}</h3>", words)


def said(words: str) -> SafeString:
    """Her own words."""
    return format_html("<blockquote>{}</blockquote>", gettext("«{words}»").format(words=words.strip()))


def listed(lines: Iterable[Text]) -> SafeString:
    """A list, or nothing when there is nothing in it."""
    inside = format_html_join("", "<li>{}</li>", ((line,) for line in lines))
    return format_html("<ul>{}</ul>", inside) if inside else SafeString("")


def strong(words: Text, rest: Text = "") -> SafeString:
    """What stands out, and what comes after it."""
    return format_html("<strong>{}</strong>{}", words, rest)


def day(value: date | datetime) -> str:
    """10. november 2026."""
    if isinstance(value, datetime):
        value = localtime(value).date()
    return format_date(value, "long", locale=get_language() or "nb")


def clock(value: datetime) -> str:
    """09:00."""
    return format_time(localtime(value), "HH:mm", locale=get_language() or "nb")


def telephone(number: str) -> str:
    """400 00 114, as people say it, on one line."""
    return f"{number[:3]}\u00a0{number[3:5]}\u00a0{number[5:]}" if len(number) == _DIGITS else number
