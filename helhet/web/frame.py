"""What the frame around every page needs."""

from django.conf import settings
from django.http import HttpRequest


def context(request: HttpRequest) -> dict[str, object]:
    """The actor, the languages, and whether this is the demo."""
    actor = getattr(request, "actor", None)
    return {
        "actor": actor,
        "languages": settings.LANGUAGES,
        "is_demo": settings.DEMO,
        "sign_in_links": settings.SIGN_IN_LINKS,
        "on": actor.on if actor else None,
    }
