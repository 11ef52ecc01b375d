"""Municipalities, co-operation between them, units, staff, posts with their money, services offered and partners. No person data here."""

from .house import Absence as Absence
from .house import AnswerPoint as AnswerPoint
from .house import CoOperation as CoOperation
from .house import Kept as Kept
from .house import Language as Language
from .house import Membership as Membership
from .house import Municipality as Municipality
from .house import OpeningHours as OpeningHours
from .house import Partner as Partner
from .house import PartnerMember as PartnerMember
from .house import ServiceOffered as ServiceOffered
from .house import Staff as Staff
from .house import Training as Training
from .house import Unit as Unit
from .house import new_key as new_key
from .posts import Funding as Funding
from .posts import Post as Post
from .posts import PostChange as PostChange
from .posts import PostHolder as PostHolder
from .posts import PostShare as PostShare
from .posts import PostSize as PostSize
from .posts import Sharing as Sharing
from .posts import SharingPart as SharingPart
