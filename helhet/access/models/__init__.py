"""The tables of access: accounts, care relations, consent, objection, the log, and drafts. Only this package reads them."""

from .accounts import Account as Account
from .accounts import AccountChange as AccountChange
from .accounts import Draft as Draft
from .accounts import EmergencyTry as EmergencyTry
from .accounts import SentForm as SentForm
from .accounts import SignInLink as SignInLink
from .log import Change as Change
from .log import LogEntry as LogEntry
from .log import LogHead as LogHead
from .log import LogReview as LogReview
from .relations import CareRelation as CareRelation
from .relations import EmergencyReading as EmergencyReading
from .said import Consent as Consent
from .said import ConsentPart as ConsentPart
from .said import Objection as Objection
from .said import ShareLink as ShareLink
