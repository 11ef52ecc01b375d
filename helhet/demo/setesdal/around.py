"""Who is around her, whether there are children, where she lives, what matters to her, and how life is."""

from datetime import datetime
from functools import partial
from typing import Any

from helhet.access.rules import Role
from helhet.demo.bank import bank
from helhet.demo.telling import joins, lives_at, maps
from helhet.people import actions as people

from .history import History

_POSTCODES = {"evje": ("4735", "Evje"), "bygland": ("4745", "Bygland"), "valle": ("4747", "Valle"), "bykle": ("4754", "Bykle")}
_STREETS = ("Heivegen", "Solsida", "Elvevegen", "Bakkane", "Nordre veg")


def gathers(history: History) -> None:
    """What is learnt of her in the first weeks, and asked again since."""
    sketch, chance = history.sketch, history.chance
    _children(history)
    _mapped(history)
    for key in sketch.team:
        history.on(sketch.began - 14, partial(_joins, history, key))
    if sketch.kin:
        history.on(sketch.began - 12, lambda at: _kin(history, at))
    if chance.random() < 0.65:
        history.on(sketch.began - 9, lambda at: _matters(history, at))
    if chance.random() < 0.5:
        history.on(sketch.began - 8, lambda at: _lives(history, at))


def _joins(history: History, key: str, at: datetime) -> None:
    role = Role.THERAPIST if key == "hanne" else Role.TEAM_MEMBER
    joins(history.teller, history.person.pk, key, role=role, at=at, by=history.receiver)


def _kin(history: History, at: datetime) -> None:
    assert history.sketch.kin is not None
    given, relation = history.sketch.kin
    row = next(row for row in bank("people")["kin"]["relations"] if row[0] == relation)
    history.next_of_kin = people.name_next_of_kin(
        history.person, name=f"{given} {history.sketch.family}", relation=history.pick(row),
        telephone=f"40000{600 + history.sketch.number:03}", nearest=True, may_know=history.ours("may_know"),
        by=history.by(at, history.receiver),
    )  # fmt: skip


def _matters(history: History, at: datetime) -> None:
    people.say_what_matters(history.person, history.words.said("matters"), by=history.by(at, history.receiver))


def _lives(history: History, at: datetime) -> None:
    street = f"{history.chance.choice(_STREETS)} {history.sketch.number + 3}"
    lives_at(history.teller, history.person, street, *_POSTCODES[history.sketch.municipality], at=at, by=history.receiver)


def _children(history: History) -> None:
    """Asked within a fortnight, and again each year; now and then it has slipped."""
    began, chance = history.sketch.began, history.chance
    if history.is_late("children"):
        if began > 420:
            history.on(chance.randrange(370, 410), lambda at: _asked(history, at))
        return
    history.on(began - 7, lambda at: _asked(history, at))
    if began > 350 and history.sketch.closed is None:
        history.on(chance.randrange(20, 330), lambda at: _asked(history, at))


def _asked(history: History, at: datetime) -> None:
    """The answer, and each child not noted before who was born by then."""
    by, today = history.by(at, history.receiver), history.days.today
    born = {name: today.year - years for name, years in history.sketch.children if today.year - years <= at.year}
    people.ask_about_children(history.person, answer="yes" if born else "no", by=by)
    for name, year in born.items():
        if name not in history.children:
            kinship = history.pick(("datter", "dotter") if name.endswith("a") else ("barn", "barn"))
            child = people.note_child(history.person, first_name=name, kinship=kinship, born_year=year, by=by)
            history.children.add(name)
            ago = (history.days.now - at).days
            if ago > 25 and not history.is_late("children") and len(name) % 7:
                history.on(ago - 18, partial(_followed, history, child))


def _followed(history: History, child: Any, at: datetime) -> None:
    """Somebody has talked with the child, and agreed with the parent what may be told."""
    by = history.by(at, history.receiver)
    told = history.pick(("En samtale hjemme.", "Ein samtale heime."))
    people.follow_up_child(child, informed_on=by.on, informed_how=told, informed_by=by.name, by=by)
    people.agree_about_child(child, how=history.pick(("Ja, i samtale.", "Ja, i samtale.")), by=by)


def _mapped(history: History) -> None:
    """Life areas when help begins, and each half year; the way from then to now is mostly up."""
    sketch, chance = history.sketch, history.chance
    before = {area: min(10, max(0, level - chance.choice((-1, 0, 1, 1, 2, 3)))) for area, level in sketch.levels.items()}
    first = sketch.began - 11
    if history.is_late("mapping"):
        if first > 240:
            history.on(chance.randrange(185, 230), lambda at: _answers(history, before, at))
        return
    history.on(first, lambda at: _answers(history, before if first > 60 else sketch.levels, at))
    last = sketch.closed or 0
    if first - last > 60:
        history.on(last + chance.randrange(5, min(first - last - 30, 160)), lambda at: _answers(history, sketch.levels, at))


def _answers(history: History, levels: dict[str, int], at: datetime) -> None:
    spoken = history.chance.sample(sorted(levels), 4)
    words = {area: history.words.life(area, levels[area]) for area in spoken}
    maps(history.teller, history.person, levels, words=words, at=at, by=history.receiver)
