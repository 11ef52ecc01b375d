"""The settlement of a shared post: made from the accounts and the agreed key, and its sheet as page, spreadsheet and paper."""

import io
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.text import slugify
from django.utils.translation import gettext
from openpyxl import Workbook
from openpyxl.styles import Font

from helhet.access.policy import NotVisible
from helhet.organisation import actions
from helhet.organisation.queries import posts as queries
from helhet.organisation.queries import settlements
from helhet.organisation.rules.posts import SharingKey
from helhet.oversight.use import use_of

from . import doors, files, paper
from .post_forms import SettleForm
from .posts import NAMES, post_of
from .sheet import Sheet
from .templatetags.helhet import day_year


def settle(request: HttpRequest, post_id: UUID) -> HttpResponse:
    """Make a settlement: the days and sums are suggested, the accounts decide."""
    post = post_of(request, post_id)
    if not queries.may_change(request.actor, post) or not post.sharings.all():
        raise NotVisible
    last_year = request.actor.on.year - 1
    suggested = settlements.suggested(post, since=date(last_year, 1, 1), until=date(last_year, 12, 31))
    known = {name: getattr(suggested, name) for name in ("since", "until", "cost", "income")}
    sheet = Sheet(request)
    form = sheet.form("settle", SettleForm, initial=known)

    def do(data: dict[str, Any], _: str) -> Any:
        use = _use(request, post, data["since"], data["until"])
        return actions.settle(post, use=use, by=request.actor, **data)

    if sheet.did(settle=do):
        messages.success(request, gettext("Oppgjøret er laget. Det står som det er."))
        return redirect("settlement", sheet.result.pk)
    before = settlements.standing(post, since=suggested.since, until=suggested.until)
    return render(request, "posts/settle.html", NAMES | {"post": post, "form": form, "suggested": suggested, "before": before})


def _use(request: HttpRequest, post: Any, since: date, until: date) -> dict[str, tuple[Decimal, str]]:
    """How much each municipality used the post, where that is what it is shared by."""
    sharings = settlements.sharings_between(post, since, until)
    if len(sharings) != 1 or sharings[0].key != SharingKey.USE:
        return {}
    held = {one.staff_id for one in post.holders.all() if one.staff_id and one.since <= until and (one.until is None or one.until >= since)}
    numbers = [part.municipality_id for part in sharings[0].parts.all()]
    return use_of(request.actor, held, numbers, since=since, until=until)


def _settlement(request: HttpRequest, key: UUID) -> dict[str, Any]:
    doors.led(request)
    found = settlements.settlement_of(request.actor, key)
    if found is None:
        raise NotVisible
    parts = list(found.parts.all())
    return NAMES | {
        "settlement": found, "post": found.post, "parts": parts, "left": found.cost - found.income,
        "weights": sum((one.weight for one in parts), Decimal(0)), "replaced_by": getattr(found, "replaced_by", None),
    }  # fmt: skip


def settlement(request: HttpRequest, settlement_id: UUID) -> HttpResponse:
    """The sheet: what it cost, what others paid, what each owes."""
    return render(request, "posts/settlement.html", _settlement(request, settlement_id))


def _name(page: dict[str, Any]) -> str:
    return f"oppgjor-{slugify(page['post'].title)}-{page['settlement'].until.isoformat()}"


def settlement_pdf(request: HttpRequest, settlement_id: UUID) -> HttpResponse:
    """The same as PDF, A4."""
    page = _settlement(request, settlement_id)
    html = render_to_string("posts/settlement_paper.html", page, request)
    return paper.sent(html, _name(page))


def settlement_sheet(request: HttpRequest, settlement_id: UUID) -> HttpResponse:
    """The same as a spreadsheet: the amounts as they stand, and a sum that the sheet works out itself, so that anybody can check it."""
    page = _settlement(request, settlement_id)
    found, book = page["settlement"], Workbook()
    made = book.active
    made.title = gettext("Oppgjør")
    made.append([files.text_cell(made, f"{gettext('Oppgjør')}: {found.post.title}"), found.post.employer.name])
    made.append([gettext("Periode"), f"{day_year(found.since)} – {day_year(found.until)}"])
    made.append([gettext("Nøkkel"), gettext(NAMES["keys"][found.key]), files.text_cell(made, found.agreed_in)])
    for label, amount in ((gettext("Kostnad"), found.cost), (gettext("Betalt av andre"), found.income), (gettext("Å dele"), page["left"])):
        made.append([label, amount])
    made.append([])
    made.append([gettext("Kommune"), gettext("Vekt"), gettext("Kroner")])
    first = made.max_row + 1
    for part in page["parts"]:
        made.append([part.municipality.name, part.said, part.amount])
    made.append([gettext("Til sammen"), None, f"=SUM(C{first}:C{made.max_row})"])
    for row in (1, first - 1, made.max_row):
        for cell in made[row]:
            cell.font = Font(bold=True)
    for cell in [*made["B"][3:6], *made["C"][first - 1 :]]:
        cell.number_format = "#,##0.00"
    for column, width in (("A", 34), ("B", 24), ("C", 22)):
        made.column_dimensions[column].width = width
    sink = io.BytesIO()
    book.save(sink)
    return files.sent(sink.getvalue(), f"{_name(page)}.xlsx")
