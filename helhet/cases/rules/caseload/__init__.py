"""A list the municipality kept before, read as it is: a spreadsheet's bytes in, persons and faults out.

None of this knows a database: `sheet` makes rows of cells out of a file, `headers` and `columns` say what each column is,
`cells` and `days` read one cell, `row` puts a row together, and `reading` all of them. What is wrong is a
fault, and one fault refuses the file; what was read with an assumption is a note, and notes are told and refuse nothing.

No reason quotes what stands in a cell about the person: a report is mailed, printed and kept in places of its own.
"""

from .cells import Planned
from .columns import Finding, wanted_maps
from .headers import Field, fold, recognise
from .reading import TWICE, Reading, name_key, read
from .row import ListedPerson
from .sheet import NotASheet, Sheet, open_sheet

__all__ = [
    "TWICE", "Field", "Finding", "ListedPerson", "NotASheet", "Planned", "Reading", "Sheet", "fold", "name_key", "open_sheet", "read",
    "recognise", "wanted_maps",
]  # fmt: skip
