"""Files that leave a page: what they are, what they are called, and whether the browser shows them or keeps them."""

from pathlib import PurePosixPath

from django.http import HttpResponse

_KINDS = {
    ".pdf": "application/pdf",
    ".json": "application/json",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def sent(content: bytes, name: str, *, keep: bool = True) -> HttpResponse:
    """The file under this name; its ending says what it is. `keep=False`: shown in the browser rather than kept."""
    response = HttpResponse(content, content_type=_KINDS[PurePosixPath(name).suffix])
    response["Content-Disposition"] = f'{"attachment" if keep else "inline"}; filename="{name}"'
    return response
