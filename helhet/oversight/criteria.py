"""Every criterion, area by area in the order they are read."""

from . import agreements, answers, children, coordinator, discharge, intake, management, mapped, plan, protected, records, together
from .rules import Criterion

ALL: tuple[Criterion, ...] = (
    *plan.CRITERIA, *together.CRITERIA, *coordinator.CRITERIA, *intake.CRITERIA, *answers.CRITERIA, *children.CRITERIA,
    *mapped.CRITERIA, *discharge.CRITERIA, *records.CRITERIA, *protected.CRITERIA,
    *management.CRITERIA, *agreements.CRITERIA,
)  # fmt: skip

# What is asked of one person, and what is asked of a municipality: a page about a person asks only the first.
OF_PERSONS = tuple(one for one in ALL if one.about == "person")
OF_MUNICIPALITIES = tuple(one for one in ALL if one.about == "municipality")
