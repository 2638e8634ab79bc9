"""The tables. Importing this package fills `METADATA`; rows of these classes never leave the use cases."""

from sqlmodel import SQLModel

from db.tables.accounts import Account, AccountNotice, Clinic, OneTimeLink, SignInSession
from db.tables.appointments import Appointment, Decision
from db.tables.audit import AccessLog
from db.tables.children import Child, ChildBodyArea, ChildTimeZone, Consent, Erasure, Relationship
from db.tables.concerns import Concern, ConcernAnswer, ConcernRead
from db.tables.episodes import CriterionFinding, DischargeCriterion, Episode, EpisodePhase
from db.tables.figures import WeekTally
from db.tables.library import (
    Exercise,
    ExercisePicture,
    ExerciseVersion,
    Explanation,
    Template,
    TemplateItem,
)
from db.tables.measures import InstrumentSetting, Measure, PainSetting, WatchDate
from db.tables.milestones import Milestone, MilestoneEvent, MilestoneTarget
from db.tables.plans import Draft, Line, PlanPause, Prescription, Proposal
from db.tables.record import Completion, DayMark, Note
from db.tables.school import (
    Accommodation,
    SchoolClosure,
    SchoolDay,
    SchoolPage,
    SchoolPageTick,
    SchoolPlan,
    SchoolTimetable,
)
from db.tables.settings import ClosedDay, Demo, SettingChange
from db.tables.visits import Visit, VisitRecord, VisitSeries

METADATA = SQLModel.metadata

__all__ = [
    "METADATA",
    "AccessLog",
    "Accommodation",
    "Account",
    "AccountNotice",
    "Appointment",
    "Child",
    "ChildBodyArea",
    "ChildTimeZone",
    "Clinic",
    "ClosedDay",
    "Completion",
    "Concern",
    "ConcernAnswer",
    "ConcernRead",
    "Consent",
    "CriterionFinding",
    "DayMark",
    "Decision",
    "Demo",
    "DischargeCriterion",
    "Draft",
    "Episode",
    "EpisodePhase",
    "Erasure",
    "Exercise",
    "ExercisePicture",
    "ExerciseVersion",
    "Explanation",
    "InstrumentSetting",
    "Line",
    "Measure",
    "Milestone",
    "MilestoneEvent",
    "MilestoneTarget",
    "Note",
    "OneTimeLink",
    "PainSetting",
    "PlanPause",
    "Prescription",
    "Proposal",
    "Relationship",
    "SchoolClosure",
    "SchoolDay",
    "SchoolPage",
    "SchoolPageTick",
    "SchoolPlan",
    "SchoolTimetable",
    "SettingChange",
    "SignInSession",
    "Template",
    "TemplateItem",
    "Visit",
    "VisitRecord",
    "VisitSeries",
    "WatchDate",
    "WeekTally",
]
