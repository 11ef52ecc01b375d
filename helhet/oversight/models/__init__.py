"""What oversight keeps of its own, none of it about a person: local targets, months as they were judged, and next steps."""

from .months import Month as Month
from .months import MonthCount as MonthCount
from .steps import NextStep as NextStep
from .targets import TargetSet as TargetSet
