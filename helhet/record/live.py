"""The record's tables as they stand in the live database: one SELECT each, the same on SQLite and PostgreSQL.

This is the one module that reads every room's tables, access's own among them, and it only reads. It filters by person and
by nothing else: who may see a row is asked where the row is shown. Days are days in Norway, as they stood when they were over.
"""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, models, transaction
from django.db.models import Case, Count, Exists, F, Func, Max, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Cast, Coalesce, ExtractMonth, ExtractYear, Length, NullIf, Replace, Round, TruncYear

from helhet.access.models import CareRelation, Consent, LogReview, Objection
from helhet.access.rules import Role
from helhet.cases.models import BoughtCare, Complaint, Decision, Enquiry, EnquiryReply, Need, Notice, Offer, Pathway, ProtectedNotice
from helhet.cases.models import Case as ServiceCase
from helhet.cases.rules import Channel, LifeArea, Reply
from helhet.cooperation.models import AgreementParty, AgreementReview, Clause, ClauseStep, HousingOverview
from helhet.deviations.models import EventStep, SeriousEvent, YearlyReview, YearlyWords
from helhet.deviations.rules import Clock, Letter
from helhet.handover.models import Admission, IncomingMessage
from helhet.handover.rules import NO_POINTS, Outcome
from helhet.handover.rules import Kind as MessageKind
from helhet.journal.models import Contact, Note
from helhet.living.models import Activity, EvictionWarning, Housing, HousingNeed
from helhet.mapping.models import Response
from helhet.mapping.rules import LIFE_AREAS
from helhet.organisation.models import AnswerPoint, CoOperation, LearningPart, Membership, Municipality, Staff, Unit
from helhet.organisation.rules import LegalForm, PartnerKind
from helhet.organisation.rules.competence import Competence
from helhet.people.models import Child, ChildrenAsked, NextOfKin, Person
from helhet.people.rules import Grade
from helhet.plans.models import Action, Disagreement, Evaluation, Goal, Plan, Version
from helhet.plans.rules import Granted
from helhet.plans.rules import State as PlanState
from helhet.team.models import Attendance, Meeting, OnBoard
from helhet.team.rules import MeetingState
from helhet.voice.models import Feedback

from . import schema
from .changes import CONTENTS_CHANGED, FIRST_INFORMED, NOTE_CHANGED, changed, day_of, first, last_change


class _Key(Func):
    """A row's key as the same 32 characters on both databases."""

    arity = 1
    template = "%(expressions)s"
    output_field = models.CharField()

    def as_postgresql(self, compiler: Any, connection: Any, **more: Any) -> tuple[str, Any]:
        return self.as_sql(compiler, connection, template="REPLACE(CAST(%(expressions)s AS text), '-', '')", **more)

    def as_sqlite(self, compiler: Any, connection: Any, **more: Any) -> tuple[str, Any]:
        # A row numbered by the database has a number for a key.
        return self.as_sql(compiler, connection, template="CAST(%(expressions)s AS text)", **more)


class _DayBefore(Func):
    """The day before a day."""

    arity = 1
    template = "(%(expressions)s - 1)"
    output_field = models.DateField()

    def as_sqlite(self, compiler: Any, connection: Any, **more: Any) -> tuple[str, Any]:
        return self.as_sql(compiler, connection, template="DATE(%(expressions)s, '-1 day')", **more)


class _Minutes(Func):
    """Whole minutes from one moment to another, none below 0."""

    arity = 2
    output_field = models.IntegerField()

    def as_sqlite(self, compiler: Any, connection: Any, **more: Any) -> tuple[str, Any]:
        seconds = "MAX(0, CAST(ROUND(86400 * (julianday(%(expressions)s))) AS INTEGER) / 60)"
        return self.as_sql(compiler, connection, template=seconds, arg_joiner=") - julianday(", **more)

    def as_postgresql(self, compiler: Any, connection: Any, **more: Any) -> tuple[str, Any]:
        seconds = "GREATEST(0, FLOOR(EXTRACT(EPOCH FROM (%(expressions)s)) / 60))::bigint"
        return self.as_sql(compiler, connection, template=seconds, arg_joiner=" - ", **more)


