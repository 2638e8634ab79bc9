"""Reasons to look at a child, each with its rule, its numbers and its dates. No database, no clock.

A reason is a fact, never a verdict, and none is about pain. Where the rules leave room, they are read like this:

- Reasons are about the episode that runs today. Before it, between two and after it there are none; a child that never
  had one needs a plan.
- A week is *completed* when its last day is over. "Two weeks running" are the latest completed treatment week and the
  one right before it: a week of which nothing was due or nothing was logged has no observed value and ends the row.
- At the line is not under it, and at the least coverage is enough. A week of which nothing was due has no coverage, so
  nothing is said of it. Of a latest week with less coverage only "few entries" is said, whatever the week before.
- A day counts for "no entries" when some occurrence of it was due on that weekday and not excused, be it by a pause,
  by a mark or by an entry *excused*. Any live entry for such a day ends the row: of another exercise, of a weekly
  count, of one entered in error, *not done*, or extra. An entry for a day that does not count neither ends nor
  lengthens it.
- Today is never one of those days: an open evening counts against nobody.
- The 14 days of "ill days" end with today, which a family may have marked already. *Away* is not ill.
- The 14 days of "visit missed" end with today as well. A no-show is no reason any more once a later visit of the same
  discipline was attended; another discipline's says nothing of it. Visits need no episode, and neither does this.
- A milestone is overdue from the day after its latest target's day, unless it was reached and not set back since. It
  needs no episode either.
- A plan ends with the last day of the exercise that goes on longest, once each one that is given has a last day. "This
  week" are the seven days that begin with today. It stays a reason after that day, until something new is given or the
  episode ends. A revision or renewal to come counts as given, a draft does not; pauses and phases make no difference.
  Nothing is said where the episode itself ends within these days, nor where nothing was ever given.
- A concern is new until somebody of the team has read it (see `tracker.concerns.caseload` for the working day). Which
  kind it is makes no difference, and neither does what it says.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import ClassVar, NamedTuple

from db.queries.base import AnyRow
from db.vocabulary import ConcernKind, ConcernTopic, Discipline, Mark
from tracker.progress.spans import Week
from tracker.progress.weeks import Revision, Tally

ONE_DAY = timedelta(days=1)
ILL_WINDOW = 14
MISSED_WINDOW = 14
ENDING_WINDOW = 7
PERCENT_DIGITS = 6


class Kind(StrEnum):
    """What a reason is about, in the order in which a child's reasons are named."""

    NEW_CONCERN = "new_concern"
    NO_ENTRIES = "no_entries"
    UNDER_THE_LINE = "under_the_line"
    FEW_ENTRIES = "few_entries"
    ILL_DAYS = "ill_days"
    VISIT_MISSED = "visit_missed"
    MILESTONE_OVERDUE = "milestone_overdue"
    PLAN_ENDS = "plan_ends"
    PROPOSALS = "proposals"
    NO_PLAN = "no_plan"


@dataclass(frozen=True)
class Thresholds:
    """What the clinic has set."""

    line_percent: int
    least_coverage_percent: int
    days_without_entries: int
    ill_days: int

    @classmethod
    def of(cls, row: AnyRow) -> "Thresholds":
        """Read them from a clinic's row."""
        return cls(
            line_percent=row.adherence_line_percent,
            least_coverage_percent=row.least_coverage_percent,
            days_without_entries=row.days_without_entries,
            ill_days=row.ill_days,
        )


@dataclass(frozen=True)
class NoEntries:
    """On each of so many days on which something was due, nothing was entered: from `since` to `last`."""

    kind: ClassVar = Kind.NO_ENTRIES
    days: int
    since: date
    last: date


@dataclass(frozen=True)
class UnderTheLine:
    """Two completed weeks running whose observed adherence lies under the clinic's line."""

    kind: ClassVar = Kind.UNDER_THE_LINE
    line_percent: int
    weeks: tuple[Week, Week]


@dataclass(frozen=True)
class FewEntries:
    """The latest completed week, of which less is logged than it takes to say more."""

    kind: ClassVar = Kind.FEW_ENTRIES
    week: Week


@dataclass(frozen=True)
class IllDays:
    """So many of the last `of` days were marked as ill, the first of them `since`."""

    kind: ClassVar = Kind.ILL_DAYS
    days: int
    since: date
    of: int = ILL_WINDOW


@dataclass(frozen=True)
class VisitMissed:
    """The latest no-show of a discipline, after which no visit of it was attended."""

    kind: ClassVar = Kind.VISIT_MISSED
    discipline: Discipline
    day: date


@dataclass(frozen=True)
class MilestoneOverdue:
    """So many milestones whose target day is over and that are not reached; `name` and `day` are of the first."""

    kind: ClassVar = Kind.MILESTONE_OVERDUE
    count: int
    name: str
    day: date


@dataclass(frozen=True)
class PlanEnds:
    """Nothing that is given is due after the day `last`, which is one of the next days, or past where it `is_over`."""

    kind: ClassVar = Kind.PLAN_ENDS
    last: date
    is_over: bool


