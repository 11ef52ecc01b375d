"""From a page to paper: PDF by WeasyPrint, with our own fonts and nothing fetched from outside."""

from pathlib import Path
from typing import Any
from urllib.parse import urlparse

from django.conf import settings
from weasyprint import HTML, default_url_fetcher

_STATIC = (settings.ROOT / "web" / "static").resolve()


def _own_files_only(url: str, *args: Any, **kwargs: Any) -> Any:
    """Style sheets and fonts of ours; any other address is refused."""
    path = Path(urlparse(url).path).resolve()
    if urlparse(url).scheme != "file" or not path.is_relative_to(_STATIC):
        raise ValueError("Paper takes nothing from outside the product.")
    return default_url_fetcher(url, *args, **kwargs)


def pdf(html: str) -> bytes:
    """The PDF of a page whose links are relative to web/static."""
    made: bytes = HTML(string=html, base_url=_STATIC.as_uri() + "/", url_fetcher=_own_files_only).write_pdf(pdf_variant="pdf/ua-1")
    return made
