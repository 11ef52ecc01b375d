"""What the leaders have done: eighteen months counted up, a target of their own, and what is decided for the next weeks."""

from datetime import timedelta

from helhet.demo import cast
from helhet.demo.telling import Teller
from helhet.oversight import actions, experience, months

_MONTHS = 18


def tell_oversight(teller: Teller) -> None:
    """The months as they can be judged afterwards, Bygland's own target for looking at goals, and three next steps."""
    today, at = teller.days.today, teller.days.now
    first = today - timedelta(days=31 * _MONTHS)
    for day in months.not_kept(first, today)[-_MONTHS:]:
        months.keep_month(day, at=at, today=today)
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
