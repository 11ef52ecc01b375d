"""Which row holds the headers, and which column is what: what cannot be told is asked for with --map."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from helhet.organisation.rules import N_, Fault

from .cells import written
from .headers import SEVERAL, Field, fold, recognise
from .sheet import HEADER_WITHIN, Cell, Sheet, Spoiled

_FORMULA_SIGNS = ("=", "+", "-", "@", "\t")


@dataclass(frozen=True)
class Finding:
    """Something to say about a cell: the row as the spreadsheet numbers it, the column's header, and the sentence."""

    row: int | None
    column: str
    said: Fault


@dataclass(frozen=True)
class Columns:
    """The header row, its words by column, what each column is, and what is wrong with them."""

    row: int
    heads: tuple[str, ...]
    fields: Mapping[int, Field]
    faults: tuple[Finding, ...] = field(default=())

    def of(self, wanted: Field) -> list[int]:
        """The columns that are this."""
        return self._of.get(wanted, [])

    @cached_property
    def _of(self) -> dict[Field, list[int]]:
        found: dict[Field, list[int]] = {}
        for column, known in self.fields.items():
            found.setdefault(known, []).append(column)
        return found

    def head(self, wanted: Field) -> str:
        """The header of the first column that is this, or its word."""
        found = self.of(wanted)
        return self.heads[found[0]] if found else str(wanted)

    def place(self, found: Finding) -> tuple[int, int]:
        """Where something was found, to tell it in the order of the sheet."""
        return found.row or 0, self.heads.index(found.column) if found.column in self.heads else -1

    @property
    def rows_can_be_read(self) -> bool:
        """Whether the rows can be told the faults of though something is wrong here: no more than columns that we do not know."""
        return all(one.said.reason in (_UNKNOWN, _UNNAMED) for one in self.faults) and self.row > 0

    def skipped(self) -> list[str]:
        """The headers that are left out."""
        return [self.heads[column] for column in self.of(Field.SKIP)]


def letter(column: int) -> str:
    """A, B … Z, AA: how a spreadsheet names the column."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def shown(text: str) -> str:
    """A header as it may stand in a file we write: short, one line, and never the beginning of a formula."""
    text = " ".join(text.split())[:60]
    return f"'{text}" if text.startswith(_FORMULA_SIGNS) else text


def wanted_maps(given: Iterable[str]) -> dict[str, Field]:
    """HEADER=FIELD as given on the command line, by the header's folded words; raises `ValueError` with the sentence."""
    found = {}
    for one in given:
        head, sign, word = one.rpartition("=")
        known = Field.SKIP if word.strip() == "-" else recognise(word)
        if not sign or not head.strip() or not known:
            fields = ", ".join(Field)
            raise ValueError(N_('Skriv --map "OVERSKRIFT=FELT", der FELT er ett av disse: {fields}.').format(fields=fields))
        found[fold(head)] = known
    return found


def find_columns(sheet: Sheet, maps: Mapping[str, Field]) -> Columns:
    """The columns of the sheet, by the row near the top with most headers that are known."""
    near_top = sheet.rows[:HEADER_WITHIN]
    scores = [(sum(1 for cell in cells if _known(_head(cell), maps)), -place) for place, (_, cells) in enumerate(near_top)]
    best, place = max(scores)
    if not best:
        missing = Fault("", N_("Vi fant ingen rad med overskrifter. Øverst i arket må kolonnene ha navn, som Navn, Født og Telefon."))
        return Columns(0, (), {}, (Finding(None, "", missing),))
    number, cells = near_top[-place]
    below = [row for row in sheet.rows if row[0] > number]
    width = max([len(cells), *(len(row) for _, row in below)])
    heads = [_head(cells[n]) if n < len(cells) else "" for n in range(width)]
    by_letter = {one: known for one, known in maps.items() if one not in {fold(head) for head in heads}}
    fields = {n: known for n, head in enumerate(heads) if (known := by_letter.get(fold(letter(n))) or _known(head, maps))}
    names = tuple(shown(head) or letter(n) for n, head in enumerate(heads))
    found = Columns(number, names, fields)
    filled = {n for _, row in below for n, cell in enumerate(row) if cell is not None}
    return Columns(number, names, fields, (*_faults(found, filled, heads), *_unused(maps, heads)))


def _head(cell: Cell) -> str:
    """The words of a header; a formula without an answer, or an error, is none."""
    return "" if isinstance(cell, Spoiled) else written(cell)


def _known(head: str, maps: Mapping[str, Field]) -> Field | None:
    return (maps.get(fold(head)) or recognise(head)) if head else None


_UNKNOWN = N_('Vi kjenner ikke denne kolonnen. Si hva den er med --map "{head}=FELT", eller hopp over den med --map "{head}=ignorer".')
_UNNAMED = N_('Kolonnen har ingen overskrift. Si hva den er med --map "{head}=FELT", eller hopp over den med --map "{head}=ignorer".')


def _faults(found: Columns, filled: set[int], heads: list[str]) -> Iterator[Finding]:
    for column in sorted(filled - found.fields.keys()):
        reason = _UNKNOWN if heads[column] else _UNNAMED
        yield Finding(found.row, found.heads[column], Fault("column", reason, {"head": found.heads[column]}))
    for wanted in Field:
        first, *others = [column for column in found.of(wanted) if column in filled] or [0]
        for column in others if wanted not in SEVERAL else []:
            # Two with the same header can only be told apart by the column's letter.
            head = letter(column) if fold(heads[column]) == fold(heads[first]) else found.heads[column]
            yield Finding(found.row, head, Fault(
                "column", N_("Både denne kolonnen og «{other}» er {field}. Hopp over den ene med --map \"{head}=ignorer\"."),
                {"other": found.heads[first], "field": str(wanted), "head": head},
            ))  # fmt: skip
    if not any(found.of(one) for one in (Field.NAME, Field.GIVEN, Field.FAMILY)):
        yield Finding(found.row, "", Fault("column", N_('Ingen kolonne har navn. Si hvilken med --map "OVERSKRIFT=navn".')))


def _unused(maps: Mapping[str, Field], heads: list[str]) -> Iterator[Finding]:
    there = {fold(head) for head in heads} | {fold(letter(n)) for n in range(len(heads))}
    for head in maps.keys() - there:
        yield Finding(None, head, Fault("column", N_("Arket har ingen kolonne som heter det som står i --map.")))


def repeats_headers(cells: tuple[Cell, ...], columns: Columns) -> bool:
    """True for the header row once more, as long lists have it for printing."""
    filled = [(n, fold(_head(cell))) for n, cell in enumerate(cells) if cell is not None]
    return len(filled) > 1 and all(n < len(columns.heads) and word == fold(columns.heads[n]) for n, word in filled)