@dataclass(frozen=True)
class Proposals:
    """So many proposals of colleagues that nobody has answered, the first of them made on `since`."""

    kind: ClassVar = Kind.PROPOSALS
    count: int
    since: date


@dataclass(frozen=True)
class NewConcern:
    """So many questions or worries that nobody of the team has read for a working day, the first of them of `since`.

    `doors` are those by which they came, with what they are about; that of the one that waits longest first.
    """

    kind: ClassVar = Kind.NEW_CONCERN
    count: int
    since: date
    doors: tuple[tuple[ConcernKind, ConcernTopic | None], ...]


@dataclass(frozen=True)
class NoPlan:
    """No course of treatment has been started or planned."""

    kind: ClassVar = Kind.NO_PLAN


Reason = (
    NewConcern
    | NoEntries
    | UnderTheLine
    | FewEntries
    | IllDays
    | VisitMissed
    | MilestoneOverdue
    | PlanEnds
    | Proposals
    | NoPlan
)


class Entered(NamedTuple):
    """A live entry of one occurrence, or of something extra."""

    prescription_id: int
    day: date
    slot: int
    excused: bool


@dataclass(frozen=True)
class Lately:
    """What was asked and entered lately in one episode: back to a day with an entry, or to the episode's start.

    The revision that ends last is always among them: it reaches beyond every day on which something was answered.
    """

    revisions: Sequence[Revision]
    pauses: Sequence[tuple[date, date]]
    marks: Mapping[date, Mark]
    entries: Sequence[Entered]


def reasons(weeks: Sequence[Week], lately: Lately, today: date, clinic: Thresholds) -> tuple[Reason, ...]:
    """Give the reasons to look at a child whose episode runs today; `weeks` are its latest, in order."""
    found = (
        no_entries(lately, today, clinic.days_without_entries),
        of_weeks(weeks, today, clinic),
        ill_days(lately.marks, today, clinic.ill_days),
    )
    return tuple(reason for reason in found if reason is not None)


def latest_completed(weeks: Sequence[Week], today: date) -> Week | None:
    """Give the latest week that is over."""
    return next((week for week in reversed(weeks) if week.last < today), None)


def of_weeks(weeks: Sequence[Week], today: date, clinic: Thresholds) -> UnderTheLine | FewEntries | None:
    """Say what stands out in the latest completed weeks."""
    completed = [week for week in weeks if week.last < today]
    if not completed or not completed[-1].tally.settled:
        return None
    if not _covered(completed[-1].tally, clinic):
        return FewEntries(completed[-1])
    match completed[-2:]:
        case [before, latest] if all(_covered_and_under(week.tally, clinic) for week in (before, latest)):
            return UnderTheLine(clinic.line_percent, (before, latest))
    return None


def _covered(tally: Tally, clinic: Thresholds) -> bool:
    return tally.settled > 0 and tally.answered * 100 >= clinic.least_coverage_percent * tally.settled


def _covered_and_under(tally: Tally, clinic: Thresholds) -> bool:
    if not tally.answered or not _covered(tally, clinic):
        return False
    # Parts of doses are summed as floats: 4 of 5 in tenths may come out a hair under 80 %.
    return round(tally.credit * 100, PERCENT_DIGITS) < clinic.line_percent * tally.answered


def ill_days(marks: Mapping[date, Mark], today: date, most: int) -> IllDays | None:
    """Say that more than `most` of the last days were marked as ill."""
    first = today - (ILL_WINDOW - 1) * ONE_DAY
    days = [day for day, mark in marks.items() if mark is Mark.ILL and first <= day <= today]
    return IllDays(len(days), min(days)) if len(days) > most else None


def no_entries(lately: Lately, today: date, least: int) -> NoEntries | None:
    """Say that nothing was entered on at least the last `least` past days on which something was due."""
    silent = _silent_days(lately, today)
    return NoEntries(len(silent), silent[-1], silent[0]) if len(silent) >= least else None


def _silent_days(lately: Lately, today: date) -> list[date]:
    """Walk back from yesterday to the last day that was answered; the latest comes first."""
    entries: dict[date, list[Entered]] = {}
    for entry in lately.entries:
        entries.setdefault(entry.day, []).append(entry)
    daily = [revision for revision in lately.revisions if not revision.schedule.is_weekly]
    start = min((revision.first for revision in daily), default=today)
    silent = []
    for back in range(1, (today - start).days + 1):
        day = today - back * ONE_DAY
        if not _asks(daily, lately, day, entries.get(day, ())):
            continue
        if day in entries:
            break
        silent.append(day)
    return silent


def _asks(daily: Iterable[Revision], lately: Lately, day: date, entries: Iterable[Entered]) -> bool:
    """Say whether something was due on a day and not excused."""
    if any(first <= day <= last for first, last in lately.pauses):
        return False
    excused = {(entry.prescription_id, entry.slot): entry.excused for entry in entries}
    # What has no entry is excused where the day is marked.
    return any(
        not excused.get((revision.id, slot), day in lately.marks)
        for revision in daily
        if revision.first <= day and (revision.end is None or day < revision.end)
        for slot in range(1, revision.schedule.slots_on(day) + 1)
    )
