"""Every criterion, area by area in the order they are read."""

from . import children, coordinator, discharge, intake, plan, records
from .rules import Criterion

ALL: tuple[Criterion, ...] = (
    *plan.CRITERIA, *coordinator.CRITERIA, *intake.CRITERIA, *children.CRITERIA, *discharge.CRITERIA, *records.CRITERIA,
)  # fmt: skip