@dataclass(frozen=True)
class Source:
    """Where a table comes from: the model, the path to the person in it, and each column the path does not give by itself."""

    model: type[models.Model]
    columns: Mapping[str, Any] = field(default_factory=dict)
    person: str = "person"  # "" when the row is about nobody
    only: Q = Q()
    municipality: str = "municipality"  # of a row about nobody: the path to the municipality

    def about(self, path: str) -> str:
        """The lookup of one of her own columns."""
        return path if self.person == "pk" else f"{self.person}__{path}"

    def column(self, name: str) -> Any:
        """The expression that gives this column."""
        if name in self.columns:
            given = self.columns[name]
            return F(given) if isinstance(given, str) else given
        if name == "person":
            return _Key(self.person)
        if name == "municipality":
            return self._unless_strict(self.about("municipality_id"))
        if name == "unit":
            return self._unless_strict(_Key("unit"))
        return _Key("pk") if name == "id" else F(name)

    def _unless_strict(self, given: Any) -> Case:
        """Nothing when her address is strictly protected: where she gets help would tell where she lives."""
        return Case(When(Q(**{self.about("grade"): Grade.STRICT}), then=Value("")), default=given, output_field=models.CharField())


def _last_day(path: str) -> _DayBefore:
    return _DayBefore(day_of(path))


def _word(path: str) -> NullIf:
    return NullIf(F(path), Value(""))


def _yes(*conditions: Q | Exists, **lookups: Any) -> Case:
    return Case(When(*conditions, **lookups, then=Value(True)), default=Value(False), output_field=models.BooleanField())


def _written(path: str) -> Q:
    return ~Q(**{path: ""})


_STAFF_LEFT = Subquery(
    Membership.objects.filter(staff=OuterRef("staff"))
    .values("staff")
    .annotate(last=Max("until"), running=Count("pk", filter=Q(until=None)))
    .filter(running=0)
    .values_list("last")
)
_LOOKED = LogReview.objects.filter(person__municipality=OuterRef("pk"), reviewed_at__isnull=False).exclude(person__grade=Grade.STRICT)
_GP = Attendance.objects.filter(meeting=OuterRef("pk"), partner_member__partner__kind=PartnerKind.GP)
_SCHOOL = Attendance.objects.filter(meeting=OuterRef("pk"), partner_member__partner__kind=PartnerKind.SCHOOL)
_TREATS = (PartnerKind.DPS, PartnerKind.TSB, PartnerKind.LAR, PartnerKind.ACUTE, PartnerKind.HOSPITAL)
_HEALTH = Attendance.objects.filter(meeting=OuterRef("pk"), partner_member__partner__kind__in=_TREATS)
_HERSELF = Attendance.objects.filter(meeting=OuterRef("pk"), herself=True)
_LETTERS = IncomingMessage.objects.filter(admission=OuterRef("pk"), kind=MessageKind.DISCHARGE_LETTER).exclude(
    outcome__in=(Outcome.CANCELLED, Outcome.REJECTED)
)
_HOME = Coalesce("discharged_at", "died_at")
_SERVICE = ServiceCase.objects.filter(enquiry=OuterRef("pk"))
_REPLIES = EnquiryReply.objects.filter(enquiry=OuterRef("pk")).order_by("at", "pk")
_PROMISES = _REPLIES.filter(expected_on__isnull=False).order_by("-at", "-pk")
_ANSWERED = _REPLIES.filter(kind=Reply.FINAL)
_COORDINATORS = (Role.COORDINATOR, Role.CHILD_COORDINATOR, Role.DEPUTY)

