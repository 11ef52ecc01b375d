"""What she writes to us reaches whoever shall answer, stands on their day until it is answered, and is kept as it was written."""

import pytest
from django.db import DatabaseError, transaction

from helhet.access import actions as access
from helhet.access import looks
from helhet.access.models import LogEntry
from helhet.access.policy import NotVisible
from helhet.access.rules import Part
from helhet.organisation.rules import Refused
from helhet.team import actions, queries
from helhet.team.models import Message, Thread
from tests.siri import account_for, coordinated, known, shares


@pytest.fixture
def siri(house, as_):
    """Siri with Ingunn as coordinator, and an account of her own."""
    person = coordinated(house, as_("ingunn")).person
    account_for(person, as_("ingunn"))
    return person


def _on_the_day_of(opening_for, key: str) -> list[str]:
    return [one.values["kind"] for one in queries.due(opening_for(key)) if one.kind == "thread"]


def test_a_message_stands_on_the_coordinators_day_until_it_is_answered(siri, as_, opening_for) -> None:
    thread = actions.write_to_us(siri.pk, kind="message", words="Kan du ringe meg?", by=as_("siri"))
    assert _on_the_day_of(opening_for, "ingunn") == ["Melding til koordinatoren"]
    assert _on_the_day_of(opening_for, "tone") == []
    actions.answer_thread(thread, words="Ja, klokka to.", by=as_("ingunn"))
    assert _on_the_day_of(opening_for, "ingunn") == []
    shown = queries.threads_of(opening_for("siri"), siri.pk)
    assert [(one.words, one.hers) for one in shown[0].messages] == [("Kan du ringe meg?", True), ("Ja, klokka to.", False)]


def test_her_words_are_kept_with_every_line_and_sign(siri, as_, opening_for) -> None:
    words = "Jeg <b>vil</b> ikke & kan ikke.\n\n– Siri 🐎 {navn} %s"
    actions.write_to_us(siri.pk, kind="message", words=words, by=as_("siri"))
    assert queries.threads_of(opening_for("siri"), siri.pk)[0].messages[0].words == words


def test_a_wish_for_another_coordinator_is_not_the_coordinators_to_answer(siri, as_, opening_for) -> None:
    thread = actions.write_to_us(siri.pk, kind="coordinator", words="Jeg vil ha en annen.", by=as_("siri"))
    assert _on_the_day_of(opening_for, "tone") == ["Ønske om en annen koordinator"]
    assert _on_the_day_of(opening_for, "ingunn") == []
    with pytest.raises(Refused):
        actions.answer_thread(thread, words="Nei.", by=as_("ingunn"))
    actions.answer_thread(thread, words="Jeg ringer deg i morgen.", by=as_("tone"))
    assert _on_the_day_of(opening_for, "tone") == []


def test_whoever_has_no_coordinator_reaches_the_coordinating_unit(house, as_, opening_for) -> None:
    person = known(house, as_("kari")).person
    account_for(person, as_("kari"))
    access.begin_relation(person.pk, role="coordinating_unit", ground="§ 7-3", by=as_("kari"), unit=house.units["ke"])
    actions.write_to_us(person.pk, kind="message", words="Hvem har meg?", by=as_("siri"))
    assert _on_the_day_of(opening_for, "tone") == ["Melding til koordinatoren"]


def test_what_a_worker_writes_down_for_her_is_hers_and_says_by_whom(siri, as_, opening_for) -> None:
    actions.write_to_us(siri.pk, kind="message", words="Det var bra.", by=as_("ingunn"))
    one = queries.threads_of(opening_for("siri"), siri.pk)[0].messages[0]
    assert (one.hers, one.by_kind, one.by_name) == (True, "staff", "Ingunn Austad")


def test_she_writes_more_and_the_answer_is_owed_from_the_first_time(siri, as_, now) -> None:
    thread = actions.write_to_us(siri.pk, kind="message", words="Hei", by=as_("siri"))
    first = thread.answer_by
    actions.write_more(thread, words="Er du der?", by=as_("siri"))
    assert Thread.objects.get(pk=thread.pk).answer_by == first
    actions.answer_thread(thread, words="Ja.", by=as_("ingunn"))
    actions.write_more(thread, words="Takk.", by=as_("siri"))
    assert Thread.objects.get(pk=thread.pk).answer_by is not None


def test_nobody_outside_reads_or_writes_it(siri, house, as_, opening_for) -> None:
    shares(siri, house, as_("ingunn"), Part.MEETINGS, Part.TASKS, Part.PLAN)
    thread = actions.write_to_us(siri.pk, kind="coordinator", words="NAV svarer aldri.", by=as_("siri"))
    for key in ("sissel", "liv"):
        assert queries.threads_of(opening_for(key), siri.pk) == []
        with pytest.raises(NotVisible):
            queries.open_thread(opening_for(key), thread.pk)
        for deed in (actions.write_more, actions.answer_thread):
            with pytest.raises(NotVisible):
                deed(thread, words="Hei", by=as_(key))
        with pytest.raises(NotVisible):
            actions.write_to_us(siri.pk, kind="coordinator", words="Hei", by=as_(key))


def test_she_writes_in_no_record_but_her_own(siri, house, as_) -> None:
    other = known(house, as_("kari"), name="Gro Bø", born="05.05.1990").person
    with pytest.raises(NotVisible):
        actions.write_to_us(other.pk, kind="message", words="Hei", by=as_("siri"))


def test_what_is_missing_is_said_at_once_and_nothing_is_kept(siri, as_) -> None:
    for kind, words in (("message", "  "), ("nonsense", "Hei"), ("message", "x" * 5001)):
        with pytest.raises(Refused):
            actions.write_to_us(siri.pk, kind=kind, words=words, by=as_("siri"))
    assert not Thread.objects.exists()


def test_a_message_is_never_changed_or_taken_away(siri, as_) -> None:
    actions.write_to_us(siri.pk, kind="message", words="Slik var det.", by=as_("siri"))
    for deed in (lambda: Message.objects.update(words="Slik var det ikke."), lambda: Message.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            deed()


def test_a_question_about_a_look_is_asked_once_and_only_about_her_own_log(siri, house, as_, opening_for) -> None:
    look = LogEntry.objects.filter(person_id=siri.pk).first()
    by = as_("siri")
    asked = actions.ask_about_look(siri.pk, look=looks.look_at(opening_for("siri"), [siri.pk], look.pk), regarding="Ingunn", by=by)
    again = actions.ask_about_look(siri.pk, look=look, regarding="Ingunn", by=by)
    assert asked == again
    assert _on_the_day_of(opening_for, "tone") == ["Spørsmål om hvem som har sett"]
    other = known(house, as_("kari"), name="Gro Bø", born="05.05.1990").person
    with pytest.raises(NotVisible):
        looks.look_at(opening_for("siri"), [siri.pk], LogEntry.objects.filter(person_id=other.pk).first().pk)
