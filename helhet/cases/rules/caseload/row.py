"""One row to one person: every cell read, and what contradicts another cell found."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from helhet.cases.rules import ChildrenAnswer, CloseReason, FromWhom
from helhet.organisation.rules import N_, Fault
from helhet.people.rules import Grade, Identifier, split_name

from . import cells, days
from .cells import Address, Kin, Planned, says_nothing, written
from .columns import Columns, Finding
from .days import Understood
from .headers import Field, fold
from .sheet import Cell, Spoiled

T = TypeVar("T")
D = TypeVar("D")

NO_WORDS = N_("Sto i kommunens liste over dem som får hjelp.")
_SPOILED = {
    Spoiled.FORMULA: N_("Cellen er en formel uten svar. Åpne regnearket i Excel, lim inn som verdi, og lagre."),
    Spoiled.ERROR: N_("Cellen viser en feil fra Excel. Skriv inn det som skal stå der."),
    Spoiled.LONG: N_("Det står mer enn 4 000 tegn i cellen. Kort det ned."),
}


@dataclass
class ListedPerson:
    """What one row says of one person; nothing in it has met a database."""

    row: int
    given: str = ""
    family: str = ""
    number: Identifier | None = None
    born: date | None = None
    telephone: str = ""
    address: Address | None = None
    grade: Grade = Grade.NONE
    language: str = ""
    interpreter: str = ""
    kin: Kin | None = None
    children: ChildrenAnswer = ChildrenAnswer.UNKNOWN
    gp: str = ""
    coordinator: str = ""
    contact: str = ""
    plan: Planned | None = None
    pathway: int | None = None
    service: str = ""
    referred: date | None = None
    from_whom: FromWhom = FromWhom.OTHER
    started: date | None = None
    closed: date | None = None
    close_reason: CloseReason | None = None
    words: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The words of the row, or that there were none."""
        return "\n".join(self.words) or NO_WORDS

    def facts(self) -> Mapping[Field, str]:
        """What the row says, field by field, in one form however it was written; what it says nothing of is not there."""
        said = {
            Field.NAME: f"{self.given}|{self.family}",
            Field.NUMBER: self.number.value if self.number else "",
            Field.BORN: str(self.born or ""),
            Field.TELEPHONE: self.telephone,
            Field.STREET: f"{self.address.street}|{self.address.postcode}|{self.address.place}" if self.address else "",
            Field.GRADE: str(self.grade),
            Field.LANGUAGE: self.language,
            Field.INTERPRETER: self.interpreter,
            Field.KIN: f"{self.kin.name}|{self.kin.relation}|{self.kin.telephone}" if self.kin else "",
            Field.CHILDREN: "" if self.children == ChildrenAnswer.UNKNOWN else str(self.children),
            Field.GP: fold(self.gp),
            Field.COORDINATOR: fold(self.coordinator),
            Field.CONTACT: fold(self.contact),
            Field.PLAN: str(self.plan or ""),
            Field.PATHWAY: str(self.pathway or ""),
            Field.SERVICE: fold(self.service),
            Field.REFERRED: str(self.referred or ""),
            Field.STARTED: str(self.started or ""),
            Field.CLOSED: str(self.closed or ""),
            Field.REMARK: "\n".join(self.words),
        }
        return {one: text for one, text in said.items() if text}