# What a municipality has in place, and what it has agreed.
_COORDINATING = Unit.objects.filter(serves=OuterRef("pk"), is_coordinating_unit=True)
_ANSWERS = AnswerPoint.objects.filter(
    Q(unit__is_coordinating_unit=True, unit__serves=OuterRef("pk"))
    | Q(staff__memberships__unit__is_coordinating_unit=True, staff__memberships__unit__serves=OuterRef("pk"))
)
_HOSTED = CoOperation.objects.filter(members=OuterRef("pk"), legal_form=LegalForm.HOST, until=None)
_REVIEWED = YearlyReview.objects.filter(municipality=OuterRef("pk")).order_by("-on", "-at")
_TOLD = YearlyWords.objects.filter(municipality=OuterRef("pk")).exclude(words="")
_HEARD = Feedback.objects.filter(person__municipality=OuterRef("pk")).exclude(person__grade=Grade.STRICT)
_POINTS = Clause.objects.filter(agreement=OuterRef("agreement")).exclude(point="")
_LEARNED = LearningPart.objects.filter(staff=OuterRef("pk"), learning__key=Competence.COORDINATING)
_STEPS = ClauseStep.objects.filter(clause=OuterRef("pk"))
_OF_AGREEMENT = ClauseStep.objects.filter(clause__agreement=OuterRef("agreement"))
_SAME = ClauseStep.objects.filter(clause=OuterRef("clause"))
_FIRST_STEPS = _OF_AGREEMENT.filter(~Exists(_SAME.filter(on__lt=OuterRef("on"))))
_LAST_STEPS = _OF_AGREEMENT.filter(~Exists(_SAME.filter(on__gt=OuterRef("on"))))


def _how_many(rows: QuerySet) -> Coalesce:
    counted = rows.order_by().values("agreement").annotate(many=Count("pk")).values("many")
    return Coalesce(Subquery(counted), Value(0))


def _clock(clock: Clock) -> Subquery:
    return first(EventStep.objects.filter(event=OuterRef("pk"), clock=clock), "on")


