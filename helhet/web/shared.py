"""For whoever has a share link and no account: the page that reads it, and SMART Health Links' manifest and file (HL7, STU 1).

The link's own secret stands after `#` and never reaches us. What is sent is built when it is asked for, through an opening like any
other, so that what she has closed since is not in it, and each reading stands in her log before it leaves.
"""

import json
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from helhet.access import share_links
from helhet.access.actions import WrongPasscode, open_link
from helhet.access.log import Opening
from helhet.access.policy import Actor, NotVisible
from helhet.fhir import bundle, jwe
from helhet.organisation import queries as organisation
from helhet.organisation.rules import Refused
from helhet.plans import actions as plans
from helhet.plans import queries as plan_queries
from helhet.plans.rules import ANSWER_NAMES

from . import clock

FHIR = "application/fhir+json"
_SLIP = "helhet.shared.file"
_SLIP_SECONDS = 300  # the standard allows an hour
_LONGEST_BODY = 20_000
_READER = 100


@require_GET
def reader(request: HttpRequest, language: str) -> HttpResponse:
    """The page that reads a link in the browser. It knows nothing of any link: what opens it stands after the fragment mark."""
    if language not in dict(settings.LANGUAGES):
        raise NotVisible
    with translation.override(language):
        page = render(request, "shared/reader.html", {"numbers": organisation.coordinating_numbers(), "answer_names": ANSWER_NAMES})
    page["Content-Language"] = language
    return page


def _open_to_all(response: HttpResponse) -> HttpResponse:
    """Readers of other makers run in pages of their own: they may ask here, without anybody's cookies."""
    response["Access-Control-Allow-Origin"] = "*"
    response["Access-Control-Allow-Methods"] = "GET, POST, OPTIONS"
    response["Access-Control-Allow-Headers"] = "content-type"
    return response


@csrf_exempt
@require_http_methods(["POST", "OPTIONS"])
def manifest(request: HttpRequest, address: str) -> HttpResponse:
    """The manifest: one file, embedded, or by a slip that lives five minutes when the reader wants it smaller."""
    if request.method == "OPTIONS":
        return _open_to_all(HttpResponse(status=204))
    asked = _asked(request)
    if asked is None:
        return _open_to_all(JsonResponse({"error": "recipient"}, status=400))
    try:
        actor = _let_in(address, asked)
    except WrongPasscode as wrong:
        return _open_to_all(JsonResponse({"remainingAttempts": wrong.left}, status=401))
    locked = _locked(request, actor)
    longest = asked.get("embeddedLengthMax")
    one: dict[str, Any] = {"contentType": FHIR, "lastUpdated": actor.at.isoformat()}
    if isinstance(longest, int) and len(locked) > longest:
        request.opening = None  # not sent yet: it is built and logged again when it is fetched
        slip = signing.dumps({"link": actor.key, "reader": asked["recipient"]}, salt=_SLIP)
        one["location"] = request.build_absolute_uri(reverse("shared-file", args=[slip]))
    else:
        one["embedded"] = locked
    return _open_to_all(JsonResponse({"status": "can-change", "files": [one]}))


@require_GET
def file(request: HttpRequest, slip: str) -> HttpResponse:
    """The file itself, for a reader who was given a slip; what she has closed in the meantime is closed here too."""
    try:
        given = signing.loads(slip, salt=_SLIP, max_age=_SLIP_SECONDS)
    except signing.BadSignature:
        raise NotVisible from None
    actor = share_links.link_with_key(given["link"], reader=given["reader"], at=clock.now())
    return _open_to_all(HttpResponse(_locked(request, actor), content_type="application/jose"))


def _locked(request: HttpRequest, actor: Actor) -> str:
    request.opening = Opening(actor, page="shared")
    document = bundle.document(request.opening)
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    return jwe.lock(text.encode(), key=share_links.content_key(actor), content_type=FHIR)


def _asked(request: HttpRequest) -> dict[str, Any] | None:
    """What was sent, when it is an object that says who reads."""
    try:
        asked = json.loads(request.body) if len(request.body) <= _LONGEST_BODY else None
    except (ValueError, RecursionError):  # not JSON, not UTF-8, or made to be deep
        return None
    reader = asked.get("recipient") if isinstance(asked, dict) else None
    return asked if isinstance(reader, str) and 0 < len(reader.strip()) <= _READER else None


def _let_in(address: str, asked: dict[str, Any]) -> Actor:
    passcode = asked.get("passcode")
    return open_link(address, passcode=passcode if isinstance(passcode, str) else "", reader=asked["recipient"], at=clock.now())


@csrf_exempt
@require_POST
def answer(request: HttpRequest, address: str) -> HttpResponse:
    """The reader answers, with the same code: it reaches the coordinator as what somebody says, and changes nothing."""
    asked = _asked(request)
    if asked is None:
        return JsonResponse({"error": "recipient"}, status=400)
    try:
        actor = _let_in(address, asked)
    except WrongPasscode as wrong:
        return JsonResponse({"remainingAttempts": wrong.left}, status=401)
    with translation.override(actor.language):
        try:
            plans.answer_by_link(
                kind=_text(asked, "kind"), called=_text(asked, "called"), called_as=_text(asked, "calledAs"), words=_text(asked, "words"),
                action_id=_key(_text(asked, "action")), will_by=_day(_text(asked, "willBy")), by=actor,
            )  # fmt: skip
        except Refused as refused:
            faults = [{"field": one.field, "reason": gettext(one.reason).format(**one.values)} for one in refused.faults]
            return JsonResponse({"faults": faults}, status=422)
    return JsonResponse({}, status=201)


def _text(asked: dict[str, Any], name: str) -> str:
    found = asked.get(name)
    return found if isinstance(found, str) else ""


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


@require_GET
def paper_version(request: HttpRequest, mark: str) -> HttpResponse:
    """Is the printed version the newest? Yes, no, or not known here; and nothing of whose it is."""
    return render(request, "shared/paper_version.html", {"printed": plan_queries.printed(mark)})
