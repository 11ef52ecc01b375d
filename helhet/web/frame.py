"""What the frame around every page needs."""

from django.conf import settings
from django.http import HttpRequest

LARGE, PRINT_COOKIE = "large", "helhet_print"  # large print on the screen, chosen on this machine


def context(request: HttpRequest) -> dict[str, object]:
    """The actor, the languages, the size of the print, and whether this is the demo."""
    actor = getattr(request, "actor", None)
    return {
        "actor": actor,
        "languages": settings.LANGUAGES,
        "large_print": request.COOKIES.get(PRINT_COOKIE) == LARGE,
        "is_demo": settings.DEMO,
        "sign_in_links": settings.SIGN_IN_LINKS,
        "on": actor.on if actor else None,
    }