SOURCES: dict[str, Source] = {
    "person": Source(Person, {
        "born_year": ExtractYear("born"), "born_month": ExtractMonth("born"), "known_since": day_of("known_since"),
        "interpreter": _yes(_written("interpreter")), "language_changed_on": last_change("language", "interpreter"),
        "adapted": _yes(_written("adaptation")), "adapted_changed_on": last_change("adaptation"),
    }, person="pk", only=Q(merged_into=None)),
    "enquiry": Source(Enquiry, {
        "received_on": day_of("received_at"), "replied_on": first(_REPLIES, day_of("at")),
        "reply_kind": first(_REPLIES, "kind"), "expected_on": first(_PROMISES, "expected_on"),
        "settled_on": day_of("settled_at"),
        "sent_on": _yes(~Exists(_SERVICE) & ~Q(channel=Channel.IMPORT) & Exists(_ANSWERED), settled_at__isnull=False),
    }),
    "case": Source(ServiceCase, {"legal_basis": "service__legal_basis"}),
    "pathway": Source(Pathway, {"case_id": _Key("case")}, person="case__person"),
    "need": Source(Need),
    "offer": Source(Offer, {"answer": _word("answer")}),
    "coordination": Source(CareRelation, {
        "staff": _Key("staff"), "since": day_of("since"), "until": _last_day("until"), "staff_left_on": _STAFF_LEFT,
    }, only=Q(role__in=_COORDINATORS)),
    "plan": Source(Plan, {
        "parent_id": _Key("parent"), "ended_on": Case(When(state=PlanState.ENDED, then=last_change("state"))),
        "review_changed_on": last_change("review_on"), "contents_changed_on": CONTENTS_CHANGED,
        "settled_on": first(Version.objects.filter(plan=OuterRef("pk"), number=1), day_of("at")),
        "consented_on": day_of("consent__given_at"), "consent_withdrawn_on": day_of("consent__withdrawn_at"),
        "main_responsible": _yes(_written("main_responsible")), "main_responsible_on": "main_responsible_since",
        "strengths": _yes(_written("strengths")), "pupil_changed_on": last_change("pupil"),
        "relatives": _yes(_written("relatives_contribute") | Q(relatives_asked__in=("none", "not_wanted"))),
        "cooperation": _yes(_written("cooperation_wanted")), "child_takes_part": _yes(_written("child_takes_part")),
    }),
    "goal": Source(Goal, {"plan_id": _Key("plan"), "look_again_changed_on": last_change("look_again_days")}, person="plan__person"),
    "action": Source(Action, {
        "plan_id": _Key("plan"), "goal_id": _Key("goal"), "due_on": "due", "responsible": "responsible_kind",
        "has_extent": _yes(_written("extent") | _written("when")), "has_how": _yes(_written("how")),
        "granted": _yes(granted=Granted.GRANTED), "granted_changed_on": last_change("granted"),
        "decision_id": _Key("decision"), "decision_changed_on": last_change("decision_id"),
    }, person="plan__person"),
    "evaluation": Source(Evaluation, {"goal_id": _Key("goal")}, person="goal__plan__person"),
    "disagreement": Source(Disagreement, {
        "since": day_of("at"), "answered_on": changed("our_words"),
        # Settled when the last of the two said so.
        "settled_on": Case(
            When(settled_by_her_on__gte=F("settled_by_us_on"), then=F("settled_by_her_on")),
            When(settled_by_her_on__lt=F("settled_by_us_on"), then=F("settled_by_us_on")),
        ),
    }, person="plan__person"),
    "decision": Source(Decision, {
        "has_reasons": _yes(_written("reasons")), "has_her_view": _yes(_written("her_view")),
        "told_points": Case(When(_written("told_points"), then=Length("told_points"))),
    }),
    "complaint": Source(Complaint, {
        "decision_id": _Key("decision"),
        "settled_here_on": Case(When(_written("outcome"), forwarded_on=None, then=changed("outcome"))),
        "result": _word("result_kind"), "result_on": changed("result"),
    }, person="decision__person"),
    "children_asked": Source(ChildrenAsked, {"on": day_of("at")}),
    "child": Source(Child, {
        "known_on": day_of("since"), "followed_up_on": Coalesce(FIRST_INFORMED, "informed_on"), "last_followed_on": "informed_on",
        # Consent, or why it could not be had: written then or from the first.
        "consent_settled_on": Coalesce(
            day_of("consent__given_at"),
            Case(When(_written("no_consent_reason"), then=Coalesce(changed("no_consent_reason"), day_of("since")))),
        ),
    }),
    "kin": Source(NextOfKin, {
        "since": day_of("since"), "until": _last_day("until"), "scope_said": _yes(_written("may_know") | _written("may_not_know")),
    }, only=Q(chosen_by_person=True)),
    "response": Source(Response, {
        "instrument": "instrument__name",
        "physical": _yes(instrument__name=LIFE_AREAS, answers__has_key=LifeArea.PHYSICAL.value),
    }, only=~Exists(Response.objects.filter(corrects=OuterRef("pk")))),
    "contact": Source(Contact, {"on": day_of("started_at")}),
    "note": Source(Note, {
        "written_on": day_of("at"), "signed_on": day_of("signed_at"), "corrects_id": _Key("corrects"),
        "changed_on": first(NOTE_CHANGED.order_by("at"), day_of("at")),
    }),
    "feedback": Source(Feedback),
    "meeting": Source(Meeting, {
        "on": day_of("starts_at"), "held": _yes(state=MeetingState.HELD), "person_invited": _yes(Exists(_HERSELF)),
        "person_came": Subquery(_HERSELF.values_list("present")[:1]), "gp_invited": _yes(Exists(_GP)),
        "gp_answered": Case(When(Exists(_GP), then=_yes(Exists(_GP.exclude(answer=""))))),
        "health_invited": _yes(Exists(_HEALTH)),
        "health_answered": Case(When(Exists(_HEALTH), then=_yes(~Exists(_HEALTH.filter(answer=""))))),
        "school_invited": _yes(Exists(_SCHOOL)), "minutes_shared_on": day_of("minutes_shared_at"),
    }, only=~Q(state=MeetingState.CANCELLED)),
    "stay": Source(Admission, {
        "answer": _word("answer"), "discharged_at": _HOME, "letter_on": first(_LETTERS.order_by("received_at"), day_of("received_at")),
        "ready_points": Case(When(_written("ready_points"), then=Length(Replace("ready_points", Value(NO_POINTS), Value(""))))),
        "admitted_on": day_of("admitted_at"), "notified_on": day_of("notified_at"),
        "notice_minutes": Case(When(admitted_exact=True, then=_Minutes("notified_at", "admitted_at"))),
        "told_ready_on": day_of("ready_at"), "withdrawn_on": day_of("ready_withdrawn_at"),
        "answered_on": Case(When(answered_at__gte=F("ready_at"), then=day_of("answered_at"))), "discharged_on": day_of(_HOME),
    }, only=Q(cancelled_at=None)),
    "consent": Source(Consent, {
        "given_on": day_of("given_at"), "withdrawn_on": day_of("withdrawn_at"), "has_purpose": _yes(_written("purpose")),
        "by_another": _yes(_written("capacity_basis")),
    }),
    "objection": Source(Objection, {
        "since": day_of("since"), "until": _last_day("until"), "of_part": _word("of_part"), "noted": _yes(_written("noted_by")),
        "against": Case(
            When(staff__isnull=False, then=Value("staff")), When(unit__isnull=False, then=Value("unit")),
            When(municipality__isnull=False, then=Value("municipality")), When(partner__isnull=False, then=Value("partner")),
            When(next_of_kin__isnull=False, then=Value("kin")),
            default=Value("everybody"), output_field=models.CharField(),
        ),
    }),
    "access": Source(CareRelation, {
        "since": day_of("since"), "until": _last_day("until"), "staff": _Key("staff"), "staff_left_on": _STAFF_LEFT,
        "emergency": _yes(role=Role.EMERGENCY), "reviewed_on": day_of("reviewed_at"),
    }, only=Q(herself=False) & ~Q(role__in=[Role.INSPECTOR, Role.SHARE_LINK])),
    "notice": Source(Notice, {"answer": _word("answer")}),
    "protected_notice": Source(ProtectedNotice, {"answer": _word("answer")}),
    "housing": Source(Housing),
    "housing_need": Source(HousingNeed),
    "eviction": Source(EvictionWarning, {"outcome": _word("outcome")}),
    "bought_care": Source(BoughtCare, {
        "kind": _word("kind"), "paid_by": _word("paid_by"), "per_day": Cast(Round("per_day"), models.BigIntegerField()),
    }),
    "activity": Source(Activity),
    "on_board": Source(OnBoard),
    "unit": Source(Unit, {
        "municipality": "municipality_id", "coordinating": "is_coordinating_unit",
        "answers": _yes(_written("telephone") | Q(Exists(AnswerPoint.objects.filter(unit=OuterRef("pk")).exclude(telephone="")))),
    }, person=""),
    "house": Source(Municipality, {
        "municipality": "pk", "coordinating_unit": _yes(Exists(_COORDINATING)),
        "unit_answers": _yes(Q(Exists(_COORDINATING.exclude(telephone=""))) | Q(Exists(_ANSWERS.exclude(telephone="")))),
        "routine_on": first(_COORDINATING.exclude(routine_on=None).order_by("-routine_on"), "routine_on"),
        "hosts_since": first(_HOSTED.order_by("since"), "since"),
        "reviewed_on": first(_REVIEWED, "on"), "review_letters": Length(first(_REVIEWED, "letters")),
        "experience_on": first(_TOLD.filter(letter=Letter.G).order_by("-on", "-at"), "on"),
        "heard_since": first(_HEARD.order_by("on"), Cast(TruncYear("on"), models.DateField())),
        "log_looked_on": first(_LOOKED.order_by("-reviewed_at"), day_of("reviewed_at")),
        "housing_on": first(HousingOverview.objects.filter(municipality=OuterRef("pk")).order_by("-on"), "on"),
    }, person="", only=Q(takes_part=True), municipality="pk"),
    "agreement": Source(AgreementParty, {
        "municipality": "municipality_id", "kind": "agreement__kind", "signed_on": "agreement__signed_on",
        "since": "agreement__valid_from", "until": "agreement__valid_until", "users_took_part": "agreement__users_took_part",
        "points": _how_many(_POINTS), "points_agreed": _how_many(_POINTS.filter(Exists(_STEPS))),
        "agreed_on": first(_FIRST_STEPS.exclude(clause__point="").order_by("-on"), "on"),
        "looked_on": first(_LAST_STEPS.order_by("on"), "on"),
        "reviewed_on": first(AgreementReview.objects.filter(agreement=OuterRef("agreement")).order_by("-on"), "on"),
    }, person=""),
    "worker": Source(Staff, {
        "staff": _Key("pk"), "municipality": "municipality_id",
        "trained_on": first(_LEARNED.order_by("-learning__on"), "learning__on"),
    }, person=""),
    "serious_event": Source(SeriousEvent, {
        "municipality": "deviation__municipality_id", "noticed_on": _clock(Clock.NOTICE), "offered_on": _clock(Clock.MEETING),
        "reported_on": _clock(Clock.REPORT),
    }, person="", municipality="deviation__municipality"),
}  # fmt: skip


