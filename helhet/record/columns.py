"""What a table of the record is made of: columns of a few types, each with its meaning."""

from dataclasses import dataclass

KEY, DAY, MOMENT, YES, COUNT, WORD = "string", "date", "timestamp('UTC')", "boolean", "int64", "string"


@dataclass(frozen=True)
class Column:
    """One column: its type as Ibis names it, what it means, and the words it may hold when it is one of few."""

    name: str
    type: str
    meaning: str
    optional: bool = False
    one_of: tuple[str, ...] = ()

    @property
    def is_key(self) -> bool:
        """It points to a row somewhere: in a snapshot it is a pseudonym that no other snapshot has."""
        return self.name in ("id", "person", "unit", "staff") or self.name.endswith("_id")


@dataclass(frozen=True)
class Table:
    """One table: a series of the person's states, or a frame of events about her or about the municipality."""

    name: str
    meaning: str
    columns: tuple[Column, ...]
    about: str = "person"  # or «municipality»: such a table holds no person data
    caveat: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """The columns in order."""
        return tuple(column.name for column in self.columns)
