"""What the leaders have done: eighteen months counted up, a target of their own, and what is decided for the next weeks."""

from datetime import timedelta

from helhet.demo import cast
from helhet.demo.telling import Teller
from helhet.oversight import actions, experience, months
from helhet.voice import actions as voice

_MONTHS = 18
# From the box in the corridor, last year: service, who wrote them in, and (life, whether we worked on what matters).
_UNNAMED = (
    ("evje", "marit", ((6, 8), (3, 4), (7, 9), (5, 7), (8, 9), (4, 3), (6, 6), (7, 8), (2, 5), (6, 9), (5, 8))),
    ("bygland", "kari", ((7, 8), (5, 9), (4, 7), (8, 8), (6, 3), (3, 6), (7, 9))),
    ("felles", "wenche", ((4, 9), (6, 8), (2, 7))),
)


def tell_oversight(teller: Teller) -> None:
    """The months as they can be judged afterwards, Bygland's own target for looking at goals, and three next steps."""
    today, at = teller.days.today, teller.days.now
    first = today - timedelta(days=31 * _MONTHS)
    for day in months.not_kept(first, today)[-_MONTHS:]:
        months.keep_month(day, at=at, today=today)
    _box_is_emptied(teller)
    for year in experience.not_kept(today):
        experience.keep_year(year, at=at, today=today)
    leader = teller.house.actor("kjersti", at)
    actions.set_target(
        cast.SETESDAL["bygland"], key="contact_within", days=60, months=0, since=today + timedelta(days=21), by=leader,
        why="Vedtatt i ledermøtet 3. november",
    )  # fmt: skip
    everywhere = list(cast.SETESDAL.values())
    for days, words, who, numbers, criterion in (
        (23, "Årsmøte med sykehuset: varsler som kom for sent", "Kjersti Li", everywhere, ""),
        (35, "Alle barn som er kjent, er fulgt opp", "Marit Hornnes", [cast.SETESDAL["evje"]], "PÅ-1a"),
        (63, "Legges fram for kommunestyrene", "Kjersti Li", everywhere, ""),
    ):
        actions.note_step(
            numbers, words=words, who=who, by_day=today + timedelta(days=days), criterion=criterion, asks=criterion != "", by=leader
        )


def _box_is_emptied(teller: Teller) -> None:
    """In December last year the sheets in the box were written in, all at once."""
    december = teller.days.now.replace(year=teller.days.today.year - 1, month=12, day=18)
    for unit, key, answers in _UNNAMED:
        for life, alliance in answers:
            voice.answer_unnamed(teller.house.units[unit].pk, life=life, alliance=alliance, by=teller.by(key, december))
