"""No link leads astray: what somebody is offered, she may open; and a link leads to every page there is."""

import re
from collections import Counter
from html import unescape
from uuid import UUID

import pytest
from django.db.models import Max

from helhet.access.log import LogEntry
from helhet.demo import inspection, setesdal, stories
from helhet.demo.telling import Teller
from helhet.statistics import facts
from helhet.web.urls import urlpatterns
from tests.sent import HELP_NUMBER, Sent, take_in
from tests.soak import SOAK
from tests.walk import is_page, kind_of

DIFFER = ("post",)  # pages that lead to different kinds of pages: only a shared post is settled
ALIKE, FEW = 20, 20 if SOAK else 2  # links of one kind that are tried from one page: the report's table has hundreds
SHOWN = re.compile(r'data-doc="([^":]+):([0-9a-f-]{36})"')
ZERO = UUID(int=0)
CAST = ("ingunn", "tone", "sissel", "hilde", "siri")


@pytest.fixture
def told(house, now) -> None:
    setesdal.tell_house(Teller(house, now))
    persons = [story(Teller(house, now)) for story in (stories.siri, stories.odd_arne, stories.amina, stories.mona)]
    setesdal.looks_back(Teller(house, now), persons[0])
    inspection.under_way(house, now)
    setesdal.neighbours_share(Teller(house, now))
    take_in(Sent(number=HELP_NUMBER, number_type="HNR", given="Odd", born="1969-09-14", words="Lagt inn fra legevakt.", msg_id="m-7"))


def body(answer) -> str:
    """A page's text; nothing of a file."""
    return answer.content.decode() if answer["Content-Type"].startswith("text/html") else ""


@facts.while_the_record_stands()
def test_every_link_opens_every_page_is_linked_to_and_logs_what_it_shows(told, browse) -> None:
    led_to, astray, unlogged, tried = set(), [], [], Counter()
    for who in CAST:
        client, seen, read, waiting = browse(who), set(), set(), [("/", "/")]
        while waiting:
            came_from, link = waiting.pop(0)
            kind = kind_of(link)
            # Every link on a page is tried where it might be closed to her; of pages alike, the first is read for more.
            tried[who, came_from, kind] += link not in seen
            if not kind or link in seen or tried[who, came_from, kind] > (ALIKE if kind in DIFFER else FEW):
                continue
            seen.add(link)
            last = LogEntry.objects.aggregate(Max("pk"))["pk__max"] or ZERO
            answer = client.get(link.split("#")[0])
            logged = {tuple(one) for entry in LogEntry.objects.filter(pk__gt=last) for one in entry.documents}
            unlogged += [f"{who}: {link} shows {one}" for one in sorted(set(SHOWN.findall(body(answer))) - logged)]
            if answer.status_code != 200:
                astray.append(f"{who}: {came_from} → {link}: {answer.status_code}")
            elif kind not in read or kind in DIFFER:
                read.add(kind)
                waiting += [(link, unescape(found)) for found in re.findall(r'<a [^>]*href="(/[^"]*)"', body(answer))]
        led_to |= {kind_of(link) for link in seen}
    assert not astray, "\n".join(astray)
    assert not unlogged, "\n".join(unlogged)
    names = {pattern.name for pattern in urlpatterns if is_page(pattern)}
    missing = sorted(name for name in names if not any(kind == name or kind.startswith(f"{name}-") for kind in led_to))
    assert not missing, f"no link of theirs leads to {missing}"
