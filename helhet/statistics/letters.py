"""A letter template (brevmal) in use stands where a letter is written: its words are put in, and changed there before anything is kept."""

from .models import Practice

KIND = "letter"


def in_use(number: str) -> list[Practice]:
    """The letter templates a municipality uses, by heading; a draft is none of them."""
    return list(Practice.objects.filter(municipality=number, kind=KIND, in_use_on__isnull=False).order_by("title", "id"))


def with_words(typed: str, one: Practice) -> str:
    """What was typed stands, and the letter's words follow."""
    return f"{typed.rstrip()}\n\n{one.words}".strip()
