"""Files that leave a page: what they are, what they are called, and whether the browser shows them or keeps them."""

from pathlib import PurePosixPath
from typing import Any

from django.http import HttpResponse
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

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


def text_cell(sheet: Any, value: str, *, bold: bool = False) -> Any:
    """A cell that is read as text, whatever it begins with: nobody's words become a formula. A whole number is a number."""
    cell = WriteOnlyCell(sheet, int(value) if value.isdecimal() else value)
    if not value.isdecimal():
        cell.data_type = "s"
    if bold:
        cell.font = Font(bold=True)
    return cell