def rows(table: str, *only: Q, used: Collection[str] | None = None) -> QuerySet:
    """This table's rows, in the schema's order of columns (of them, those `used`); `only` is asked of the tables underneath.

    What is not used is not asked for at all: its tables would be joined, though nobody looks at the column.
    """
    source = SOURCES[table]
    found = source.model._base_manager.filter(source.only, *only).order_by()
    return found.values_list(*(source.column(name) for name in schema.TABLES[table].names if used is None or name in used))


def about(table: str, condition: str, value: Any) -> Q:
    """A condition on the person a table's rows are about: `about("goal", "pk", key)`, `about("goal", "municipality", "4220")`."""
    source = SOURCES[table]
    column, _, how = condition.partition("__")
    path = source.person if column == "pk" else source.about(column)
    return Q(**{f"{path}__{how}" if how else path: value})


def municipalities() -> list[str]:
    """The municipalities that somebody here lives in or that have units, by number; the empty number when somebody is in none."""
    of_persons = Person._base_manager.exclude(grade=Grade.STRICT).filter(merged_into=None).values_list("municipality_id")
    numbers = {number for (number,) in [*of_persons.distinct().order_by(), *Unit.objects.values_list("municipality_id").order_by()]}
    nowhere = Person._base_manager.filter(grade=Grade.STRICT).exists()
    return sorted(numbers) + ([""] if nowhere else [])


def within(table: str, number: str) -> Q:
    """Only the rows of this municipality; of the empty number, those whose address is strictly protected."""
    if not SOURCES[table].person:
        return Q(**{SOURCES[table].municipality: number})
    strict = about(table, "grade", Grade.STRICT)
    return about(table, "municipality", number) & ~strict if number else strict


def _reads_already() -> bool:
    """Asked of the connection itself: what did not begin by Django's hand is no atomic block to Django."""
    if connection.connection is None:
        return False
    if connection.vendor == "sqlite":
        return bool(connection.connection.in_transaction)
    return str(connection.connection.info.transaction_status.name) != "IDLE"


@contextmanager
def at_one_moment() -> Iterator[None]:
    """Everything read inside is of one moment, and nobody who writes has to wait for it."""
    if connection.in_atomic_block or _reads_already():
        yield
        return
    if connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield
        return
    # Django would begin with a write lock here.
    with connection.cursor() as cursor:
        cursor.execute("BEGIN DEFERRED")
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")