class RowReader:
    """Reads one row; faults and notes gather with their column."""

    def __init__(self, number: int, values: tuple[Cell, ...], columns: Columns, *, on: date) -> None:
        self.number, self.columns, self.on = number, columns, on
        self.faults: list[Finding] = []
        self.notes: list[Finding] = []
        self._values = [self._sound(place, value) for place, value in enumerate(values)]

    def read(self, places: frozenset[str]) -> ListedPerson:
        """The person of this row; `places` are the folded names and number of the municipality the list is for."""
        person = ListedPerson(self.number)
        self._who(person)
        self._reach(person)
        self._help(person)
        self._words(person)
        if not says_nothing(self.of(Field.MUNICIPALITY)) and fold(written(self.of(Field.MUNICIPALITY))) not in places:
            self.fault(Field.MUNICIPALITY, N_("Raden hører til en annen kommune. Hver kommune leser inn sin egen liste."))
        # A column we do not know may say it.
        if not self.faults and not self.columns.faults and not self._says_more_than_a_name():
            self.fault(
                Field.NAME,
                N_("Bare navnet er fylt ut. Er det en person, skriv minst én opplysning til. Er det en overskrift, slett raden."),
            )
        return person

    def of(self, wanted: Field) -> Cell:
        """The first cell of this field with something in it."""
        return next((value for value in self.all(wanted)), None)

    def all(self, wanted: Field) -> list[Cell]:
        """Every filled cell of this field."""
        return [self._values[n] for n in self.columns.of(wanted) if n < len(self._values) and self._values[n] is not None]

    def fault(self, where: Field, reason: str | Fault, **values: object) -> None:
        """Something is wrong in this field."""
        said = reason if isinstance(reason, Fault) else Fault(where, reason, values)
        self.faults.append(Finding(self.number, self._head(where), said))

    def note(self, where: Field, said: Fault | None) -> None:
        """Something was assumed in this field."""
        if said:
            self.notes.append(Finding(self.number, self._head(where), said))

    def _head(self, wanted: Field) -> str:
        """The header of the column that is filled in this row, else of the first."""
        filled = [n for n in self.columns.of(wanted) if n < len(self._values) and self._values[n] is not None]
        return self.columns.heads[filled[0]] if filled else self.columns.head(wanted)

    def _sound(self, place: int, value: Cell) -> Cell:
        """The value; a spoiled one is a fault unless its column is left out anyway."""
        if not isinstance(value, Spoiled):
            return value
        if self.columns.fields.get(place) not in (None, Field.SKIP):
            self.faults.append(Finding(self.number, self.columns.heads[place], Fault("cell", _SPOILED[value])))
        return None

    def _says_more_than_a_name(self) -> bool:
        others = (one for one in Field if one not in (Field.SKIP, Field.NAME, Field.GIVEN, Field.MIDDLE, Field.FAMILY))
        return any(not all(says_nothing(value) for value in self.all(one)) for one in others)

    def _take(self, where: Field, read: T | Fault, otherwise: D) -> T | D:
        """What was read; a fault is kept and `otherwise` stands instead."""
        if isinstance(read, Fault):
            self.fault(where, read)
            return otherwise
        return read

    def _understood(self, where: Field, read: Understood[T] | Fault) -> T | None:
        """What was read, with the assumption noted."""
        if isinstance(read, Fault):
            self.fault(where, read)
            return None
        self.note(where, read.note)
        return read.value

    # ── who she is ──

    def _who(self, person: ListedPerson) -> None:
        person.given, person.family = self._name()
        born, number = self.of(Field.BORN), self.of(Field.NUMBER)
        if not says_nothing(born) and len(re.sub(r"\D", "", written(born))) >= 10 and not isinstance(born, date):
            self._number(person, Field.BORN, born)  # the whole number stands in «Født»
        elif not says_nothing(born):
            person.born = self._take(Field.BORN, days.read_birth_date(born, on=self.on), None)
        if not says_nothing(number):
            self._number(person, Field.NUMBER, number)

    def _number(self, person: ListedPerson, where: Field, cell: Cell) -> None:
        read = cells.read_number(cell, born=person.born, on=self.on)
        found = read if isinstance(read, date) else self._understood(where, read)
        born = found.born if isinstance(found, Identifier) else found
        if isinstance(found, Identifier):
            if person.number and person.number != found:
                self.fault(where, N_("Raden har to forskjellige fødselsnumre."))
            person.number = found
        if born and (born > self.on or born.year < self.on.year - 120):
            self.fault(where, N_("Fødselsdatoen i nummeret kan ikke stemme."))
        elif born and person.born and born != person.born:
            self.fault(where, N_("Nummeret har en annen fødselsdato enn kolonnen «{other}»."), other=self._head(Field.BORN))
        person.born = person.born or born

    def _name(self) -> tuple[str, str]:
        parts = {one: self._part(one) for one in (Field.NAME, Field.GIVEN, Field.MIDDLE, Field.FAMILY)}
        whole, given, family = parts[Field.NAME], parts[Field.GIVEN], parts[Field.FAMILY]
        if family and not given:
            given, whole = whole, ""  # «Navn» beside «Etternavn» is the given name
        if whole and not (given and family):
            given, family = split_name(whole)
        given = " ".join(part for part in (given, parts[Field.MIDDLE]) if part)
        if not given and not family and not self.faults:
            self.fault(Field.NAME if self.columns.of(Field.NAME) else Field.GIVEN, N_("Navnet mangler."))
        return given, family

    def _part(self, where: Field) -> str:
        cell = self.of(where)
        return (
            "" if cell is None or written(cell) in ("-", "?") else self._take(where, cells.read_name(cell, whole=where == Field.NAME), "")
        )

    # ── how to reach her ──

    def _reach(self, person: ListedPerson) -> None:
        numbers = [
            n
            for cell in self.all(Field.TELEPHONE)
            if not says_nothing(cell)
            for n in self._take(Field.TELEPHONE, cells.read_telephones(cell), ())
        ]
        person.telephone, others = numbers[0] if numbers else "", list(dict.fromkeys(numbers))[1:]
        if others:
            person.words.append(f"Annet telefonnummer: {', '.join(others)}")
            self.note(
                Field.TELEPHONE,
                Fault("telephone", N_("Det står flere telefonnumre. Det første er tatt med, de andre står i henvendelsen.")),
            )
        person.grade = self._grade()
        person.address = self._address(person.grade)
        person.language, spoken = cells.read_language(self.of(Field.LANGUAGE))
        person.interpreter = self._interpreter(spoken)
        person.kin = self._take(
            Field.KIN, cells.read_kin(self.of(Field.KIN), self.of(Field.KIN_RELATION), self.of(Field.KIN_TELEPHONE)), None
        )
        person.children, more = cells.read_children(self.of(Field.CHILDREN))
        person.words += [f"Barn: {more}"] if more else []
        person.gp = "" if says_nothing(self.of(Field.GP)) else " ".join(written(self.of(Field.GP)).split())

    def _interpreter(self, spoken: str) -> str:
        asked = self.of(Field.INTERPRETER)
        if spoken and asked is None:
            self.note(
                Field.LANGUAGE,
                Fault(
                    "language",
                    N_("Et annet språk enn norsk og engelsk. Det er notert at det trengs tolk; rett det på personens side hvis ikke."),
                ),
            )
            return spoken
        return self._take(Field.INTERPRETER, cells.read_interpreter(asked, spoken), "")

    def _grade(self) -> Grade:
        for where, grade in ((Field.STRICT, Grade.STRICT), (Field.CONFIDENTIAL, Grade.CONFIDENTIAL)):
            if self._take(where, cells.read_yes(self.of(where)), False):
                return grade
        said = self._take(Field.GRADE, cells.read_grade(self.of(Field.GRADE)), Grade.NONE)
        return said or (
            self._take(Field.STREET, cells.read_grade(self.of(Field.STREET)), Grade.NONE) if self._grade_in_address() else Grade.NONE
        )

    def _grade_in_address(self) -> bool:
        return any(cells.names_a_grade(cell) for cell in self.all(Field.STREET))

    def _address(self, grade: Grade) -> Address | None:
        streets = [cell for cell in self.all(Field.STREET) if not says_nothing(cell)]
        postcode, place = (None if says_nothing(self.of(one)) else self.of(one) for one in (Field.POSTCODE, Field.PLACE))
        if not streets and postcode is None and place is None or self._grade_in_address():
            return None
        if grade:
            self.note(Field.STREET, Fault("address", N_("Adressen er gradert og er ikke tatt med.")))
            return None
        read = cells.read_address(", ".join(written(one) for one in streets), postcode, place)
        return self._understood(Field.POSTCODE if postcode is not None else Field.STREET, read)

    # ── the help she has ──

    def _help(self, person: ListedPerson) -> None:
        person.plan = self._take(Field.PLAN, cells.read_plan(self.of(Field.PLAN)), None)
        person.pathway = self._take(Field.PATHWAY, cells.read_pathway(self.of(Field.PATHWAY)), None)
        person.service = "" if says_nothing(self.of(Field.SERVICE)) else written(self.of(Field.SERVICE))
        for name, where in (("coordinator", Field.COORDINATOR), ("contact", Field.CONTACT)):
            setattr(person, name, self._worker(where))
        person.referred, person.started = self._day(Field.REFERRED), self._day(Field.STARTED)
        self._closing(person)
        if person.referred and person.started and days.same_month(person.started, person.referred) and self._month_only(Field.STARTED):
            person.started = person.referred
        if person.referred and person.started and person.started < person.referred:
            self.fault(Field.STARTED, N_("Datoen er før «{other}». Sjekk begge."), other=self._head(Field.REFERRED))
        began = person.started or person.referred
        if began and person.closed and person.closed < began:
            self.fault(Field.CLOSED, N_("Saken er avsluttet før den begynte. Sjekk begge datoene."))

    def _worker(self, where: Field) -> str:
        cell = self.of(where)
        if says_nothing(cell) or cells.is_no(cell):
            return ""
        if cells.is_yes(cell):
            self.fault(where, N_("Skriv navnet på den ansatte."))
            return ""
        return " ".join(written(cell).split())

    def _day(self, where: Field) -> date | None:
        cell = self.of(where)
        return None if says_nothing(cell) else self._understood(where, days.read_day(cell, on=self.on))

    def _month_only(self, where: Field) -> bool:
        """True when the day was assumed; then it is not the first of a month in which she was referred, but the day she was."""
        assumed = [note for note in self.notes if note.column == self._head(where) and note.said.reason == days.MONTH_ONLY]
        for note in assumed:
            self.notes.remove(note)
        return bool(assumed)

    def _closing(self, person: ListedPerson) -> None:
        """When and why the help ended: «12.03.24 flyttet» in one cell, or the reason in its own column."""
        cell, why = self.of(Field.CLOSED), self.of(Field.CLOSE_REASON)
        if says_nothing(cell) or cells.is_no(cell):
            if not says_nothing(why):
                self.fault(Field.CLOSE_REASON, N_("Det står hvorfor saken ble avsluttet, men ikke når."))
            return
        if isinstance(cell, str) and (both := re.fullmatch(r"([\d./\-]{6,10})[,;:]?\s+(\D.*)", cell, re.DOTALL)):
            cell, why = both[1], why or both[2]
        person.closed = self._understood(Field.CLOSED, days.read_day(cell, on=self.on, ending=True))
        where = Field.CLOSE_REASON if self.columns.of(Field.CLOSE_REASON) else Field.CLOSED
        person.close_reason = self._take(where, cells.read_close_reason(why), None)

    def _words(self, person: ListedPerson) -> None:
        remarks = self.columns.of(Field.REMARK)
        found = list(self._remarks(remarks, named=len(remarks) > 1))
        sender = self.of(Field.FROM_WHOM)
        if not says_nothing(sender):
            person.from_whom = cells.read_from_whom(sender)
            found += [f"Henvist fra: {written(sender)}"] if person.from_whom == FromWhom.OTHER else []
        person.words = found + person.words

    def _remarks(self, columns: list[int], *, named: bool) -> Iterator[str]:
        for column in columns:
            if column < len(self._values) and not says_nothing(value := self._values[column]):
                yield f"{self.columns.heads[column]}: {written(value)}" if named else written(value)
