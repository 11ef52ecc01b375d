"""From link to link: every page that somebody's own links lead to, one of each kind."""

from functools import cache
from pathlib import PurePosixPath

from django.urls import URLPattern, resolve

NOT_PAGES = {
    "sign-in-as", "sign-out", "language", "print-size", "health", "draft", "plan-settle", "plan-under-settle",
    "crisis-settle",  # buttons, and what machines ask
    "message-original", "message-attachment",  # files
    "sign-in", "sign-in-link", "sign-in-code", "second-factor", "change-password",  # before anybody is signed in
    "shared", "shared-manifest", "shared-file", "shared-answer", "paper-version",  # for those who have a link or a paper, and no account
    "unnamed-answer",  # on a tablet that was handed over, with nobody signed in
    # There only while two wordings wait, somebody is written down twice, or consent to a plan is withdrawn.
    "wording", "merge", "plan-anew",
}  # fmt: skip


def is_page(pattern: URLPattern) -> bool:
    """Whether somebody's own links should lead to it, to be read as a page: a file has an ending."""
    return pattern.name not in NOT_PAGES and not _is_file(str(pattern.pattern))


@cache
def kind_of(link: str) -> str:
    """Which page this link leads to, whomever it is about; empty for what is no page."""
    path = link.split("#")[0].split("?")[0]
    match = resolve(path)
    if match.url_name in NOT_PAGES or _is_file(path):
        return ""
    form = [str(value) for key, value in match.kwargs.items() if key == "instrument"]
    return "-".join([match.url_name or "", *form])


def _is_file(path: str) -> bool:
    return bool(PurePosixPath(path).suffix)
