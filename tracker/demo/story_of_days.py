"""What a story of the demo has besides its plan: visits, the way back to school, and steps in the rest of life.

Days are counted from the latest episode's first, which is day 1; `ago` counts days back from today.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time

from db.vocabulary import (
    CancelReason,
    Discipline,
    MilestoneArea,
    MilestoneEventKind,
    Modality,
    SeriesVisibility,
    VisitOutcome,
)


@dataclass(frozen=True)
class Became:
    """What became of a visit that was not attended."""

    outcome: VisitOutcome
    reason: CancelReason | None = None


@dataclass(frozen=True)
class Visits:
    """A series from day 1 on, so that one is due `ahead` working days from now, whatever weekday today is.

    Those that are over were attended but for `became`, which counts back from the latest, 1. Of those to come the one
    after the next was `moved`.
    """

    discipline: Discipline
    per_week: int
    weeks: int
    at: time
    minutes: int
    planner: str
    modality: Modality = Modality.IN_PERSON
    visibility: SeriesVisibility = SeriesVisibility.CARE_TEAM_AND_FAMILY
    shown_to_child: bool = False
    became: Mapping[int, Became] = field(default_factory=dict)
    moved: bool = False
    ahead: int = 1


@dataclass(frozen=True)
class Rung:
    """The day from which school is planned by a step of the usual ladder, from 0 on; a lower one is a step back."""

    day: int
    step: int
    reason: str = ""


@dataclass(frozen=True)
class Page:
    """What the school is told, and how many of its lines the guardian and the child agree to."""

    contact: str
    break_place: str
    before_home: str
    when_to_call: str
    ago: int = 6


@dataclass(frozen=True)
class School:
    """A school of `periods` a day, its planned steps, and how it went.

    `all_planned` is the chance that a day was attended as planned, `logged` that it was entered. `reached` are steps
    and the days on which they were reached besides those that another step followed; `targets` are days by step.
    """

    rungs: tuple[Rung, ...]
    periods: int = 6
    logged: float = 0.95
    all_planned: float = 0.9
    reached: Mapping[int, int] = field(default_factory=dict)
    targets: Mapping[int, int] = field(default_factory=dict)
    accommodation: str = ""
    page: Page | None = None


@dataclass(frozen=True)
class Goal:
    """A step in the rest of life, its target so many days ago (below 0: to come), and what became of it when."""

    area: MilestoneArea
    name: str
    target_ago: int | None = None
    events: tuple[tuple[int, MilestoneEventKind], ...] = ()


@dataclass(frozen=True)
class Beside:
    """All of it of one child."""

    visits: tuple[Visits, ...] = ()
    school: School | None = None
    goals: tuple[Goal, ...] = ()


NOTHING = Beside()
