"""What happened beside the figures: changes of a plan, pauses, days ill or away, corrections; steps, school, visits."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from db.vocabulary import Discipline, MilestoneEventKind, Phase
from tracker.measures.watch_dates import WatchDates
from tracker.plans.terms import Terms


class MarkKind(StrEnum):
    """The kinds of marks that a reader can switch on and off."""

    MILESTONES = "milestones"
    PHASES = "phases"
    CHANGES = "changes"
    PAUSES = "pauses"
    DAYS = "days"
    VISITS = "visits"
    WATCH = "watch"


@dataclass(frozen=True)
class Prescribed:
    """One revision of an exercise as a therapist wrote it, in force on `[first, end)`."""

    id: int
    line_id: int
    exercise: str
    first: date
    end: date | None
    terms: Terms
    entered_in_error: bool


@dataclass(frozen=True)
class Change:
    """A day on which an exercise changed. `before` is None where it starts, `after` where it stops."""

    day: date
    line_id: int
    before: Prescribed | None
    after: Prescribed | None

    @property
    def exercise(self) -> str:
        """Give the exercise's name."""
        revision = self.after or self.before
        assert revision is not None
        return revision.exercise


@dataclass(frozen=True)
class Days:
    """Some days, `first` and `last` both included."""

    first: date
    last: date


@dataclass(frozen=True)
class Corrected:
    """The days on which a prescription stood that was entered in error. It is left out of every figure."""

    line_id: int
    exercise: str
    days: Days


@dataclass(frozen=True)
class PhaseBegun:
    """The first day of a phase."""

    day: date
    phase: Phase


@dataclass(frozen=True)
class StepMark:
    """A day on which a milestone was reached, or set back."""

    day: date
    name: str
    kind: MilestoneEventKind


@dataclass(frozen=True)
class SchoolStep:
    """The day from which on school is planned by another step, with its periods a day."""

    day: date
    name: str
    periods: int


@dataclass(frozen=True)
class VisitMark:
    """A visit that took place, or did not; moved ones and those still to be marked are none."""

    day: date
    discipline: Discipline
    attended: bool


@dataclass(frozen=True)
class Life:
    """What happened beside the plan of exercises, each kind in the order of its days.

    `maintenance_since` is the first day of the maintenance in which the episode is, or ended; None in any other phase.
    """

    phases: tuple[PhaseBegun, ...] = ()
    steps: tuple[StepMark, ...] = ()
    school: tuple[SchoolStep, ...] = ()
    visits: tuple[VisitMark, ...] = ()
    maintenance_since: date | None = None

    def between(self, first: date, last: date) -> "Life":
        """Give what happened on some days, both included."""
        return replace(
            self,
            phases=tuple(one for one in self.phases if first <= one.day <= last),
            steps=tuple(one for one in self.steps if first <= one.day <= last),
            school=tuple(one for one in self.school if first <= one.day <= last),
            visits=tuple(one for one in self.visits if first <= one.day <= last),
        )


NO_LIFE = Life()


@dataclass(frozen=True)
class Marks:
    """All marks of the weeks shown, each kind in the order of its days.

    `ended` is the last day of an episode that is over. It is of no kind that can be switched off: without it the empty
    weeks after it would read as weeks of which nothing is known.
    """

    changes: tuple[Change, ...] = ()
    corrected: tuple[Corrected, ...] = ()
    pauses: tuple[Days, ...] = ()
    ill: tuple[date, ...] = ()
    away: tuple[date, ...] = ()
    life: Life = NO_LIFE
    watch: tuple[WatchDates, ...] = ()
    ended: date | None = None

    def only(self, kinds: Collection[MarkKind]) -> "Marks":
        """Give the marks of some kinds. A correction goes with the changes of the plan."""
        by_kind: dict[MarkKind, tuple[str, ...]] = {
            MarkKind.CHANGES: ("changes", "corrected"),
            MarkKind.PAUSES: ("pauses",),
            MarkKind.DAYS: ("ill", "away"),
            MarkKind.WATCH: ("watch",),
        }
        of_life: dict[MarkKind, tuple[str, ...]] = {
            MarkKind.MILESTONES: ("steps", "school"),
            MarkKind.PHASES: ("phases",),
            MarkKind.VISITS: ("visits",),
        }
        return replace(
            self,
            **_emptied(by_kind, kinds),
            life=replace(self.life, **_emptied(of_life, kinds)),
        )

    def between(self, first: date, last: date) -> "Marks":
        """Give the marks of some days, both included; what lasts longer is cut to them."""
        shown = Days(first, last)
        return replace(
            self,
            changes=tuple(one for one in self.changes if first <= one.day <= last),
            corrected=tuple(
                replace(one, days=days) for one in self.corrected for days in cut(shown, [_ends(one.days)])
            ),
            pauses=tuple(cut(shown, map(_ends, self.pauses))),
            ill=tuple(day for day in self.ill if first <= day <= last),
            away=tuple(day for day in self.away if first <= day <= last),
            life=self.life.between(first, last),
            watch=tuple(
                replace(one, first=days.first, last=days.last)
                for one in self.watch
                for days in cut(shown, [(one.first, one.last)])
            ),
            ended=self.ended if self.ended is not None and first <= self.ended <= last else None,
        )

    def of_line(self, line_id: int) -> "Marks":
        """Give the marks that concern one exercise: its own, and those of the whole plan; none of life beside it."""
        return Marks(
            tuple(change for change in self.changes if change.line_id == line_id),
            tuple(corrected for corrected in self.corrected if corrected.line_id == line_id),
            self.pauses,
            self.ill,
            self.away,
            ended=self.ended,
        )


NO_MARKS = Marks()


def _emptied(fields: dict[MarkKind, tuple[str, ...]], kept: Collection[MarkKind]) -> dict[str, Any]:
    return {name: () for kind, names in fields.items() if kind not in kept for name in names}


def _ends(days: Days) -> tuple[date, date]:
    return days.first, days.last


def cut(shown: Days, spans: Iterable[tuple[date, date]]) -> Iterator[Days]:
    """Cut spans of days, both ends included, to those shown; what lies outside is left out."""
    for first, last in spans:
        inside = Days(max(first, shown.first), min(last, shown.last))
        if inside.first <= inside.last:
            yield inside
