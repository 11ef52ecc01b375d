"""A resident's story in short lines: `tale.evaluates(62, goal, -1, "Brev fra utleier.")` is what she said sixty-two days ago."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from helhet.access import actions as access
from helhet.access.policy import Actor
from helhet.access.rules import Part, Role
from helhet.cases import actions as cases
from helhet.cases.rules import EIGHT_LIFE_AREAS, LEGAL_BASES
from helhet.people import actions as people
from helhet.plans import actions as plans
from helhet.plans.rules import Responsible
from helhet.team import actions as team
from helhet.team import queries as meetings
from helhet.voice import actions as voice

from . import telling
from .telling import Asked, Teller


class Tale:
    """One resident and whoever mostly works with her. `days` is always how long ago, on a working day."""

    def __init__(self, teller: Teller, worker: str) -> None:
        self.teller, self.days, self.worker = teller, teller.days, worker
        self.person: Any = None
        self.case: Any = None
        self.plan: Any = None
        self.crisis_plan: Any = None
        self.goals: list[Any] = []

    @property
    def first(self) -> str:
        """Her first name (Odd Arne has two)."""
        return str(self.person.given)

    def by(self, days: int, hour: int = 10, minute: int = 0, key: str = "") -> Actor:
        """The worker (or another) then."""
        return self.teller.by(key or self.worker, self.days.worked(days, hour, minute))

    # How it began

    def asks(self, name: str, words: str, at: datetime, by: str, taken_by: str = "", **asked: Any) -> Any:
        """She asks for help, or somebody does. Returns the enquiry."""
        enquiry = telling.asks(self.teller, Asked(name=name, words=words, at=at, by=by, **asked), taken_by=taken_by)
        self.person = enquiry.person
        return enquiry

    def is_helped(self, days: int, enquiry: Any, service: str, pathway: int, **why: str) -> None:
        """Answered, and given a service, with the reason; and granted it, where the law asks for a formal decision."""
        self.is_helped_at(self.days.worked(days, 13), enquiry, service, pathway, **why)
        basis = self.case.service.legal_basis
        if LEGAL_BASES[basis].needs_decision:
            by = self.by(days - 5, 12)
            made = cases.decide(
                self.case, legal_basis=basis, decider=self.person.municipality, content=f"{service}, hver uke.", reasons=why["reason"],
                her_view=enquiry.words, by=by,
            )  # fmt: skip
            cases.notify_decision(made, by=by)

    def is_helped_at(self, at: datetime, enquiry: Any, service: str, pathway: int, *, reason: str,
                     reply: str = "Vi ringer og avtaler tid.") -> None:  # fmt: skip
        """The same, to the minute."""
        self.case = telling.answered(
            self.teller, enquiry, service=service, pathway=pathway, reason=reason, reply=reply, at=at, by=self.worker
        )

    def needs(self, days: int, *needs: tuple[str, str], lasting: bool = True) -> None:
        """Needs by life area; lasting ones are long-term and coordinated, and give a right to plan and coordinator."""
        for area, words in needs:
            cases.note_need(self.person.pk, life_area=area, words=words, long_term=lasting, coordinated=lasting, by=self.by(days, 11))

    def is_offered(self, days: int, answer: str, *of: str, how: str, words: str = "", again_in: int | None = None) -> None:
        """Plan or coordinator offered, and the answer; `again_in` days from now it is asked again."""
        again = self.days.before(-again_in) if again_in else None
        for one in of:
            telling.offered(
                self.teller, self.person.pk, of=one, how=how, answer=answer, words=words, again_on=again, at=self.days.worked(days, 11),
                by=self.worker,
            )  # fmt: skip

    def gets_coordinator(self, days: int, *, by: str = "", address_how: str = "") -> None:
        """The worker is appointed."""
        staff = self.teller.house.staff[self.worker]
        cases.appoint(self.person.pk, staff=staff, address_how=address_how, by=self.by(days, 12, key=by))

    # Who is around her

    def has_around(self, days: int, key: str, *, role: Role = Role.TEAM_MEMBER) -> None:
        """A colleague joins the team."""
        telling.joins(self.teller, self.person.pk, key, role=role, at=self.days.worked(days), by=self.worker)

    def is_near(self, days: int, name: str, relation: str, telephone: str, may_know: str, *, may_not_know: str = "") -> Any:
        """Her nearest."""
        return people.name_next_of_kin(
            self.person, name=name, relation=relation, telephone=telephone, nearest=True, may_know=may_know, may_not_know=may_not_know,
            by=self.by(days, 12),
        )  # fmt: skip

    def gives_proxy(self, days: int, kin: Any, username: str, *parts: Part, until: Any = None) -> None:
        """Somebody near acts for her in these parts, and signs in with this name."""
        people.represent(kin, ground="proxy", decided_by="", parts=parts, until=until, by=self.by(days, 14))
        access.new_account(username, password=None, next_of_kin=kin)

    def has_parent(self, days: int, name: str, relation: str, telephone: str, *parts: Part, username: str = "", **known: str) -> Any:
        """A parent of a child under sixteen, who may know these parts, and signs in with this name."""
        by = self.by(days, 12)
        kin = people.name_next_of_kin(
            self.person, name=name, relation=relation, telephone=telephone, nearest=bool(username), by=by, **known
        )
        if username:
            people.represent(kin, ground="parents", decided_by="", parts=parts, by=by)
            access.new_account(username, password=None, next_of_kin=kin)
        return kin

    def has_children(self, days: int, *children: tuple[str, str, int, str], followed: bool = True) -> None:
        """Asked about children: (first name, kinship, age now, lives with) each, or none; mostly somebody then talks with them."""
        by = self.by(days, 12, 30)
        people.ask_about_children(self.person, answer="yes" if children else "no", by=by)
        for name, kinship, years, lives_with in children:
            year = self.days.today.year - years
            child = people.note_child(self.person, first_name=name, kinship=kinship, born_year=year, lives_with=lives_with, by=by)
            if not followed:
                continue
            then = self.by(days - 12, 15)
            people.follow_up_child(
                child, informed_on=then.on, informed_how="En samtale sammen, med egne ord.", informed_by=then.name, by=then
            )  # fmt: skip
            people.agree_about_child(child, how="Ja, i samtale.", by=then)

    def is_asked_again(self, days: int, answer: str = "no") -> None:
        """The yearly question about children."""
        people.ask_about_children(self.person, answer=answer, by=self.by(days, 12))

    def shares_with(self, days: int, *partners: str, how: str, until: Any = None) -> None:
        """She lets partners see the plan; NAV not the crisis plan."""
        for partner in partners:
            parts = [Part.PLAN, Part.MEETINGS, Part.TASKS, *([] if partner == "nav" else [Part.CRISIS])]
            at = self.days.worked(days, 13)
            telling.shares(self.teller, self.person, partner, parts=parts, how=how, until=until, at=at, by=self.worker)

    def gets_in(self, days: int, username: str) -> None:
        """She may open her own record, and signs in with this name."""
        access.let_in(self.person.pk, by=self.by(days, 14))
        access.new_account(username, password=None, person=self.person)

    # How it is

    def lives(self, at: datetime, levels: str, *, by: str = "", answered_by: str = "together", **words: str) -> None:
        """The eight life areas in their order, «7 2 4 6 3 8 3 3»; words by area."""
        given: dict[str, int] = dict(zip(EIGHT_LIFE_AREAS, (int(level) for level in levels.split()), strict=True))
        telling.maps(self.teller, self.person, given, words=words, at=at, by=by or self.worker, answered_by=answered_by)

    def meets(self, at: datetime, kind: str, words: str, note: str = "", *, heading: str = "", by: str = "", minutes: int = 45) -> None:
        """A contact, and the note of it."""
        telling.meets(
            self.teller,
            self.person,
            kind,
            at=at,
            by=by or self.worker,
            minutes=minutes,
            words=words,
            note=(heading or words, note) if note else None,
        )

    def is_seen(self, since: int, until: int, every: int, *what: tuple[str, str]) -> None:
        """Ordinary weeks: a contact every so many days, between two days ago, of each of these kinds in turn; none of them noted."""
        for turn, past in enumerate(range(since, until, -every)):
            kind, words = what[turn % len(what)]
            self.meets(self.days.worked(past, 11 + turn % 3), kind, words, minutes=15 if kind == "telephone" else 45)

    def says_how_it_was(self, days: int, life: int, alliance: int, words: str = "", *, by: str = "") -> None:
        """After a contact or meeting: how life is, and whether we worked on what matters."""
        voice.tell(self.person.pk, life=life, alliance=alliance, words=words, by=self.by(days, 15, key=by))

    # The plan

    def plans(self, days: int, how: str, **frame: Any) -> None:
        """Her plan begins with her consent, or a parent's; `until` and `review_on` in days from now."""
        by = self.by(days, 9)
        self.plan = plans.begin(self.person.pk, consent_how=how, given_by=frame.pop("given_by", self.person.name), by=by)
        dates = {name: self.days.before(-frame.pop(name)) for name in ("until", "review_on") if name in frame}
        plans.frame(self.plan, by=by, **frame, **dates)

    def wants(self, days: int, words: str, professional: str, area: str, *, scale: Iterable[str] = (), importance: int = 4) -> Any:
        """A goal in her words. Returns it."""
        goal = plans.add_goal(
            self.plan,
            words=words,
            professional=professional,
            life_area=area,
            scale=list(scale),
            importance=importance,
            by=self.by(days, 9, 30),
        )
        self.goals.append(goal)
        return goal

    def does(self, days: int, goal: Any, who: str, what: str, how: str, extent: str, state: str = "ongoing", **more: Any) -> Any:
        """Somebody does something: `who` is «she», «kin:Anne Haugen», or one of the cast. Returns the action."""
        return plans.add_action(
            self.plan,
            goal=goal,
            what=what,
            how=how,
            extent=extent,
            responsible=self.responsible(who),
            state=state,
            by=self.by(days, 10),
            **more,
        )

    def responsible(self, who: str) -> Responsible:
        """The one who does something."""
        if who == "she":
            return Responsible("person", self.first)
        return Responsible("kin", who.removeprefix("kin:")) if who.startswith("kin:") else self.teller.does(who)

    def evaluates(self, days: int, goal: Any, outcome: int, words: str, *, by: str = "", at: datetime | None = None, **more: Any) -> None:
        """How it goes, in her words."""
        actor = self.teller.by(by or self.worker, at or self.days.worked(days, 11))
        plans.evaluate(goal, outcome=outcome, said_by="person", said_by_name=self.first, words=words, by=actor, **more)

    def settles(self, days: int, together_with: str = "", *, by: str = "", plan: Any = None) -> None:
        """A version is made."""
        plan = plan or self.plan
        plan.refresh_from_db()
        plans.settle(plan, together_with=together_with or self.first, by=self.by(days, 14, key=by))

    def when_hard(self, days: int, lines: Mapping[str, str], calls: Mapping[str, tuple[str, str]]) -> None:
        """The crisis plan: «yellow sign» → words, and who rings whom by zone."""
        by = self.by(days, 13)
        self.crisis_plan = plans.begin_under(self.plan, kind="crisis", by=by)
        for place, words in lines.items():
            zone, kind = place.split()[:2]
            plans.write_crisis_step(self.crisis_plan, zone=zone, kind=kind, words=words, by=by)
        for zone, (words, telephone) in calls.items():
            plans.write_crisis_step(self.crisis_plan, zone=zone.split()[0], kind="call", words=words, telephone=telephone, by=by)

    # Meetings and tasks

    def calls_meeting(self, at: datetime, kind: str, starts: datetime, *invited: str, agenda: str, by: str = "", **where: Any) -> Any:
        """A meeting is called. Returns it."""
        return team.call(
            self.person.pk, kind=kind, starts_at=starts, invited=[self.teller.who(key) for key in invited], agenda=agenda,
            by=self.teller.by(by or self.worker, at), **where,
        )  # fmt: skip

    def invited_to(self, meeting: Any, at: datetime) -> list[Any]:
        """Those invited, as the worker's page shows them."""
        opening = self.teller.opening(self.worker, at, "meeting")
        rows: list[Any] = meetings.open_meeting(opening, meeting.pk).attendances
        opening.seal()
        return rows

    def holds(self, meeting: Any, at: datetime, summary: str, *tasks: tuple[str, str, int]) -> None:
        """Everybody came; what was decided is tasks (what, whose, due in days), and the minutes are shared."""
        by = self.teller.by(self.worker, at)
        team.hold(meeting, came={row.pk for row in self.invited_to(meeting, at)}, absent={}, by=by)
        for what, key, days in tasks:
            team.decide_task(meeting, what=what, to=self.teller.who(key), due=self.days.coming(days).date(), by=by)
        team.write_minutes(meeting, summary=summary, by=by)
        team.share_minutes(meeting, by=by)
