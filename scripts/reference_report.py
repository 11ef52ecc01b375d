"""The reference page of the national report's form file: what a file holds, the derivations, and what may be counted by."""

from collections.abc import Iterable

from pages import page, table

from helhet.organisation.rules.posts import AgeGroup, Area, Education, Problem
from helhet.statistics.derivations import DERIVATIONS, PLACE
from helhet.statistics.frame import VARIABLES
from helhet.statistics.rules import UNITS, Answer, Asked, Group
from helhet.statistics.work import CHOICES

_SHAPE = """```toml
[form]
year = 2027
group = "adults"            # or children
week = 12                   # representative unless a municipality chooses another
persons = { adult = true }  # whom every row counts among
sources = [{ nb = "…", nn = "…", en = "…" }]
assumption = { nb = "…", nn = "…", en = "…" }
break = { nb = "…", nn = "…", en = "…" }   # what cannot be compared with last year

[jump]                      # asked about when it changes by so many in a hundred, and by at least so many work years, or persons
percent = 10
least = 0.3
least_count = 5

[[agrees]]                  # two sums that must be the same
rows = ["wy-service", "wy-education"]
says = { nb = "…", nn = "…", en = "…" }

[[section]]
id = "users"
title = { nb = "…", nn = "…", en = "…" }

[[section.row]]
id = "crisis-plan"
says = { nb = "…", nn = "…", en = "…" }
answer = "count"
unit = "persons"            # what a number is a number of
derive = { name = "persons", where = { helped = true, crisis_plan = true } }
was = "crisis"              # what the row was called last year, when it was called something else
```

A row has one of `derive`, `ask` and `total_of` (the ids of the rows it is the sum of); `derive` and `ask` together ask where nothing can
be worked out. `options` are the choices of `choice` and `many`. A section with `[[section.each]]` (`id`, `name`) has its rows once for
each, with `{each}` replaced."""


def report_form_page() -> str:
    """What a form file may hold."""
    derivations = (
        [f"`{one.name}`", one.meaning, ", ".join(f"`{answer}`" for answer in sorted(one.gives)), _parameters(one.parameters)]
        for one in DERIVATIONS.values()
    )
    variables = ([f"`{one.name}`", one.type, one.meaning, f"`{one.table}`"] for one in VARIABLES.values())
    return page(
        "The report's form file", "helhet/statistics",
        "The national report's form of a year for a group, as a TOML file. A file with a fault is refused whole, each fault named.",
        _SHAPE,
        f"**Groups**: {_words(Group)}. **Answers**: {_words(Answer)}. **Units** of the two that are numbers: "
        f"{'; '.join(f'`{answer}` in {_words(units)}' for answer, units in UNITS.items())}. **Asked**: {_words(Asked)}.",
        "## Derivations", table(["name", "gives", "as", "parameters"], derivations),
        "## Variables",
        "Of each person, on the Sunday of the week; «in the year» is the twelve months that end with it. A condition is yes or no, a "
        "number, or `{ from = …, to = … }`.",
        table(["variable", "type", "what it means", "from"], variables),
        "## What a municipality has", table(["name", "what"], ([f"`{name}`", meaning] for name, meaning in PLACE.items())),
        "## Posts",
        f"`area`: {_words(Area)}. `education`: {_words(Education)}. `problem`: {_words(Problem)}. `age_group`: {_words(AgeGroup)}.",
        "## What the form leaves open",
        table(["key", "ways", "usual"], ([f"`{one.key}`", _words(one.ways), f"`{one.usual}`"] for one in CHOICES.values())),
    )  # fmt: skip


def _parameters(given: object) -> str:
    assert isinstance(given, dict)
    return "; ".join(f"`{name}`: {meaning}" for name, meaning in given.items())


def _words(names: object) -> str:
    assert isinstance(names, Iterable)
    return ", ".join(f"`{one}`" for one in names)
