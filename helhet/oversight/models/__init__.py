"""What oversight keeps of its own, none of it about a person: local targets, months as they were judged, and next steps."""

from .engagement import DirectorsComment as DirectorsComment
from .engagement import Engagement as Engagement
from .engagement import Finding as Finding
from .engagement import Measure as Measure
from .engagement import Sample as Sample
from .engagement import SampledCase as SampledCase
from .engagement import Yardstick as Yardstick
from .experience import ExperienceYear as ExperienceYear
from .experience import UnnamedYear as UnnamedYear
from .months import Month as Month
from .months import MonthCount as MonthCount
from .steps import NextStep as NextStep
from .targets import TargetSet as TargetSet
