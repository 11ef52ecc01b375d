"""A page as it is read: its words, without the marks around them."""

import re

from django.http import HttpResponse


def words_of(answer: HttpResponse | str) -> str:
    """The words of a page, with one space between them and none before a comma; drawings and scripts say nothing here."""
    page = answer if isinstance(answer, str) else answer.content.decode()
    page = re.sub(r"<(script|style|svg)\b.*?</\1>", " ", page, flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", page).split()).replace(" ,", ",")
