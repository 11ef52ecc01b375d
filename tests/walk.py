"""From link to link: every page that somebody's own links lead to, one of each kind."""

from functools import cache

from django.urls import resolve

NOT_PAGES = {
    "sign-in-as", "sign-out", "language", "health", "draft", "plan-settle", "crisis-settle",  # buttons, and what machines ask
    "meeting-ics", "meeting-minutes-pdf", "plan-pdf", "crisis-pdf", "message-original", "message-attachment",  # files
    "oversight-sheet", "oversight-paper", "inspection-report-pdf", "dialogue-pdf", "year-pdf", "housing-pdf",
    "about-me-json", "about-me-pdf", "settlement-pdf", "settlement-sheet", "action-plan-pdf",
    "what-if-paper", "practice-file", "national-report-sheet", "national-report-paper",
    "sign-in", "sign-in-link", "sign-in-code", "second-factor", "change-password",  # before anybody is signed in
    "shared", "shared-manifest", "shared-file", "shared-answer", "paper-version",  # for those who have a link or a paper, and no account
    "wording", "merge",  # there only while two wordings wait, or somebody is written down twice
}  # fmt: skip


@cache
def kind_of(link: str) -> str:
    """Which page this link leads to, whomever it is about; empty for what is no page."""
    match = resolve(link.split("#")[0].split("?")[0])
    form = [str(value) for key, value in match.kwargs.items() if key == "instrument"]
    return "" if match.url_name in NOT_PAGES else "-".join([match.url_name or "", *form])
