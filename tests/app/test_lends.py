"""The demo's share links: told with its story, in a chain that holds."""

from helhet.access.log import LogEntry, verify
from helhet.demo import setesdal
from helhet.demo.stories import siri
from helhet.demo.telling import Teller
from helhet.plans.models import ReaderAnswer


def test_what_is_lent_out_is_read_answered_and_taken_back(house, now) -> None:
    person = siri(Teller(house, now))
    setesdal.lends(Teller(house, now), person)
    assert ReaderAnswer.objects.get(person=person).confirmed is None
    assert LogEntry.objects.filter(person_id=person.pk, actor_kind="link", verb="sett").count() >= 2
    assert list(verify()) == []
