"""Which exercises fit well into a child's days and which are hard to fit in, and the reasons that were given.

The rule, our own (`docs/decisions/0024-progress.md`): of an exercise only those weeks count that were logged, in which
at least half of all that was due has an entry; a silent week says nothing about one exercise. With fewer than 8
occurrences there is not enough to tell. Else 80 % done and more fits well, and less than 60 % is hard to fit in.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from db.queries import progress as sql
from db.types import AccessibleChildId
from db.vocabulary import Barrier
from tracker.access.work import Work
from tracker.progress.exercises import Exercise
from tracker.progress.spans import EpisodeSpan, Week
from tracker.progress.weeks import NOTHING, Tally

LEAST_OCCURRENCES = 8
LEAST_LOGGED_PERCENT = 50
WELL_PERCENT, HARD_PERCENT = 80, 60


class Fit(StrEnum):
    """How an exercise fits in, in the order in which a page lists them."""

    HARD = "hard"
    BETWEEN = "between"
    WELL = "well"
    NOT_ENOUGH = "not_enough"


@dataclass(frozen=True)
class Reasons:
    """How often a reason was given of one line in one treatment week."""

    line_id: int
    week: int
    barrier: Barrier
    times: int


@dataclass(frozen=True)
class Fitting:
    """How one exercise fits in: `tally` is of `weeks`, `reasons` of all weeks, the most frequent first.

    `weeks` are those that were logged and in which something of it was due; `is_whole` says that no other such week is
    left out.
    """

    exercise: Exercise
    fit: Fit
    tally: Tally
    reasons: tuple[tuple[Barrier, int], ...] = ()
    weeks: tuple[int, ...] = ()
    is_whole: bool = True


@dataclass(frozen=True)
class Basis:
    """Of which weeks it is said what fits in: `counted` are logged enough, the others that asked for something not.

    `before` are those of the others that a counted week follows, `since` all that no counted week follows.
    """

    counted: tuple[int, ...]
    before: tuple[int, ...]
    since: tuple[int, ...]


def basis_of(weeks: Iterable[Week]) -> Basis:
    """Give the weeks that count and those left out; `weeks` are those of all exercises together, in order."""
    asked = [(week.week, _is_logged(week.tally)) for week in weeks if week.tally.settled]
    counted = tuple(week for week, is_logged in asked if is_logged)
    others = [week for week, is_logged in asked if not is_logged]
    last = max(counted, default=0)
    return Basis(counted, tuple(n for n in others if n < last), tuple(n for n in others if n > last))


def read_reasons(
    work: Work, child: AccessibleChildId, span: EpisodeSpan, weeks: range
) -> tuple[Reasons, ...]:
    """Read the reasons of an episode's weeks from its first on, in one statement."""
    if not weeks:
        return ()
    last = span.days_of(weeks[-1])[1]
    rows = sql.reasons(work.connection, child, span.id, span.start, last)
    return tuple(Reasons(row.line_id, row.week, Barrier(row.barrier), row.times) for row in rows)


def fittings_of(
    weeks: Sequence[Week], exercises: Iterable[Exercise], reasons: Iterable[Reasons]
) -> tuple[Fitting, ...]:
    """Say of each exercise how it fits in over some weeks; `weeks` are those of all exercises together."""
    logged = set(basis_of(weeks).counted)
    told = list(reasons)
    return tuple(
        _fitting(exercise, logged, counted([one for one in told if one.line_id == exercise.line_id]))
        for exercise in exercises
    )


def counted(reasons: Iterable[Reasons]) -> tuple[tuple[Barrier, int], ...]:
    """Sum reasons up: the most frequent first, equal ones in the order in which Today offers them."""
    sums: dict[Barrier, int] = {}
    for reason in reasons:
        sums[reason.barrier] = sums.get(reason.barrier, 0) + reason.times
    return tuple(sorted(sums.items(), key=lambda one: (-one[1], list(Barrier).index(one[0]))))


def hardest(fittings: Iterable[Fitting]) -> tuple[Fitting, ...]:
    """Give what is hard to fit in, the hardest first."""
    return tuple(sorted(_of(fittings, Fit.HARD), key=_share))


def best(fittings: Iterable[Fitting]) -> tuple[Fitting, ...]:
    """Give what fits well, the best first."""
    return tuple(sorted(_of(fittings, Fit.WELL), key=_share, reverse=True))


def hard_first(fittings: Iterable[Fitting]) -> tuple[Fitting, ...]:
    """Give all, those first that are hard to fit in; within one fit they stay in the order of the plan."""
    order = list(Fit)
    return tuple(sorted(fittings, key=lambda fitting: order.index(fitting.fit)))


def done_least(fittings: Iterable[Fitting]) -> Fitting | None:
    """Give the exercise of which the least was done; None where of none there is enough to tell."""
    known = [fitting for fitting in fittings if fitting.fit is not Fit.NOT_ENOUGH]
    return min(known, key=_share, default=None)


def _of(fittings: Iterable[Fitting], fit: Fit) -> list[Fitting]:
    return [fitting for fitting in fittings if fitting.fit is fit]


def _share(fitting: Fitting) -> float:
    return fitting.tally.strict or 0.0


def _is_logged(tally: Tally) -> bool:
    return tally.settled > 0 and 100 * tally.answered >= LEAST_LOGGED_PERCENT * tally.settled


def _fitting(exercise: Exercise, logged: set[int], reasons: tuple[tuple[Barrier, int], ...]) -> Fitting:
    asked = [week for week in exercise.weeks if week.tally.settled]
    told = [week for week in asked if week.week in logged]
    tally = sum((week.tally for week in told), NOTHING)
    numbers = tuple(week.week for week in told)
    return Fitting(exercise, _fit(tally), tally, reasons, numbers, is_whole=len(told) == len(asked))


def _fit(tally: Tally) -> Fit:
    if tally.settled < LEAST_OCCURRENCES:
        return Fit.NOT_ENOUGH
    if 100 * tally.credit >= WELL_PERCENT * tally.settled:
        return Fit.WELL
    return Fit.HARD if 100 * tally.credit < HARD_PERCENT * tally.settled else Fit.BETWEEN
