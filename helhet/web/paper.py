"""From a page to paper: PDF by WeasyPrint, with our own fonts and nothing fetched from outside."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlparse

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from weasyprint import HTML
from weasyprint.urls import URLFetcher

from . import files

# The fonts inside a PDF say when they were cut to size. Without this, the same page would be other bytes a second later.
os.environ.setdefault("SOURCE_DATE_EPOCH", "0")

_STATIC = (settings.ROOT / "web" / "static").resolve()


class _OwnFilesOnly(URLFetcher):
    """Style sheets and fonts of ours; any other address is refused."""

    def fetch(self, url: str, headers: Any = None) -> Any:
        parts = urlparse(url)
        if parts.scheme != "file" or not Path(unquote(parts.path)).resolve().is_relative_to(_STATIC):
            raise ValueError("Paper takes nothing from outside the product.")
        return super().fetch(url, headers)


def pdf(html: str) -> bytes:
    """The PDF (tagged, PDF/UA) of a page whose links are relative to web/static."""
    page = HTML(string=html, base_url=_STATIC.as_uri() + "/", url_fetcher=_OwnFilesOnly(allowed_protocols=["file"]))
    made: bytes = page.write_pdf(pdf_variant="pdf/ua-1")
    return made


def language_for(person: Any, request: HttpRequest) -> str:
    """The language of a paper that is hers: as she reads here when she prints it, else as she is written to, whoever prints it."""
    return (get_language() or "nb") if request.actor.kind == "person" else str(person.language)


def sent(html: str, name: str, *, keep: bool = False) -> HttpResponse:
    """The page as a PDF of this name, without the ending: shown in the browser, or kept."""
    return files.sent(pdf(html), f"{name}.pdf", keep=keep)
