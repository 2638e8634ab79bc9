"""The tables. Importing this package fills `METADATA`; rows of these classes never leave the use cases."""

from sqlmodel import SQLModel

from db.tables.accounts import Account, AccountNotice, Clinic, OneTimeLink, SignInSession
from db.tables.audit import AccessLog
from db.tables.children import Child, ChildBodyArea, ChildTimeZone, Consent, Erasure, Relationship
from db.tables.figures import WeekTally
from db.tables.plans import Episode, Line, PlanPause, Prescription, Proposal
from db.tables.record import Completion, DayMark, Note
from db.tables.settings import ClosedDay, Demo, SettingChange

METADATA = SQLModel.metadata

__all__ = [
    "METADATA",
    "AccessLog",
    "Account",
    "AccountNotice",
    "Child",
    "ChildBodyArea",
    "ChildTimeZone",
    "Clinic",
    "ClosedDay",
    "Completion",
    "Consent",
    "DayMark",
    "Demo",
    "Episode",
    "Erasure",
    "Line",
    "Note",
    "OneTimeLink",
    "PlanPause",
    "Prescription",
    "Proposal",
    "Relationship",
    "SettingChange",
    "SignInSession",
    "WeekTally",
]
