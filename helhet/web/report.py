"""The report on one municipality and day as somebody reads it: one page, on screen and on paper."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext

from helhet.oversight import law
from helhet.oversight.areas import by_area
from helhet.oversight.digest import rules_digest
from helhet.oversight.report import package
from helhet.oversight.report.judged import Answer, Judged
from helhet.oversight.rules import HOLDER_NAMES, MISSING_NAMES, Criterion, State
from helhet.oversight.themes import VIEW_NAMES, View, of_view

from . import paper

_STYLES = settings.ROOT / "web" / "static" / "helhet"


def files(found: Judged, progress: Callable[[str], None]) -> dict[str, bytes]:
    """Every file of the package, in the municipality's language."""
    with translation.override(found.municipality.language):
        made = {package.VERDICTS: package.parquet(found), package.SHEET: package.spreadsheet(found)}
        progress(f"{len(found.rows)} verdicts as Parquet and spreadsheet")
        made[package.PAGE] = _page(found, on_paper=False).encode()
        made[package.PAPER] = paper.pdf(_page(found, on_paper=True))
        progress("the report as a page and on paper")
    return made | {package.MANIFEST: package.manifest(found, made)}


def _page(found: Judged, *, on_paper: bool) -> str:
    areas = _by_area(found.answers)
    told = [one for one in found.answers if one.concerned or one.states]
    return render_to_string(
        "oversight/report.html",
        {
            "found": found, "areas": areas, "views": _by_theme(found.answers), "on_paper": on_paper, "styles": _styles(on_paper),
            "asked": len(told),
            "kept": sum(1 for one in told if one.concerned and not (one.count(State.BREACHED) or one.count(State.LATE))),
            "broken": sum(1 for one in told if one.count(State.BREACHED)),
            "late": sum(1 for one in told if one.count(State.LATE) and not one.count(State.BREACHED)),
            "nobody": sum(1 for one in found.answers if not one.concerned and not one.count(State.CANNOT) and not one.unreached),
            "cannot": sum(1 for one in found.answers if one.unreached or one.count(State.CANNOT)),
            "before_data": found.data_from is None or found.on < found.data_from, "rules": rules_digest(), "read_on": law.READ_ON,
        },
    )  # fmt: skip


def _styles(on_paper: bool) -> str:
    names = ["report.css", *([] if on_paper else ["report-screen.css"])]
    return "".join((_STYLES / name).read_text(encoding="utf-8") for name in names)


def _by_area(answers: tuple[Answer, ...]) -> list[tuple[str, list[dict[str, Any]]]]:
    by_id = {one.criterion.id: one for one in answers}
    return [(name, [_told(by_id[one.id]) for one in criteria]) for name, criteria in by_area(one.criterion for one in answers)]


def _by_theme(answers: tuple[Answer, ...]) -> list[tuple[str, list[tuple[str, list[dict[str, Any]]]]]]:
    """The same answers as inspectors and auditors group them."""
    by_id = {one.criterion.id: one for one in answers}
    return [
        (VIEW_NAMES[view], [(theme.title, [_told(by_id[key]) for key in theme.criteria if key in by_id]) for theme in of_view(view)])
        for view in View
    ]


def _told(one: Answer) -> dict[str, Any]:
    criterion = one.criterion
    return {
        "answer": one, "criterion": criterion, "rule": ", ".join(law.cited(criterion.basis, gettext)),
        "holder": HOLDER_NAMES[criterion.holder],
        "met": one.count(State.MET), "late": one.count(State.LATE), "due": one.count(State.DUE), "breached": one.count(State.BREACHED),
        "cannot": one.count(State.CANNOT),
        "reasons": [(MISSING_NAMES[reason], count) for reason, count in one.reasons.items()],
        "unreached": MISSING_NAMES[one.unreached] if one.unreached else "", "since": _since(criterion),
    }  # fmt: skip


def _since(criterion: Criterion) -> Any:
    """From when this is the law, when we know it."""
    days = [law.PARAGRAPHS[key].since for key in criterion.basis]
    return max((day for day in days if day), default=None)
